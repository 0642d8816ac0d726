// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "services/reporting/render/sheet_parts.h"
#include "services/reporting/render/sheets.h"

namespace sos::reporting {
namespace {

using language::Messages;

// Thousandths as percent with one decimal; blank where they are not known.
SheetCell PercentOf(int64_t thousandths) {
  return Number(thousandths < 0 ? "" : absl::StrCat(thousandths / 10, ".", thousandths % 10));
}

SheetRow PeerRow(const education::v1::Entity& entity, const v1::PeerProfile& profile,
                 SheetCell distance) {
  return {Text(std::string(Cds(entity))),
          Text(entity.display_name()),
          Text(entity.county_name()),
          Count(profile.student_count()),
          PercentOf(profile.english_learner_thousandths()),
          PercentOf(profile.disadvantaged_thousandths()),
          PercentOf(profile.homeless_thousandths()),
          std::move(distance)};
}

std::string ColorOrBlank(const Messages& words, const v1::Cell& cell) {
  return cell.color() > education::v1::COLOR_NONE ? language::Term(words, cell.color()) : "";
}

SheetRow PeerResultRow(const Messages& words, const education::v1::Entity& entity,
                       const v1::PeerResult& result) {
  return {Text(std::string(Cds(entity))),
          Text(entity.display_name()),
          Text(std::string(Code(result.indicator()))),
          Text(language::Term(words, result.indicator())),
          Text(std::string(Code(result.student_group()))),
          Text(language::Term(words, result.student_group())),
          Text(StateText(words, result.cell().state())),
          Text(ColorOrBlank(words, result.cell())),
          Number(result.cell().status().value()),
          Number(result.cell().change().value()),
          Count(result.cell().student_count())};
}

}  // namespace

std::vector<Sheet> SheetsOf(const v1::PeerList& list, const Messages& words) {
  About about(words, list.entity(), list.dashboard_year());
  about.AddAll("sentence", list.sentences());
  about.Add("basis", list.profile().basis());
  Sheet peers = {.name = words.Text("sheet.peers"),
                 .columns = Columns(words, {"cds", "name", "county", "students", "share_el",
                                            "share_sed", "share_hom", "distance"})};
  peers.rows.push_back(PeerRow(list.entity(), list.profile(), Number("0.0")));
  Sheet results = {
      .name = words.Text("sheet.peer_results"),
      .columns = Columns(words, {"cds", "name", "indicator_code", "indicator", "group_code",
                                 "group", "state", "color", "status", "change", "students"})};
  for (const v1::Peer& peer : list.peers()) {
    peers.rows.push_back(
        PeerRow(peer.entity(), peer.profile(), PercentOf(peer.distance_thousandths())));
    for (const v1::PeerResult& result : peer.results()) {
      results.rows.push_back(PeerResultRow(words, peer.entity(), result));
    }
  }
  Sheet spots = {.name = words.Text("sheet.bright_spots"),
                 .columns = Columns(words, {"cds", "name", "indicator", "group", "color", "status",
                                            "own_color", "own_status", "difference"})};
  for (const v1::BrightSpot& spot : list.bright_spots()) {
    spots.rows.push_back({Text(std::string(Cds(spot.entity()))), Text(spot.entity().display_name()),
                          Text(language::Term(words, spot.result().indicator())),
                          Text(language::Term(words, spot.result().student_group())),
                          Text(ColorOrBlank(words, spot.result().cell())),
                          Number(spot.result().cell().status().value()),
                          Text(ColorOrBlank(words, spot.own())),
                          Number(spot.own().status().value()), Number(spot.difference().value())});
  }
  return {about.Finish(list), std::move(peers), std::move(results), std::move(spots)};
}

}  // namespace sos::reporting
