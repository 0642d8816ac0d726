// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/student/report_parser.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/hash/hash.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/text/printable.h"
#include "services/ingestion/domain/columns.h"
#include "services/ingestion/domain/student/record_values.h"
#include "services/ingestion/domain/student/report_values.h"

namespace sos::ingestion {
namespace {

// A row below the table has no more cells than this.
constexpr int kFooterCells = 2;

std::string Expectation(const ReportColumn& column) {
  switch (column.kind) {
    case ReportKind::kPaddedDigits:
      return absl::StrCat("expected at most ", column.digits, " digits");
    case ReportKind::kDigits:
      return absl::StrCat("expected ", column.digits, " digits");
    case ReportKind::kDate:
      return "expected a date such as 3/15/2024";
    case ReportKind::kDays:
      return "expected school days from 0 to 366 with at most two decimals";
    case ReportKind::kGrade:
      return "expected a grade such as KN, 03 or 12";
    case ReportKind::kYesNo:
      return "expected Y or N";
    case ReportKind::kWord: {
      std::vector<std::string> texts;
      for (const ReportWord& word : column.words) {
        texts.push_back(absl::StrCat(word.number, " (", word.texts.front(), ")"));
      }
      return absl::StrCat("expected one of ", absl::StrJoin(texts, ", "));
    }
    case ReportKind::kCds:
      return "expected the fourteen digits of a school or LEA";
    case ReportKind::kScore:
      return "expected a score from 1 to 9999, or NS for none";
    case ReportKind::kText:
      return absl::StrCat("expected at most ", kMaxTextBytes,
                          " bytes on one line, all of which can be seen");
  }
  return "";
}

std::optional<int64_t> ParseNumber(const ReportColumn& column, absl::string_view text) {
  switch (column.kind) {
    case ReportKind::kPaddedDigits:
      return ParseCode(text, column.digits, /*padded=*/true);
    case ReportKind::kDigits:
      return ParseCode(text, column.digits, /*padded=*/false);
    case ReportKind::kDate:
      return ParseReportDate(text);
    case ReportKind::kDays:
      return ParseDays(text);
    case ReportKind::kGrade:
      return ParseReportGrade(text);
    case ReportKind::kYesNo:
      return ParseYesNo(text);
    case ReportKind::kWord:
      return ParseWord(text, column.words);
    case ReportKind::kCds:
      return ParseCdsNumber(text);
    case ReportKind::kScore:
      return ParseScore(text);
    case ReportKind::kText:
      return std::nullopt;
  }
  return std::nullopt;
}

// The number of a blank cell: -1 where 0 is a value.
int64_t NumberOfBlank(ReportKind kind) {
  const bool zero_is_a_value =
      kind == ReportKind::kDate || kind == ReportKind::kGrade || kind == ReportKind::kDays;
  return zero_is_a_value ? kNoDate : kNoNumber;
}

class ReportParser : public RowParser {
 public:
  ReportParser(const ReportLayout& layout, const Header& header, const ReportContext& context,
               RecordKeys& keys, SelectionSurvey& survey)
      : layout_(layout),
        context_(context),
        keys_(keys),
        survey_(survey),
        year_column_(YearColumn(header)) {
    for (const ReportColumn& column : layout.columns) {
      const int at = header.Find(column.names);
      if (at < 0) continue;
      const bool text = column.kind == ReportKind::kText;
      std::vector<RecordField>& fields = text ? columns_.texts : columns_.numbers;
      places_.push_back({.column = &column, .at = at, .target = fields.size()});
      fields.push_back(column.field);
    }
  }

  void Parse(RowCells& cells, RecordSink& sink) override {
    StudentRecordRow row{.collection = layout_.collection,
                         .dashboard_year = context_.dashboard_year,
                         .line = cells.line(),
                         .lea = context_.lea};
    ReadYear(cells, row);
    ReadCells(cells);
    if (!cells.bad()) CheckNeeded(cells);
    if (!cells.bad()) CheckDuplicate(cells, row);
    if (cells.bad()) {
      cells.NoteStudent(LocalStudent());
      return;
    }
    if (layout_.lists_everyone) survey_.Add(columns_, numbers_);
    row.columns = &columns_;
    row.numbers = numbers_;
    row.texts = texts_;
    sink.OnStudentRecord(row);
  }

 private:
  // Where a column stands in the file, and which of the numbers or texts it becomes.
  struct Place {
    const ReportColumn* column;
    int at;
    size_t target;
  };

  void ReadYear(RowCells& cells, StudentRecordRow& row) const {
    if (year_column_ < 0) return;
    const absl::string_view text = cells.Text(year_column_);
    if (text.empty() && row.dashboard_year != 0) return;
    const std::optional<int> year = ParseAcademicYear(text);
    if (!year || *year > context_.last_dashboard_year) {
      cells.RejectUnseen(text.empty() ? IssueKind::kMissingValue : IssueKind::kMalformedValue,
                         year_column_, "expected an academic year such as 2023-2024");
    } else if (row.dashboard_year != 0 && *year != row.dashboard_year) {
      cells.RejectUnseen(IssueKind::kWrongYear, year_column_,
                         absl::StrCat("the file is said to be of ", row.dashboard_year));
    } else {
      row.dashboard_year = *year;
    }
  }

  void ReadCells(RowCells& cells) {
    numbers_.assign(columns_.numbers.size(), kNoNumber);
    texts_.assign(columns_.texts.size(), {});
    for (const Place& place : places_) {
      const absl::string_view text = cells.Text(place.at);
      if (text.empty() && place.column->required) {
        cells.RejectUnseen(IssueKind::kMissingValue, place.at, "this column is required");
      } else if (place.column->kind == ReportKind::kText) {
        if (text.size() > kMaxTextBytes || !IsPrintable(text)) {
          cells.RejectUnseen(IssueKind::kOutOfRange, place.at, Expectation(*place.column));
        }
        texts_[place.target] = text;
      } else {
        numbers_[place.target] = Number(cells, place, text);
      }
    }
  }

  static int64_t Number(RowCells& cells, const Place& place, absl::string_view text) {
    if (text.empty()) return NumberOfBlank(place.column->kind);
    const std::optional<int64_t> value = ParseNumber(*place.column, text);
    if (value) return *value;
    cells.RejectUnseen(place.column->kind == ReportKind::kWord ? IssueKind::kUnknownCode
                                                               : IssueKind::kMalformedValue,
                       place.at, Expectation(*place.column));
    return kNoNumber;
  }

  // Finds blank cells that this row may not have.
  void CheckNeeded(RowCells& cells) const {
    for (const Place& place : places_) {
      if (place.column->needed_for.empty() || !cells.Text(place.at).empty()) continue;
      const auto where = absl::c_find(columns_.numbers, place.column->needed_where);
      if (where != columns_.numbers.end() &&
          absl::c_linear_search(place.column->needed_for,
                                numbers_[where - columns_.numbers.begin()])) {
        cells.RejectUnseen(IssueKind::kMissingValue, place.at, "rows like this one need it");
      }
    }
  }

  void CheckDuplicate(RowCells& cells, const StudentRecordRow& row) {
    if (layout_.key.empty()) return;
    RecordKeys::Hash hash = 0;
    for (const Place& place : places_) {
      if (!absl::c_linear_search(layout_.key, place.column->field)) continue;
      hash = place.column->kind == ReportKind::kText ? absl::HashOf(hash, texts_[place.target])
                                                     : absl::HashOf(hash, numbers_[place.target]);
    }
    if (!keys_.Insert(row.lea, row.dashboard_year, hash)) {
      cells.RejectUnseen(IssueKind::kDuplicateRow, -1,
                         "an earlier row has the same student and key");
    }
  }

  std::string LocalStudent() const {
    const auto found = absl::c_find(columns_.texts, RecordField::kLocalStudent);
    if (found == columns_.texts.end()) return "";
    return std::string(texts_[found - columns_.texts.begin()].substr(0, kMaxTextBytes));
  }

  const ReportLayout& layout_;
  const ReportContext context_;
  RecordKeys& keys_;
  SelectionSurvey& survey_;
  const int year_column_;
  StudentColumns columns_;
  std::vector<Place> places_;
  // Of the row that is being read.
  std::vector<int64_t> numbers_;
  std::vector<absl::string_view> texts_;
};

// How people say that a number is that of every student. Empty for what may well be so.
std::string Common(RecordField field, int64_t value) {
  switch (field) {
    case RecordField::kGrade:
      return value == 0 ? "every student is in kindergarten"
                        : absl::StrCat("every student is in grade ", value);
    case RecordField::kHomeless:
      return value == 1 ? "every student is homeless" : "";
    case RecordField::kDisabled:
      return value == 1 ? "every student has disabilities" : "";
    case RecordField::kDisadvantaged:
      return value == 1 ? "every student is socioeconomically disadvantaged" : "";
    case RecordField::kEnglishLearner:
      return value == 1 ? "every student is an English learner" : "";
    case RecordField::kRaceGroup:
      return value != 0 ? "every student has the same race or ethnicity" : "";
    default:
      return "";
  }
}

}  // namespace

ReadColumns ColumnsRead(const ReportLayout& layout, const Header& header) {
  ReadColumns columns;
  std::set<int> read;
  if (const int year = YearColumn(header); year >= 0) read.insert(year);
  for (const ReportColumn& column : layout.columns) {
    const int at = header.Find(column.names);
    if (at < 0) {
      columns.missing.push_back(FirstName(column));
    } else {
      read.insert(at);
    }
  }
  for (int i = 0; i < header.size(); ++i) {
    if (header.normalized(i).empty()) continue;
    (read.contains(i) ? columns.read : columns.ignored).push_back(header.name(i));
  }
  return columns;
}

std::vector<std::string> MissingRequired(const ReportLayout& layout, const Header& header) {
  std::vector<std::string> missing;
  for (const ReportColumn& column : layout.columns) {
    if ((column.required || column.in_header) && header.Find(column.names) < 0)
      missing.push_back(FirstName(column));
  }
  return missing;
}

bool NamesStudent(const ReportLayout& layout, const Header& header,
                  absl::Span<const absl::string_view> cells) {
  return absl::c_any_of(layout.columns, [&](const ReportColumn& column) {
    const int at = header.Find(column.names);
    return column.field == RecordField::kStudent && at >= 0 &&
           at < static_cast<int>(cells.size()) && ParseNumber(column, cells[at]);
  });
}

bool IsFooter(const ReportLayout& layout, const Header& header,
              absl::Span<const absl::string_view> cells) {
  const auto filled = absl::c_count_if(cells, [](absl::string_view cell) { return !cell.empty(); });
  if (filled > kFooterCells) return false;
  // An identifier that cannot be read is a wrong row.
  return absl::c_all_of(layout.columns, [&](const ReportColumn& column) {
    const int at = header.Find(column.names);
    return column.field != RecordField::kStudent || at < 0 ||
           at >= static_cast<int>(cells.size()) || absl::c_none_of(cells[at], absl::ascii_isdigit);
  });
}

void SelectionSurvey::Add(const StudentColumns& columns, absl::Span<const int64_t> numbers) {
  ++row_count_;
  for (size_t i = 0; i < numbers.size(); ++i) {
    const RecordField field = columns.numbers[i];
    if (!Common(field, 1).empty()) ++values_[field][numbers[i]];
  }
}

std::string SelectionSurvey::Selection() const {
  if (row_count_ < kFewestRows) return "";
  for (const auto& [field, counts] : values_) {
    if (counts.size() != 1) continue;
    std::string common = Common(field, counts.begin()->first);
    if (!common.empty()) return common;
  }
  return "";
}

std::unique_ptr<RowParser> MakeReportParser(const ReportLayout& layout, const Header& header,
                                            const ReportContext& context, RecordKeys& keys,
                                            SelectionSurvey& survey) {
  return std::make_unique<ReportParser>(layout, header, context, keys, survey);
}

}  // namespace sos::ingestion
