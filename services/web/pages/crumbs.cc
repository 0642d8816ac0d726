// SPDX-License-Identifier: Apache-2.0
#include "services/web/pages/crumbs.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "common/resource_names/resource_names.h"

namespace sos::web {
namespace {

void AddCrumb(const PageContext& context, const CdsCode& cds, const std::string& text,
              Fields& crumbs) {
  crumbs.Add("CRUMB")
      .Set("URL",
           context.Link({.kind = PageKind::kEntity, .cds = cds, .year = context.address.year}))
      .Set("TEXT", text);
}

// What the page is beside the entity's overview.
std::string PageName(const PageContext& context) {
  const Address& address = context.address;
  switch (address.kind) {
    case PageKind::kGroups:
      return context.Word("tab_groups");
    case PageKind::kSupport:
      return context.Word("tab_support");
    case PageKind::kReds:
      return context.Word("reds_tab");
    case PageKind::kCompare:
      return context.Word("tab_compare");
    case PageKind::kWhatIf:
      return context.Word("tab_what_if");
    case PageKind::kTargets:
      return context.Word("targets_title");
    case PageKind::kChanges:
      return context.Word("changes_tab");
    case PageKind::kGaps:
      return context.Word("gaps_tab");
    case PageKind::kLcap:
      return context.Word("lcap_tab");
    case PageKind::kEstimate:
      return context.Word("estimate_tab");
    case PageKind::kPlacement:
      return context.Word("five_by_five");
    case PageKind::kIndicator:
      return language::Term(context.messages, ToProto(*address.indicator));
    case PageKind::kResult:
      return language::Term(context.messages, ToProto(*address.group));
    default:
      return "";
  }
}

}  // namespace

CdsCode CodeOf(const education::v1::Entity& entity) {
  return ParseEntityName(entity.name()).value_or(CdsCode());
}

std::string EntityLink(const PageContext& context, const education::v1::Entity& entity) {
  return context.Link(
      {.kind = PageKind::kEntity, .cds = CodeOf(entity), .year = context.address.year});
}

std::string EntityTitle(const PageContext& context, const education::v1::Entity& entity) {
  return entity.type() == education::v1::ENTITY_TYPE_COUNTY
             ? context.Word("county_of", {{"name", entity.display_name()}})
             : entity.display_name();
}

std::string EntityLine(const PageContext& context, const education::v1::Entity& entity) {
  const std::string type = language::Term(context.messages, entity.type());
  switch (entity.type()) {
    case education::v1::ENTITY_TYPE_STATE:
      return type;
    case education::v1::ENTITY_TYPE_COUNTY:
      return absl::StrCat(
          type, ", ",
          context.Word("county_code", {{"code", std::string(CodeOf(entity).county())}}));
    default:
      break;
  }
  std::string line = type;
  if (!entity.district_name().empty() && entity.district_name() != entity.display_name()) {
    absl::StrAppend(&line, ", ", entity.district_name());
  }
  if (!entity.county_name().empty()) {
    absl::StrAppend(&line, ", ", context.Word("county_of", {{"name", entity.county_name()}}));
  }
  return absl::StrCat(line, ", ", context.Word("cds_code", {{"code", CodeOf(entity).ToString()}}));
}

void FillCrumbs(const PageContext& context, const education::v1::Entity& entity, Fields& crumbs) {
  const CdsCode cds = CodeOf(entity);
  crumbs.Add("CRUMB").Set("URL", context.Link(Address{})).Set("TEXT", context.Word("home"));
  if (!cds.IsState())
    AddCrumb(context, CdsCode(), language::Term(context.messages, education::v1::ENTITY_TYPE_STATE),
             crumbs);
  if (!cds.IsState() && !cds.IsCounty() && cds.HasCaliforniaCounty()) {
    AddCrumb(context, cds.County(), context.Word("county_of", {{"name", entity.county_name()}}),
             crumbs);
  }
  if (cds.IsSchool() && !entity.district_name().empty()) {
    AddCrumb(context, cds.Lea(), entity.district_name(), crumbs);
  }
  if (context.address.kind == PageKind::kEntity) {
    crumbs.Add("HERE").Set("TEXT", entity.display_name());
    return;
  }
  AddCrumb(context, cds, entity.display_name(), crumbs);
  if (context.address.kind == PageKind::kResult) {
    Address up = context.Sibling(PageKind::kIndicator);
    crumbs.Add("CRUMB")
        .Set("URL", context.Link(up))
        .Set("TEXT", language::Term(context.messages, ToProto(*up.indicator)));
  }
  crumbs.Add("HERE").Set("TEXT", PageName(context));
}

}  // namespace sos::web
