// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "services/reporting/render/change_words.h"
#include "services/reporting/render/sheet_parts.h"
#include "services/reporting/render/sheets.h"

namespace sos::reporting {
namespace {

std::string GroupList(const language::Messages& words,
                      const google::protobuf::RepeatedField<int>& groups) {
  return absl::StrJoin(groups, "; ", [&words](std::string* out, int group) {
    out->append(language::Term(words, static_cast<education::v1::StudentGroup>(group)));
  });
}

Sheet ResultChangeSheet(const v1::YearChanges& changes, const language::Messages& words) {
  Sheet sheet = {.name = words.Text("sheet.result_changes"),
                 .columns = Columns(
                     words, {"cds", "name", "indicator_code", "indicator", "group_code", "group",
                             "from_year", "color_before", "status_before", "students_before",
                             "to_year", "color_after", "status_after", "students_after", "move"})};
  for (const v1::ResultChange& result : changes.results()) {
    sheet.rows.push_back(
        {Text(std::string(Cds(result.entity()))), Text(result.entity().display_name()),
         Text(std::string(Code(result.indicator()))),
         Text(language::Term(words, result.indicator())),
         Text(std::string(Code(result.student_group()))),
         Text(language::Term(words, result.student_group())),
         Number(std::to_string(changes.from_year())),
         Text(RatingWord(words, result.indicator(), result.before())),
         Number(result.before().status().value()), Count(result.before().student_count()),
         Number(std::to_string(changes.to_year())),
         Text(RatingWord(words, result.indicator(), result.after())),
         Number(result.after().status().value()), Count(result.after().student_count()),
         Text(MoveText(words, MoveOf(changes, result)))});
  }
  return sheet;
}

Sheet ColorFlowSheet(const v1::YearChanges& changes, const language::Messages& words) {
  Sheet sheet = {.name = words.Text("sheet.color_flows"),
                 .columns = Columns(words, {"indicator_code", "indicator", "from_year",
                                            "color_before", "to_year", "color_after", "results"})};
  for (const v1::ColorFlow& flow : changes.color_flows()) {
    sheet.rows.push_back(
        {Text(std::string(Code(flow.indicator()))), Text(language::Term(words, flow.indicator())),
         Number(std::to_string(changes.from_year())),
         Text(language::Term(words, flow.from_color())), Number(std::to_string(changes.to_year())),
         Text(language::Term(words, flow.to_color())), Count(flow.result_count())});
  }
  return sheet;
}

Sheet SupportChangeSheet(const v1::YearChanges& changes, const language::Messages& words) {
  Sheet sheet = {
      .name = words.Text("sheet.support_changes"),
      .columns = Columns(words, {"program", "cds", "name", "from_year", "status_text_before",
                                 "eligibility_before", "to_year", "status_text_after",
                                 "eligibility_after", "groups_added", "groups_removed"})};
  for (const v1::SupportChange& support : changes.supports()) {
    sheet.rows.push_back(
        {Text(ProgramName(words, support.program())), Text(std::string(Cds(support.entity()))),
         Text(support.entity().display_name()), Number(std::to_string(changes.from_year())),
         Text(StatusName(words, support.from_status())),
         Text(EligibilityWord(words, support.from_outcome())),
         Number(std::to_string(changes.to_year())), Text(StatusName(words, support.to_status())),
         Text(EligibilityWord(words, support.to_outcome())),
         Text(GroupList(words, support.added_groups())),
         Text(GroupList(words, support.removed_groups()))});
  }
  return sheet;
}

Sheet StatusFlowSheet(const v1::YearChanges& changes, const language::Messages& words) {
  Sheet sheet = {.name = words.Text("sheet.status_flows"),
                 .columns = Columns(words, {"program", "from_year", "status_text_before", "to_year",
                                            "status_text_after", "entities"})};
  for (const v1::StatusFlow& flow : changes.status_flows()) {
    sheet.rows.push_back(
        {Text(ProgramName(words, flow.program())), Number(std::to_string(changes.from_year())),
         Text(StatusName(words, flow.from_status())), Number(std::to_string(changes.to_year())),
         Text(StatusName(words, flow.to_status())), Count(flow.entity_count())});
  }
  return sheet;
}

}  // namespace

std::vector<Sheet> SheetsOf(const v1::YearChanges& changes, const language::Messages& words) {
  About about(words, changes.entity(), changes.to_year());
  about.Add("from_year", std::to_string(changes.from_year()));
  if (changes.from_revision() != 0) {
    about.Add("from_revision", std::to_string(changes.from_revision()));
  }
  about.AddAll("sentence", changes.sentences());
  about.Add("withheld", std::to_string(changes.withheld_count()));
  std::vector<Sheet> sheets = {about.Finish(changes)};
  // The first table is what a file of comma-separated values has: eligibility where it was asked
  // for alone.
  if (!changes.results().empty() || changes.supports().empty()) {
    sheets.push_back(ResultChangeSheet(changes, words));
    sheets.push_back(ColorFlowSheet(changes, words));
  }
  if (!changes.supports().empty()) {
    sheets.push_back(SupportChangeSheet(changes, words));
    sheets.push_back(StatusFlowSheet(changes, words));
  }
  return sheets;
}

}  // namespace sos::reporting
