// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>

#include "common/education/proto.h"
#include "common/language/terms.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"
#include "services/web/pages/cards.h"
#include "services/web/pages/crumbs.h"
#include "services/web/pages/pages.h"

namespace sos::web {
namespace {

void FillStruggling(const PageContext& context, const reporting::v1::Report& report, Fields& body) {
  if (report.struggling_groups().empty()) return;
  Fields& section = body.Add("STRUGGLING");
  section.Set("URL", context.Link(context.Sibling(PageKind::kGroups)));
  for (const auto& struggling : report.struggling_groups()) {
    Fields& group = section.Add("GROUP");
    group.Set("NAME", language::Term(context.messages, struggling.student_group()));
    for (int i = 0; i < struggling.indicators_size(); ++i) {
      Address link = context.Sibling(PageKind::kResult);
      link.indicator = FromProto(struggling.indicators(i));
      link.group = FromProto(struggling.student_group());
      if (!link.indicator || !link.group) continue;
      Fields& result = group.Add("RESULT");
      result.Set("URL", context.Link(link));
      result.Set("TEXT", language::Term(context.messages, struggling.indicators(i)));
      if (i + 1 < struggling.indicators_size()) result.Add("MORE");
    }
  }
}

// The schools of an LEA. What cannot be listed now is left out: the page says enough without.
void FillSchools(const PageContext& context, Fields& body) {
  ingestion::v1::ListEntitiesRequest filter;
  filter.add_leas(EntityName(context.address.cds));
  const auto entities = context.services.ListEntities(filter);
  if (!entities.ok()) return;
  Fields schools;
  schools.Set("HEADING", context.Word("schools_title"));
  bool any = false;
  for (const auto& entity : *entities) {
    if (!CodeOf(entity).IsSchool()) continue;
    any = true;
    schools.Add("COUNTY")
        .Set("URL", EntityLink(context, entity))
        .Set("TEXT", entity.display_name());
  }
  if (any) body.Add("MEMBERS") = std::move(schools);
}

}  // namespace

absl::StatusOr<Page> EntityPage(const PageContext& context) {
  const CdsCode& cds = context.address.cds;
  SOS_ASSIGN_OR_RETURN(const reporting::v1::Report report,
                       context.services.GetReport(cds, context.year()));
  Page page;
  TakeFrame(report, page);
  page.title = report.entity().display_name();
  page.subtitle = EntityLine(context, report.entity());
  page.body_template = "entity.tpl";
  page.downloads = {FileKind::kXlsx, FileKind::kCsv, FileKind::kJson, FileKind::kPdf};
  Fields& body = page.body;
  if (!report.sentences().empty()) {
    Fields& lead = body.Add("LEAD");
    for (const std::string& sentence : report.sentences())
      lead.Add("SENTENCE").Set("TEXT", sentence);
  }
  body.Set("REDS_URL", context.Link(context.Sibling(PageKind::kReds)));
  body.Set("COLORS_URL", context.Link({.kind = PageKind::kAboutColors}));
  body.Set("CHANGES_URL", context.Link(context.Sibling(PageKind::kChanges)));
  FillCards(context, context.address, report, body.Include("CARDS", "cards.tpl"));
  FillStruggling(context, report, body);
  if (!cds.IsState()) {
    body.Add("TARGETS").Set("URL", context.Link(context.Sibling(PageKind::kTargets)));
  }
  if (cds.IsLea() || report.entity().type() == education::v1::ENTITY_TYPE_CHARTER_SCHOOL) {
    body.Add("LCAP").Set("URL", context.Link(context.Sibling(PageKind::kLcap)));
  }
  // For the LEA itself: whether the caller may see it is decided when it is asked for.
  if (cds.IsLea() && context.services.caller().signed_in()) {
    body.Add("ESTIMATE").Set("URL", context.Link(context.Sibling(PageKind::kEstimate)));
  }
  if (cds.IsState()) {
    Fields counties;
    counties.Set("HEADING", context.Word("counties_title"));
    if (FillCounties(context, counties)) body.Add("MEMBERS") = std::move(counties);
  } else if (cds.IsLea()) {
    FillSchools(context, body);
  }
  return page;
}

}  // namespace sos::web
