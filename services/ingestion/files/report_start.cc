// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/report_start.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/ingestion/domain/layout.h"
#include "services/ingestion/domain/row_parser.h"

namespace sos::ingestion {
namespace {

ReportStart Refused(Rejection rejection, std::string message) {
  ReportStart start;
  start.rejection = rejection;
  start.message = std::move(message);
  return start;
}

}  // namespace

ReportStart StartReport(const ReportLayout& layout, const Header& header, const ReportTitle& title,
                        const ReadRequest& request) {
  const std::string name = NameOf(layout);
  const std::string named = ReportNumberIn(request.display_name);
  if (!named.empty() && !layout.named_by_lea_and_year && named != layout.report) {
    return Refused(Rejection::kAmbiguousLayout,
                   absl::StrCat("the name says report ", named, ", and the columns are those of ",
                                name, "; rename the file if that is what it is"));
  }
  if (!layout.refused_name.empty() && !request.all_students &&
      absl::StrContains(NormalizedColumn(request.display_name), layout.refused_name)) {
    return Refused(Rejection::kSelectedStudents,
                   absl::StrCat("this ", name, " ", layout.refused_because));
  }
  const std::vector<std::string> missing = MissingRequired(layout, header);
  if (!missing.empty()) {
    return Refused(Rejection::kUnknownLayout,
                   absl::StrCat("this is a ", name, " without the columns ",
                                absl::StrJoin(missing, ", "), "; export it with all columns"));
  }
  if (request.lea && title.lea && *request.lea != *title.lea) {
    return Refused(Rejection::kUnknownLea,
                   absl::StrCat("the title says LEA ", title.lea->text(), ", and you say ",
                                request.lea->text(), "; which of the two is it?"));
  }
  if (!request.lea && !title.lea) {
    return Refused(Rejection::kUnknownLea,
                   absl::StrCat("this is a ", name, ", in which schools have seven digits; say of ",
                                "which LEA it is with --lea"));
  }
  const int said = request.dashboard_year;
  const bool earlier = title.dashboard_year != 0 && title.dashboard_year < said &&
                       title.dashboard_year >= said - layout.earlier_years;
  if (said != 0 && title.dashboard_year != 0 && said != title.dashboard_year && !earlier) {
    return Refused(Rejection::kUnknownYear,
                   absl::StrCat("the title says a school year that ends in ", title.dashboard_year,
                                ", and you say ", said, "; which of the two is it?"));
  }
  const int year = said != 0 && !earlier ? said : title.dashboard_year;
  if (year == 0 && YearColumn(header) < 0) {
    return Refused(Rejection::kUnknownYear,
                   absl::StrCat("this is a ", name, ", and neither a title nor a column says the ",
                                "school year; say --year, the year in which it ends"));
  }
  ReportStart start;
  start.context = {.lea = request.lea ? *request.lea : *title.lea,
                   .dashboard_year = year,
                   .last_dashboard_year = request.last_dashboard_year};
  for (const ReportColumn& column : layout.columns) {
    if (!column.required) continue;
    start.last_required_column = std::max(start.last_required_column, header.Find(column.names));
  }
  return start;
}

void CheckSameReport(const ReportContext& context, const ReadColumns& first_columns,
                     const ReportContext& first, const ReadColumns& columns, ReportStart& start) {
  if (context.lea != first.lea) {
    start = Refused(Rejection::kUnknownLea,
                    absl::StrCat("one sheet is of LEA ", first.lea.text(), " and another of ",
                                 context.lea.text(), "; save each as a file of its own"));
  } else if (context.dashboard_year != first.dashboard_year) {
    start = Refused(Rejection::kUnknownYear,
                    "the sheets are of several school years; save each as a file of its own");
  } else if (columns.missing != first_columns.missing) {
    start = Refused(Rejection::kUnknownLayout,
                    "the sheets have different columns; export them with the same ones");
  }
}

}  // namespace sos::ingestion
