// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/education/county.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "common/status/macros.h"
#include "services/web/pages/cards.h"
#include "services/web/pages/crumbs.h"
#include "services/web/pages/pages.h"
#include "services/web/pages/words.h"

namespace sos::web {
namespace {

bool IsLeaType(education::v1::EntityType type) {
  return type == education::v1::ENTITY_TYPE_DISTRICT ||
         type == education::v1::ENTITY_TYPE_COUNTY_OFFICE;
}

// Whether students of the year are loaded: results of a county are made of nothing else.
bool HasStudentRecords(const PageContext& context) {
  const auto& coverages = context.overview.snapshot.coverages();
  return std::any_of(coverages.begin(), coverages.end(), [&](const auto& coverage) {
    return coverage.dashboard_year() == context.year() &&
           (coverage.collection() == ingestion::v1::COLLECTION_STUDENT_ENROLLMENT ||
            coverage.collection() == ingestion::v1::COLLECTION_PROFILE_REPORT ||
            coverage.collection() == ingestion::v1::COLLECTION_LANGUAGE_TEST ||
            coverage.collection() == ingestion::v1::COLLECTION_ACADEMIC_TEST ||
            coverage.collection() == ingestion::v1::COLLECTION_COHORT_REPORT ||
            coverage.collection() == ingestion::v1::COLLECTION_COHORT_OUTCOME);
  });
}

std::string GroupsOf(const PageContext& context,
                     const eligibility::v1::Determination& determination) {
  std::vector<std::string> groups;
  for (const auto& group : determination.groups()) {
    if (group.outcome() == eligibility::v1::OUTCOME_MET) {
      groups.push_back(language::Term(context.messages, group.student_group()));
    }
  }
  return absl::StrJoin(groups, ", ");
}

// An LEA that is in neither list of the report is not eligible only where it was decided so.
void FillLeas(const PageContext& context, const reporting::v1::CountyReport& report,
              const std::map<std::string, eligibility::v1::Outcome>& decisions,
              std::vector<education::v1::Entity> leas, Fields& body) {
  std::map<std::string, const eligibility::v1::Determination*> told;
  for (const auto* list : {&report.eligible(), &report.undetermined()}) {
    for (const auto& determination : *list) told[determination.entity().name()] = &determination;
  }
  std::sort(leas.begin(), leas.end(),
            [](const auto& a, const auto& b) { return a.display_name() < b.display_name(); });
  for (const auto& lea : leas) {
    Fields& row = body.Add("LEA");
    row.Set("URL", EntityLink(context, lea)).Set("NAME", lea.display_name());
    const auto found = told.find(lea.name());
    const auto decision = decisions.find(lea.name());
    row.Set("STATUS",
            OutcomeText(context.messages, found != told.end() ? found->second->eligibility()
                                          : decision == decisions.end()
                                              ? eligibility::v1::OUTCOME_UNSPECIFIED
                                              : decision->second));
    if (found == told.end()) continue;
    const std::string groups = GroupsOf(context, *found->second);
    if (!groups.empty()) row.Add("GROUPS").Set("TEXT", groups);
  }
}

}  // namespace

absl::StatusOr<Page> CountyPage(const PageContext& context) {
  const CdsCode& cds = context.address.cds;
  SOS_ASSIGN_OR_RETURN(const reporting::v1::CountyReport report,
                       context.services.GetCountyReport(cds, context.year()));
  Page page;
  page.entity = report.county();
  page.notice = report.notice();
  page.files.assign(report.files().begin(), report.files().end());
  page.title = context.Word("county_of", {{"name", report.county().display_name()}});
  page.subtitle = EntityLine(context, report.county());
  page.body_template = "county.tpl";
  page.downloads = {FileKind::kXlsx, FileKind::kCsv, FileKind::kJson, FileKind::kPdf};
  page.body.Set("TARGETS_URL", context.Link(context.Sibling(PageKind::kTargets)));
  page.body.Add("SUPPORT").Set(
      "TEXT", context.Word("county_support", {{"eligible", int64_t{report.eligible_size()}},
                                              {"leas", int64_t{report.lea_count()}},
                                              {"undecided", int64_t{report.undetermined_size()}}}));
  page.body.Set("REDS_URL", context.Link(context.Sibling(PageKind::kReds)));
  page.body.Set("CHANGES_URL", context.Link(context.Sibling(PageKind::kChanges)));
  Address grid = context.Sibling(PageKind::kPlacement);
  grid.indicator = Indicator::kSuspension;
  page.body.Set("GRID_URL", context.Link(grid));
  // The state publishes no results of counties; they are there where student records are.
  if (HasStudentRecords(context)) {
    const auto results = context.services.GetReport(cds, context.year());
    if (results.ok() && !results->rows().empty()) {
      FillCards(context, context.address, *results,
                page.body.Add("RESULTS").Include("CARDS", "cards.tpl"));
    }
  }
  ingestion::v1::ListEntitiesRequest filter;
  filter.add_counties(std::string(cds.county()));
  SOS_ASSIGN_OR_RETURN(std::vector<education::v1::Entity> leas,
                       context.services.ListEntities(filter));
  std::erase_if(leas, [](const auto& entity) { return !IsLeaType(entity.type()); });
  SOS_ASSIGN_OR_RETURN(const auto decisions,
                       context.services.DecisionsIn(std::string(cds.county()), context.year()));
  FillLeas(context, report, decisions, std::move(leas), page.body);
  return page;
}

}  // namespace sos::web
