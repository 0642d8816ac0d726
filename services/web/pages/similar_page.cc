// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "common/status/macros.h"
#include "services/web/pages/cards.h"
#include "services/web/pages/crumbs.h"
#include "services/web/pages/pages.h"
#include "services/web/pages/tables.h"
#include "services/web/pages/words.h"

namespace sos::web {
namespace {

// How many peers the link to the comparison names.
constexpr int kComparedPeers = 3;

std::string ShareText(int64_t thousandths) {
  return thousandths < 0 ? "" : absl::StrCat(thousandths / 10, ".", thousandths % 10, " %");
}

std::vector<TableCell> PeerCells(const PageContext& context, const education::v1::Entity& entity,
                                 const reporting::v1::PeerProfile& profile,
                                 const std::string& distance) {
  return {
      {.text = entity.display_name(), .url = EntityLink(context, entity)},
      {.text =
           profile.student_count() < 0 ? "" : CountText(context.messages, profile.student_count())},
      {.text = ShareText(profile.english_learner_thousandths())},
      {.text = ShareText(profile.disadvantaged_thousandths())},
      {.text = ShareText(profile.homeless_thousandths())},
      {.text = distance}};
}

void FillPeers(const PageContext& context, const reporting::v1::PeerList& list, Fields& body) {
  PageTable table{.id = "peers",
                  .heading = context.Word("similar_peers"),
                  .caption = context.Word("similar_caption", {{"basis", list.profile().basis()}}),
                  .none = context.Word("similar_none")};
  for (const char* const column : {"similar_name", "column_student_count", "similar_el",
                                   "similar_sed", "similar_hom", "similar_distance"}) {
    table.columns.push_back(context.Word(column));
  }
  if (!list.peers().empty()) {
    table.rows.push_back(PeerCells(context, list.entity(), list.profile(), ""));
    std::vector<std::string> compared;
    for (const auto& peer : list.peers()) {
      table.rows.push_back(PeerCells(context, peer.entity(), peer.profile(),
                                     ShareText(peer.distance_thousandths())));
      if (compared.size() < kComparedPeers) compared.push_back(CodeOf(peer.entity()).ToString());
    }
    body.Add("ACTION")
        .Set("URL", context.Link(context.Sibling(PageKind::kCompare),
                                 {{"with", absl::StrJoin(compared, ",")}}))
        .Set("TEXT", context.Word("similar_compare"));
  }
  FillTable(context, table, body);
}

void FillBrightSpots(const PageContext& context, const reporting::v1::PeerList& list,
                     Fields& body) {
  PageTable table{.id = "bright-spots",
                  .heading = context.Word("similar_bright"),
                  .caption = context.Word("similar_bright_caption"),
                  .none = context.Word("similar_bright_none")};
  for (const char* const column :
       {"indicator", "similar_group", "similar_own", "similar_name", "similar_theirs"}) {
    table.columns.push_back(context.Word(column));
  }
  for (const auto& spot : list.bright_spots()) {
    const auto indicator = FromProto(spot.result().indicator());
    if (!indicator) continue;
    Address own = context.Sibling(PageKind::kResult);
    own.indicator = indicator;
    own.group = FromProto(spot.result().student_group());
    if (!own.group) continue;
    table.rows.push_back(
        {{.text = language::Term(context.messages, spot.result().indicator()),
          .url = context.Link(own)},
         {.text = language::Term(context.messages, spot.result().student_group())},
         {.result = &spot.own(), .indicator = *indicator},
         {.text = spot.entity().display_name(), .url = EntityLink(context, spot.entity())},
         {.result = &spot.result().cell(), .indicator = *indicator}});
  }
  FillTable(context, table, body);
}

}  // namespace

absl::StatusOr<Page> SimilarPage(const PageContext& context) {
  SOS_ASSIGN_OR_RETURN(const reporting::v1::PeerList list,
                       context.services.GetPeerList(context.address.cds, context.year()));
  Page page;
  TakeFrame(list, page);
  page.title = context.Word("similar_title", {{"name", list.entity().display_name()}});
  page.subtitle = EntityLine(context, list.entity());
  page.body_template = "tables.tpl";
  page.downloads = {FileKind::kXlsx, FileKind::kCsv, FileKind::kJson};
  FillLead(list.sentences(), page.body);
  FillPeers(context, list, page.body);
  FillBrightSpots(context, list, page.body);
  return page;
}

}  // namespace sos::web
