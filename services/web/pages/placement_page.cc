// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "common/status/macros.h"
#include "services/web/pages/cards.h"
#include "services/web/pages/crumbs.h"
#include "services/web/pages/pages.h"
#include "services/web/pages/words.h"

namespace sos::web {
namespace {

constexpr absl::string_view kOfArgument = "of";
constexpr absl::string_view kOfLeas = "leas";
constexpr absl::string_view kOfSchools = "schools";

constexpr int kGridLevels = 5;
// Measures of the picture, in its units.
constexpr int64_t kGridLeft = 130;
constexpr int64_t kGridTop = 58;
constexpr int64_t kBoxWidth = 164;
constexpr int64_t kBoxHeight = 76;

void FillMember(const PageContext& context, const reporting::v1::PlacementMember& member,
                Fields& list) {
  Fields& link = list.Add("MEMBER").Add("LINK");
  Address address = context.address;
  address.file = FileKind::kPage;
  if (member.has_entity()) {
    address.kind = PageKind::kIndicator;
    address.cds = CodeOf(member.entity());
    link.Set("TEXT", member.entity().display_name());
  } else {
    address.kind = PageKind::kResult;
    address.group = FromProto(member.student_group());
    if (!address.group) address.kind = PageKind::kIndicator;
    link.Set("TEXT", language::Term(context.messages, member.student_group()));
  }
  link.Set("URL", context.Link(address));
}

// A county and the state show their LEAs, unless schools are asked for.
bool HasLeas(const CdsCode& cds) { return cds.IsState() || cds.IsCounty(); }

// The choice between LEAs and schools. `address` is that of this page.
void FillPlacedChoice(const PageContext& context, const Address& address, Fields& body) {
  if (!HasLeas(address.cds)) return;
  Fields& choice = body.Add("OF");
  for (const absl::string_view of : {kOfLeas, kOfSchools}) {
    Fields& item = choice.Add("ITEM");
    item.Set("URL", context.Link(address, {{std::string(kOfArgument), std::string(of)}}));
    item.Set("TEXT", context.Word(absl::StrCat("grid_of_", of)));
    if ((of == kOfLeas) == (PlacedOf(context) == Placed::kLeas)) item.Add("CURRENT");
  }
}

std::string MembersText(const PageContext& context, const reporting::v1::Placement& placement,
                        int64_t count) {
  const bool groups = placement.entity().type() == education::v1::ENTITY_TYPE_SCHOOL ||
                      placement.entity().type() == education::v1::ENTITY_TYPE_CHARTER_SCHOOL;
  return context.Word(groups ? "count_groups" : "count_members", {{"n", count}});
}

void FillBoxes(const PageContext& context, const reporting::v1::Placement& placement,
               Fields& grid) {
  std::map<std::pair<int, int>, std::vector<const reporting::v1::PlacementMember*>> members;
  for (const auto& member : placement.members()) {
    members[{member.status_level(), member.change_level()}].push_back(&member);
  }
  Fields* row = nullptr;
  int last = 0;
  for (const auto& cell : placement.cells()) {
    const std::string status =
        language::StatusTerm(context.messages, placement.indicator(), cell.status_level());
    if (cell.status_level() != last) {
      row = &grid.Add("ROW");
      row->Set("STATUS", status);
      last = cell.status_level();
    }
    Fields& box = row->Add("BOX");
    box.Set("CLASS", ColorClass(cell.color()));
    // Where the tables of the indicator differ, a cell without members has no color.
    const bool colored = cell.color() > education::v1::COLOR_NONE;
    box.Set("COLOR",
            colored ? language::Term(context.messages, cell.color()) : context.Word("nobody_here"));
    box.Set("STATUS", status);
    box.Set("CHANGE",
            language::ChangeTerm(context.messages, placement.indicator(), cell.change_level()));
    const auto& inside = members[{cell.status_level(), cell.change_level()}];
    if (inside.empty()) {
      box.Add("EMPTY");
      if (colored) box.Add("COUNT").Set("TEXT", context.Word("nobody_here"));
      continue;
    }
    box.Add("COUNT").Set("TEXT",
                         MembersText(context, placement, static_cast<int64_t>(inside.size())));
    Fields& list = box.Add("MEMBERS");
    for (const auto* member : inside) FillMember(context, *member, list);
  }
}

void FillGridPicture(const PageContext& context, const reporting::v1::Placement& placement,
                     Fields& picture) {
  const std::string name = language::Term(context.messages, placement.indicator());
  picture.Set("HEADING", absl::StrCat(placement.entity().display_name(), ": ", name));
  picture.Set("ALT", context.Word("grid_caption", {{"indicator", name}}));
  picture.Set("FOOT", placement.notice());
  for (int level = 1; level <= kGridLevels; ++level) {
    picture.Add("CHANGE")
        .Set("X", kGridLeft + (level - 1) * kBoxWidth + kBoxWidth / 2)
        .Set("TEXT", language::ChangeTerm(context.messages, placement.indicator(), level));
    picture.Add("STATUS")
        .Set("Y", kGridTop + (kGridLevels - level) * kBoxHeight + kBoxHeight / 2)
        .Set("TEXT", language::StatusTerm(context.messages, placement.indicator(), level));
  }
  for (const auto& cell : placement.cells()) {
    const int64_t x = kGridLeft + (cell.change_level() - 1) * kBoxWidth;
    const int64_t y = kGridTop + (kGridLevels - cell.status_level()) * kBoxHeight;
    picture.Add("BOX")
        .Set("CLASS", ColorClass(cell.color()))
        .Set("COLOR", cell.color() > education::v1::COLOR_NONE
                          ? language::Term(context.messages, cell.color())
                          : "")
        .Set("X", x)
        .Set("Y", y)
        .Set("TX", x + kBoxWidth / 2)
        .Set("TY", y + kBoxHeight / 3)
        .Set("NY", y + kBoxHeight * 3 / 4)
        .Set("COUNT", cell.members().empty() ? "" : absl::StrCat(cell.members_size()));
  }
}

}  // namespace

Placed PlacedOf(const PageContext& context) {
  const bool schools = context.request.Argument(kOfArgument) == kOfSchools;
  return HasLeas(context.address.cds) && !schools ? Placed::kLeas : Placed::kSchools;
}

absl::StatusOr<Page> PlacementPage(const PageContext& context) {
  SOS_ASSIGN_OR_RETURN(
      const reporting::v1::Placement placement,
      context.services.GetPlacement(context.address.cds, context.year(), *context.address.indicator,
                                    PlacedOf(context)));
  Page page;
  TakeFrame(placement, page);
  const std::string term = language::Term(context.messages, placement.indicator());
  page.title = context.Word(
      "placement_title", {{"indicator", term}, {"name", EntityTitle(context, placement.entity())}});
  page.subtitle = EntityLine(context, placement.entity());
  page.body_template = "placement.tpl";
  page.downloads = {FileKind::kXlsx, FileKind::kCsv, FileKind::kJson,
                    FileKind::kSvg,  FileKind::kPng, FileKind::kPdf};
  Fields& body = page.body;
  body.Set("COLORS_URL", context.Link({.kind = PageKind::kAboutColors}));
  FillPlacedChoice(context, context.Sibling(PageKind::kPlacement), body);
  // The other grids show whom this one shows.
  QueryArguments kept;
  if (const std::string of = context.request.Argument(kOfArgument); !of.empty()) {
    kept.emplace_back(kOfArgument, of);
  }
  Fields& pick = body.Add("PICK");
  for (const auto& entry : kIndicators) {
    Address other = context.Sibling(PageKind::kPlacement);
    other.indicator = entry.value;
    Fields& item = pick.Add("ITEM");
    item.Set("URL", context.Link(other, kept));
    item.Set("TEXT", language::Term(context.messages, ToProto(entry.value)));
    if (entry.value == *context.address.indicator) item.Add("CURRENT");
  }
  Fields& grid = body.Include("TABLE", "grid.tpl");
  grid.Set("CAPTION", context.Word("grid_caption", {{"indicator", term}}));
  for (int level = 1; level <= kGridLevels; ++level) {
    grid.Add("CHANGE").Set("TEXT",
                           language::ChangeTerm(context.messages, placement.indicator(), level));
  }
  FillBoxes(context, placement, grid);
  if (placement.withheld_count() > 0) {
    body.Add("WITHHELD")
        .Set("TEXT", context.Word("withheld", {{"n", int64_t{placement.withheld_count()}}}));
  }
  if (!placement.unplaced().empty()) {
    Fields& unplaced = body.Add("UNPLACED");
    for (const std::string& name : placement.unplaced()) unplaced.Add("NAME").Set("TEXT", name);
  }
  page.picture_template = "placement_picture.tpl";
  FillGridPicture(context, placement, page.picture);
  return page;
}

}  // namespace sos::web
