// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "services/reporting/render/sheet_parts.h"
#include "services/reporting/render/sheets.h"

namespace sos::reporting {
namespace {

using language::Messages;

SheetRow GroupRow(const Messages& words, const v1::GroupGap& gap) {
  return {Text(std::string(Code(gap.student_group()))),
          Text(language::Term(words, gap.student_group())),
          Number(gap.cell().status().value()),
          Count(gap.cell().student_count()),
          Number(gap.gap().value()),
          Number(gap.gap_to_rest().value()),
          Number(gap.within().value()),
          Number(gap.between().value()),
          Number(gap.in_no_school_row().value()),
          Number(gap.bound().value()),
          Text(absl::StrJoin(gap.sentences(), " "))};
}

SheetRow SchoolRow(const Messages& words, const v1::GroupGap& gap, const v1::SchoolGap& school) {
  return {Text(std::string(Code(gap.student_group()))),
          Text(language::Term(words, gap.student_group())),
          Text(std::string(Cds(school.entity()))),
          Text(school.entity().display_name()),
          Number(school.cell().status().value()),
          Count(school.cell().student_count()),
          Number(school.part().value()),
          Number(school.within().value()),
          Number(school.between().value()),
          Number(school.bound().value())};
}

}  // namespace

std::vector<Sheet> SheetsOf(const v1::GapList& list, const Messages& words) {
  About about(words, list.entity(), list.dashboard_year());
  about.Add("indicator", language::Term(words, list.indicator()));
  about.AddAll("sentence", list.sentences());
  Sheet groups = {
      .name = words.Text("sheet.gaps"),
      .columns = Columns(words, {"group_code", "group", "status", "students", "gap", "gap_to_rest",
                                 "within", "between", "elsewhere", "bound", "sentence"})};
  Sheet schools = {
      .name = words.Text("sheet.gap_schools"),
      .columns = Columns(words, {"group_code", "group", "cds", "name", "status", "students",
                                 "part_of_gap", "within", "between", "bound"})};
  Sheet years = {.name = words.Text("sheet.gap_years"),
                 .columns = Columns(words, {"group_code", "group", "year", "gap"})};
  Sheet overlaps = {.name = words.Text("sheet.overlaps"),
                    .columns = Columns(words, {"group_code", "group", "other_group",
                                               "least_in_both", "most_in_both"})};
  for (const v1::GroupGap& gap : list.groups()) {
    groups.rows.push_back(GroupRow(words, gap));
    for (const v1::SchoolGap& school : gap.schools()) {
      schools.rows.push_back(SchoolRow(words, gap, school));
    }
    const SheetCell code = Text(std::string(Code(gap.student_group())));
    const SheetCell group = Text(language::Term(words, gap.student_group()));
    for (const v1::YearGap& year : gap.years()) {
      years.rows.push_back({code, group, Count(year.dashboard_year()), Number(year.gap().value())});
    }
    for (const v1::GroupOverlap& overlap : gap.overlaps()) {
      overlaps.rows.push_back({code, group, Text(language::Term(words, overlap.student_group())),
                               Count(overlap.least_student_count()),
                               Count(overlap.most_student_count())});
    }
  }
  return {about.Finish(list), std::move(groups), std::move(schools), std::move(years),
          std::move(overlaps)};
}

}  // namespace sos::reporting
