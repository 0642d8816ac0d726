// SPDX-License-Identifier: Apache-2.0
#include "services/suite/student_files/roster.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/table/table.h"
#include "common/text/fold.h"
#include "services/ingestion/domain/layout.h"
#include "services/ingestion/domain/student/report_values.h"

namespace sos::suite {
namespace {

constexpr int kDigitsOfSsid = 10;
// Nobody: several people have the name and birth date.
constexpr int64_t kAmbiguous = -1;

constexpr char kLastName[] = "studentlastname|lastorsurname|lastname";
constexpr char kFirstName[] = "studentfirstname|firstname";
// `Last, First`.
constexpr char kWholeName[] = "studentname";
constexpr char kBirthDate[] = "dateofbirth|studentbirthdate|birthdate";

std::string KeyOf(const Person& person) {
  return absl::StrCat(absl::StrJoin(FoldedWords(person.last_name), ""), "|",
                      absl::StrJoin(FoldedWords(person.first_name), ""), "|", person.birth_date);
}

// Where a header has what makes a roster.
struct Columns {
  int ssid = -1;
  int last_name = -1;
  int first_name = -1;
  int whole_name = -1;
  int birth_date = -1;

  explicit Columns(const ingestion::Header& header)
      : ssid(header.Find(kSsidNames)),
        last_name(header.Find(kLastName)),
        first_name(header.Find(kFirstName)),
        whole_name(header.Find(kWholeName)),
        birth_date(header.Find(kBirthDate)) {}

  bool complete() const {
    return ssid >= 0 && birth_date >= 0 && ((last_name >= 0 && first_name >= 0) || whole_name >= 0);
  }
};

class RosterVisitor : public table::RowVisitor {
 public:
  explicit RosterVisitor(Roster& roster) : roster_(roster) {}

  void BeginSheet(absl::string_view) override {
    columns_.reset();
    rows_ = 0;
  }

  absl::Status VisitRow(const table::Row& row) override {
    if (columns_) {
      AddRow(row.cells);
      return absl::OkStatus();
    }
    if (++rows_ > kLastHeaderRow) return absl::OkStatus();
    const Columns columns{ingestion::Header(row.cells)};
    if (columns.complete()) columns_ = columns;
    found_ = found_ || columns.complete();
    // A text whose header says nothing of people is not read to its end.
    return !found_ && rows_ == kLastHeaderRow && row.delimiter != 0
               ? absl::AbortedError("no roster")
               : absl::OkStatus();
  }

  bool found() const { return found_; }

 private:
  void AddRow(absl::Span<const absl::string_view> cells) {
    const auto cell = [&cells](int column) {
      return column >= 0 && column < static_cast<int>(cells.size()) ? cells[column]
                                                                    : absl::string_view();
    };
    const auto ssid = ingestion::ParseCode(cell(columns_->ssid), kDigitsOfSsid, /*padded=*/false);
    const auto birth_date = ingestion::ParseReportDate(cell(columns_->birth_date));
    if (!ssid || !birth_date) return;
    Person person{.last_name = std::string(cell(columns_->last_name)),
                  .first_name = std::string(cell(columns_->first_name)),
                  .birth_date = *birth_date};
    if (columns_->last_name < 0 || columns_->first_name < 0) {
      const std::pair<std::string, std::string> names =
          absl::StrSplit(cell(columns_->whole_name), absl::MaxSplits(',', 1));
      person.last_name = names.first;
      person.first_name = names.second;
    }
    roster_.Add(person, *ssid);
  }

  Roster& roster_;
  std::optional<Columns> columns_;
  int rows_ = 0;
  bool found_ = false;
};

}  // namespace

void Roster::Add(const Person& person, int64_t ssid) {
  if (person.last_name.empty() || person.first_name.empty()) return;
  const auto [found, added] = by_person_.try_emplace(KeyOf(person), ssid);
  if (!added && found->second != ssid) found->second = kAmbiguous;
}

std::optional<int64_t> Roster::Find(const Person& person) const {
  const auto found = by_person_.find(KeyOf(person));
  if (found == by_person_.end() || found->second == kAmbiguous) return std::nullopt;
  return found->second;
}

bool AddPeople(absl::string_view bytes, Roster& roster) {
  RosterVisitor visitor(roster);
  // What cannot be read as a table has no people: the file itself is refused elsewhere.
  (void)table::ReadTable(bytes, {}, visitor);
  return visitor.found();
}

}  // namespace sos::suite
