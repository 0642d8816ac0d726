// SPDX-License-Identifier: Apache-2.0
#include "services/suite/synthetic/report_workbook.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/table/table.h"
#include "common/workbook/workbook.h"

namespace sos::suite {
namespace {

// Where the table of a report begins: empty columns, and rows above the header.
struct Place {
  absl::string_view report;
  int columns;
  int rows;
};
constexpr Place kPlaces[] = {{"14.2", 6, 8}, {"8.1", 6, 9}, {"7.12", 2, 8}};
constexpr Place kElsewhere = {"", 2, 8};

// Headings that are not the words of the column's name.
constexpr std::pair<absl::string_view, absl::string_view> kHeadings[] = {
    {"DaysExpectedA", "Days Expected (A)"},
    {"DaysAttendedB", "Days Attended (B)"},
    {"DaysAbsentCEFG", "Days Absent (C+E+F+G)"},
    {"StudentswithDisabilities", "Students with Disabilities"},
    {"SSID", "SSID"},
    {"RFEPDate", "RFEP Date"}};

Place PlaceOf(absl::string_view report) {
  const auto* const found =
      std::find_if(std::begin(kPlaces), std::end(kPlaces), [&](const Place& place) {
        return absl::StartsWith(report, absl::StrCat(place.report, "_"));
      });
  return found == std::end(kPlaces) ? kElsewhere : *found;
}

// `School Code` of `SchoolCode`.
std::string HeadingOf(absl::string_view name) {
  for (const auto& [column, heading] : kHeadings) {
    if (name == column) return std::string(heading);
  }
  std::string heading;
  for (size_t i = 0; i < name.size(); ++i) {
    const bool begins = i > 0 && absl::ascii_isupper(name[i]) && absl::ascii_islower(name[i - 1]);
    if (begins) heading += ' ';
    heading += name[i] == '_' ? ' ' : name[i];
  }
  return heading;
}

// A date such as `3/15/2024` as the number of days since 1899-12-30; empty for what is none.
std::string DaysOf(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '/');
  int month = 0;
  int day = 0;
  int year = 0;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &month) ||
      !absl::SimpleAtoi(parts[1], &day) || !absl::SimpleAtoi(parts[2], &year)) {
    return "";
  }
  const std::chrono::year_month_day date(std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day)));
  const std::chrono::sys_days first(std::chrono::year(1899) / std::chrono::December / 30);
  return absl::StrCat((std::chrono::sys_days(date) - first).count());
}

SheetCell CellOf(absl::string_view text) {
  double number = 0;
  if (const std::string days = DaysOf(text); !days.empty()) return {days, true};
  if (!text.empty() && absl::SimpleAtod(text, &number) && absl::ascii_isdigit(text.front())) {
    // What looks like a number loses the zeros before it.
    const size_t digit = std::min(text.find_first_not_of('0'), text.size() - 1);
    return {std::string(text.substr(text[digit] == '.' ? digit - 1 : digit)), true};
  }
  return {std::string(text), false};
}

class RowCollector : public table::RowVisitor {
 public:
  RowCollector(int offset, Sheet& sheet) : offset_(offset), sheet_(sheet) {}

  void BeginSheet(absl::string_view) override {}
  absl::Status VisitRow(const table::Row& row) override {
    std::vector<SheetCell>& cells = sheet_.rows.emplace_back(offset_);
    for (const absl::string_view cell : row.cells) {
      cells.push_back(header_ ? SheetCell{HeadingOf(cell), false} : CellOf(cell));
    }
    header_ = false;
    return absl::OkStatus();
  }

 private:
  const int offset_;
  Sheet& sheet_;
  bool header_ = true;
};

}  // namespace

std::string ToReportWorkbook(absl::string_view csv, absl::string_view report, absl::string_view lea,
                             int school_year) {
  const Place place = PlaceOf(report);
  Sheet sheet{.name = "Sheet1"};
  sheet.columns.resize(place.columns);
  sheet.columns.push_back({.heading = absl::StrReplaceAll(report, {{"_", " - "}})});
  const std::string parameters[] = {
      absl::StrCat("Academic Year: ", school_year - 1, "-", school_year),
      absl::StrCat("LEA: ", lea, " - A Synthetic District"), "Status: In Review Uncertified"};
  for (const std::string& line : parameters) {
    sheet.rows.emplace_back(place.columns).push_back({line, false});
  }
  // The row of headings is the first.
  while (static_cast<int>(sheet.rows.size()) < place.rows - 1) sheet.rows.emplace_back();
  RowCollector collector(place.columns, sheet);
  if (!table::ReadTable(csv, {}, collector).ok()) return "";
  return WriteWorkbook({sheet});
}

}  // namespace sos::suite
