// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/student/report_title.h"

#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/ingestion/domain/cell_value.h"
#include "services/ingestion/domain/file_name.h"
#include "services/ingestion/domain/layout.h"
#include "services/ingestion/domain/student/record_values.h"

namespace sos::ingestion {
namespace {

// The longer names first: each contains what a shorter one is.
constexpr absl::string_view kStatuses[] = {"In Review Uncertified", "Revised Uncertified",
                                           "SELPA Approved", "Uncertified", "Certified"};

// The first word of what follows `label`, or what follows in the next cell: `LEA: 1975713 - Alder`.
absl::string_view ValueAfter(absl::string_view line, absl::string_view label) {
  const std::string lower = absl::AsciiStrToLower(line);
  size_t at = lower.find(absl::AsciiStrToLower(label));
  if (at == std::string::npos) return {};
  at += label.size();
  while (at < line.size() && (line[at] == ':' || absl::ascii_isspace(line[at]))) ++at;
  const absl::string_view rest = line.substr(at);
  return rest.substr(0, rest.find_first_of(" ,/;"));
}

std::string StatusIn(absl::string_view text) {
  const std::string normalized = NormalizedColumn(text);
  for (const absl::string_view status : kStatuses) {
    if (absl::StrContains(normalized, NormalizedColumn(status))) return std::string(status);
  }
  return "";
}

// The class that the name of a list of a cohort says: `2025`, or the end of a school year. The
// number of the report, with which such names begin, is no part of a date. 0 for none, or several.
int ClassIn(absl::string_view name) {
  while (!name.empty() && (absl::ascii_isdigit(name.front()) || name.front() == '.')) {
    name.remove_prefix(1);
  }
  constexpr size_t kShortSpan = 7;
  constexpr size_t kLongSpan = 9;
  for (size_t i = 0; i < name.size(); ++i) {
    for (const size_t length : {kLongSpan, kShortSpan}) {
      if (const auto end = SchoolYearEnd(name.substr(i, length)); end) return *end;
    }
  }
  return YearInName(absl::StrCat("class ", name)).year;
}

}  // namespace

std::string ReportNumberIn(absl::string_view file_name) {
  const auto digits_from = [file_name](size_t begin) {
    size_t end = begin;
    while (end < file_name.size() && absl::ascii_isdigit(file_name[end])) ++end;
    return end;
  };
  const auto is_letter = [file_name](size_t at) {
    return at < file_name.size() && absl::ascii_isalpha(file_name[at]);
  };
  const size_t point = digits_from(0);
  if (point < 1 || point > 2 || file_name.substr(point, 1) != ".") return "";
  size_t end = digits_from(point + 1);
  if (end == point + 1 || end > point + 3) return "";
  // One letter is a part of the number, a word is not.
  if (is_letter(end) && !is_letter(end + 1)) ++end;
  return std::string(file_name.substr(0, end));
}

void ReportTitle::AddLine(absl::Span<const absl::string_view> cells) {
  const std::string line = absl::StrJoin(cells, " ");
  if (!lea) lea = ParseLea(ValueAfter(line, "LEA:"));
  if (dashboard_year == 0) {
    dashboard_year = ParseAcademicYear(ValueAfter(line, "Academic Year")).value_or(0);
  }
  if (status.empty()) status = StatusIn(line);
}

void ReportTitle::AddName(absl::string_view file_name, const ReportLayout& layout) {
  if (status.empty()) status = StatusIn(file_name);
  if (layout.named_by_lea_and_year && !lea) {
    lea = ParseLea(file_name.substr(0, file_name.find('_')));
  }
  if (dashboard_year != 0) return;
  if (layout.named_by_lea_and_year) dashboard_year = YearInName(file_name).year;
  if (layout.earlier_years > 0) dashboard_year = ClassIn(file_name);
}

}  // namespace sos::ingestion
