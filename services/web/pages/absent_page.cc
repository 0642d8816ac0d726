// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>

#include "common/education/proto.h"
#include "common/language/terms.h"
#include "common/status/macros.h"
#include "services/web/pages/crumbs.h"
#include "services/web/pages/pages.h"

namespace sos::web {
namespace {

// What the page would be about: `Science`, or `Chronic Absenteeism, Foster Youth`.
std::string Subject(const PageContext& context) {
  std::string subject = language::Term(context.messages, ToProto(*context.address.indicator));
  if (context.address.group) {
    subject += ", " + language::Term(context.messages, ToProto(*context.address.group));
  }
  return subject;
}

}  // namespace

bool MayBeAbsent(const Address& address) {
  return address.indicator &&
         (address.kind == PageKind::kIndicator || address.kind == PageKind::kResult ||
          address.kind == PageKind::kPlacement);
}

absl::StatusOr<Page> AbsentPage(const PageContext& context) {
  PageContext overview = context;
  overview.address = context.Sibling(PageKind::kEntity);
  SOS_ASSIGN_OR_RETURN(
      Page of_entity, context.address.cds.IsCounty() ? CountyPage(overview) : EntityPage(overview));
  Page page;
  page.entity = std::move(of_entity.entity);
  page.notice = std::move(of_entity.notice);
  page.files = std::move(of_entity.files);
  page.subtitle = std::move(of_entity.subtitle);
  page.title = context.Word("absent_title", {{"subject", Subject(context)},
                                             {"year", std::to_string(context.year())},
                                             {"name", of_entity.title}});
  page.body_template = "absent.tpl";
  page.body.Set("TEXT",
                context.Word(context.address.kind == PageKind::kPlacement ? "absent_grid_text"
                                                                          : "absent_text"));
  page.body.Set("URL", context.Link(overview.address));
  page.body.Set("NAME", of_entity.title);
  return page;
}

}  // namespace sos::web
