// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/education/dashboard_year.h"
#include "services/ingestion/domain/columns.h"
#include "services/ingestion/domain/list_parsers.h"
#include "services/ingestion/domain/row_header.h"

namespace sos::ingestion {
namespace {

constexpr char kFirstLetter = 'A';
constexpr char kLastLetter = 'K';
constexpr int kMethodCount = 4;

// What a column of letters is about.
enum class LetterColumn { kNone, kOwnYear, kPriorYear };

// `aapriorities`; of charter schools also `aacurrent`, `aaprior`, with or without `priorities`.
// Leaves the group's code in `name`.
LetterColumn ConsumeLetterColumn(absl::string_view& name) {
  const auto consume = [&name](absl::string_view suffix) {
    return absl::ConsumeSuffix(&name, suffix);
  };
  const bool named_first = consume("priorities") || consume("priority");
  const bool prior = consume("prior");
  const bool current = !prior && consume("current");
  const bool named = consume("priorities") || consume("priority") || named_first;
  if (prior) return LetterColumn::kPriorYear;
  return named || current ? LetterColumn::kOwnYear : LetterColumn::kNone;
}

// The columns of an LCFF assistance file that say it by their names: `AApriorities`,
// `AssistanceStatus2019`, `MetMethod1`, `EC52072_2023`. Of columns of several years of a flag, the
// newest is about the file's own year.
struct AssistanceColumns {
  explicit AssistanceColumns(const Header& header)
      : total(header.Find(columns::kTotalGroups)), own_status(header.Find(columns::kOwnStatus)) {
    for (int i = 0; i < header.size(); ++i) {
      absl::string_view name = header.normalized(i);
      absl::string_view code = name;
      const LetterColumn kind = ConsumeLetterColumn(code);
      const auto group = kind == LetterColumn::kNone ? std::nullopt : ParseStudentGroup(code);
      if (group && kind == LetterColumn::kOwnYear) {
        groups.push_back(*group);
        letters.push_back(i);
      } else if (group) {
        prior_letters.emplace_back(*group, i);
      } else if (absl::ConsumePrefix(&name, "assistancestatus")) {
        if (const std::optional<int> year = ParseDashboardYear(name); year) {
          statuses.emplace_back(*year, i);
        }
      } else if (absl::StartsWith(name, "ec52072")) {
        TakeNewer(header, i, ec52072);
      } else if (absl::StartsWith(name, "ec52071f")) {
        TakeNewer(header, i, ec52071f);
      } else if (absl::StartsWith(name, "ec47607")) {
        TakeNewer(header, i, ec47607);
      }
    }
    for (int method = 1; method <= kMethodCount; ++method) {
      const int column = header.Find(absl::StrCat("metmethod", method));
      if (column >= 0) methods.emplace_back(method, column);
    }
  }

  // The year with which the name of a column ends; 0 without one.
  static int YearOf(absl::string_view name) {
    constexpr size_t kDigits = 4;
    if (name.size() < kDigits) return 0;
    return ParseDashboardYear(name.substr(name.size() - kDigits)).value_or(0);
  }
  static void TakeNewer(const Header& header, int column, int& newest) {
    if (newest < 0 || YearOf(header.normalized(column)) > YearOf(header.normalized(newest))) {
      newest = column;
    }
  }

  std::vector<StudentGroup> groups;
  std::vector<int> letters;
  std::vector<std::pair<StudentGroup, int>> prior_letters;
  std::vector<std::pair<int, int>> statuses;
  std::vector<std::pair<int, int>> methods;
  int total;
  int own_status;
  int ec52072 = -1;
  int ec52071f = -1;
  int ec47607 = -1;
};

class AssistanceParser : public RowParser {
 public:
  AssistanceParser(const Layout& layout, const Header& header, const FileContext& context,
                   SeenKeys& seen)
      : collection_(layout.collections.front()),
        columns_(header),
        header_reader_(header, context),
        seen_(seen) {}

  void Parse(RowCells& cells, RecordSink& sink) override {
    AssistanceRow row;
    row.header = header_reader_.Read(cells, collection_);
    if (collection_ == Collection::kCharterAssistance) row.header.charter = true;
    row.listed_groups = columns_.groups;
    for (size_t i = 0; i < columns_.groups.size(); ++i) {
      ReadLetter(cells, columns_.groups[i], columns_.letters[i], row.letters);
    }
    for (const auto& [group, column] : columns_.prior_letters) {
      ReadLetter(cells, group, column, row.prior_letters);
    }
    row.prior_letters_listed = !columns_.prior_letters.empty();
    row.total_group_count = cells.Count(columns_.total, kStudentGroupCount);
    for (const auto& [year, column] : columns_.statuses) {
      if (!cells.Text(column).empty()) row.statuses.emplace_back(year, cells.Name(column));
    }
    if (!cells.Text(columns_.own_status).empty()) {
      row.statuses.emplace_back(row.header.dashboard_year, cells.Name(columns_.own_status));
    }
    for (const auto& [method, column] : columns_.methods) {
      if (const std::optional<bool> met = cells.Answer(column); met) {
        row.methods.emplace_back(method, *met);
      }
    }
    row.ec52072 = cells.Answer(columns_.ec52072);
    row.ec52071f = cells.Answer(columns_.ec52071f);
    row.ec47607 = cells.Answer(columns_.ec47607);
    if (!cells.bad()) Check(cells, row);
    if (!cells.bad()) sink.OnAssistance(row);
  }

 private:
  static void ReadLetter(RowCells& cells, StudentGroup group, int column,
                         std::vector<std::pair<StudentGroup, char>>& letters) {
    const absl::string_view text = cells.Text(column);
    if (text.empty()) return;
    if (text.size() != 1 || text[0] < kFirstLetter || text[0] > kLastLetter) {
      cells.Reject(IssueKind::kUnknownCode, column, "expected a letter from A to K, or blank");
      return;
    }
    letters.emplace_back(group, text[0]);
  }

  void Check(RowCells& cells, const AssistanceRow& row) {
    const bool charters = collection_ == Collection::kCharterAssistance;
    if (charters ? !row.header.cds.IsSchool() : !row.header.cds.IsLea()) {
      cells.Reject(IssueKind::kWrongEntity, header_reader_.cds_column(),
                   charters
                       ? "expected the code of a charter school"
                       : "expected the code of a district or county office, ending in 0000000");
    }
    const std::string key = absl::StrCat(kCollections.Code(collection_), ":",
                                         row.header.dashboard_year, ":", row.header.cds.text());
    if (!seen_.insert(key).second) {
      cells.Reject(IssueKind::kDuplicateRow, header_reader_.cds_column(),
                   "the file has a row for this LEA already");
    }
  }

  const Collection collection_;
  const AssistanceColumns columns_;
  RowHeaderReader header_reader_;
  SeenKeys& seen_;
};

}  // namespace

std::unique_ptr<RowParser> MakeAssistanceParser(const Layout& layout, const Header& header,
                                                const FileContext& context, SeenKeys& seen) {
  return std::make_unique<AssistanceParser>(layout, header, context, seen);
}

}  // namespace sos::ingestion
