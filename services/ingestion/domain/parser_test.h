// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_PARSER_TEST_H_
#define SOS_SERVICES_INGESTION_DOMAIN_PARSER_TEST_H_

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "services/ingestion/domain/row_parser.h"

namespace sos::ingestion {

// A row that is kept as published.
struct KeptRecord {
  RowHeader header;
  std::vector<std::string> columns;
  std::vector<std::string> cells;
};

struct KeptStudentRecord {
  CdsCode lea;
  int dashboard_year = 0;
  int64_t line = 0;
  std::vector<int64_t> numbers;
  std::vector<std::string> texts;
};

// Keeps the rows of tests. Text in them is a view into the file, which must outlive the sink.
class FakeRecordSink : public RecordSink {
 public:
  void OnMeasure(const MeasureRow& row) override { measures.push_back(row); }
  void OnLocalRating(const LocalRatingRow& row) override { local_ratings.push_back(row); }
  void OnAssistance(const AssistanceRow& row) override { assistance.push_back(row); }
  void OnLowestPerformance(const LowestPerformanceRow& row) override {
    lowest_performance.push_back(row);
  }
  void OnEntity(const EntityRow& row) override { entities.push_back(row); }
  void OnSchoolSupport(const SchoolSupportRow& row) override { school_support.push_back(row); }
  void OnColor(const ColorRow& row) override {
    kept_colors_.emplace_back(row.colors.begin(), row.colors.end());
    colors.push_back(row);
    colors.back().colors = kept_colors_.back();
  }
  void OnEquityMultiplier(const EquityMultiplierRow& row) override {
    equity_multiplier.push_back(row);
  }
  void OnRequiredGoal(const RequiredGoalRow& row) override { required_goals.push_back(row); }
  void OnRecord(const RecordRow& row) override {
    records.push_back({row.header,
                       {row.columns.begin(), row.columns.end()},
                       {row.cells.begin(), row.cells.end()}});
  }
  void OnStudentRecord(const StudentRecordRow& row) override {
    student_records.push_back({row.lea,
                               row.dashboard_year,
                               row.line,
                               {row.numbers.begin(), row.numbers.end()},
                               {row.texts.begin(), row.texts.end()}});
  }

  std::vector<MeasureRow> measures;
  std::vector<LocalRatingRow> local_ratings;
  std::vector<AssistanceRow> assistance;
  std::vector<LowestPerformanceRow> lowest_performance;
  std::vector<EntityRow> entities;
  std::vector<SchoolSupportRow> school_support;
  std::vector<ColorRow> colors;
  std::vector<EquityMultiplierRow> equity_multiplier;
  std::vector<RequiredGoalRow> required_goals;
  std::vector<KeptRecord> records;
  std::vector<KeptStudentRecord> student_records;

 private:
  std::deque<std::vector<Color>> kept_colors_;
};

// What becomes of a published file whose cells stand between bars: its first line is the header,
// and the layout that fits it reads the others. The text must outlive it: a literal does.
class ParsedText {
 public:
  explicit ParsedText(absl::string_view header, const std::vector<absl::string_view>& lines,
                      FileContext context = {})
      : header_(Split(header)), context_(std::move(context)) {
    const Layout* const layout = Recognize(header_);
    if (layout == nullptr) {
      ADD_FAILURE() << "no layout has the header " << header;
      return;
    }
    parser_ = MakeRowParser(*layout, header_, context_, seen_);
    int64_t line = 1;
    for (const absl::string_view text : lines) {
      const std::vector<absl::string_view> cells = Split(text);
      RowCells row(header_, cells, ++line, "", issues);
      parser_->Parse(row, rows);
    }
  }
  // The parser reads what lies beside it here.
  ParsedText(const ParsedText&) = delete;
  ParsedText& operator=(const ParsedText&) = delete;

  FakeRecordSink rows;
  std::vector<Issue> issues;

 private:
  static std::vector<absl::string_view> Split(absl::string_view line) {
    return absl::StrSplit(line, '|');
  }

  const Header header_;
  const FileContext context_;
  SeenKeys seen_;
  std::unique_ptr<RowParser> parser_;
};

// Matches an issue by its kind and the column that it names.
MATCHER_P2(IssueIs, kind, column, "") {
  *result_listener << "kind " << static_cast<int>(arg.kind) << " in column '" << arg.column
                   << "' of line " << arg.line << ": " << arg.description;
  return arg.kind == kind && arg.column == column;
}

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_PARSER_TEST_H_
