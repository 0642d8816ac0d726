// SPDX-License-Identifier: Apache-2.0

// Peers are found by what everybody may see: a share that is withheld is not known.

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "common/decimal/decimal.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"
#include "services/reporting/documents/cells.h"
#include "services/reporting/documents/compose.h"
#include "services/reporting/documents/entities.h"
#include "services/reporting/documents/source_files.h"
#include "services/reporting/domain/peers/peers.h"
#include "services/reporting/errors.h"
#include "services/reporting/sentences/whole_group.h"

namespace sos::reporting {
namespace {

using indicator::v1::ResultBlock;
using peers::Profile;

constexpr size_t kMostPeers = 10;
constexpr int kBrightSpotsInWords = 3;
constexpr int64_t kThousandths = 1000;

// The indicator whose denominators are all students of the year.
constexpr education::v1::Indicator kEnrolled = education::v1::INDICATOR_SUSPENSION;

constexpr std::pair<peers::Share, education::v1::StudentGroup> kShareGroups[] = {
    {peers::kEnglishLearners, education::v1::STUDENT_GROUP_ENGLISH_LEARNERS},
    {peers::kDisadvantaged, education::v1::STUDENT_GROUP_SOCIOECONOMICALLY_DISADVANTAGED},
    {peers::kHomeless, education::v1::STUDENT_GROUP_HOMELESS},
};

struct Candidate {
  education::v1::Entity entity;
  std::string type;
  std::map<education::v1::StudentGroup, int64_t> students;
};

// Everybody that the entity could be like: all LEAs, or all schools, of the state.
absl::StatusOr<std::map<std::string, Candidate>> CandidatesOf(ReportSource& source,
                                                              const DocumentKey& key,
                                                              const Revision& revision,
                                                              const rpc::CallContext& context) {
  indicator::v1::ResultFilter filter;
  filter.add_dashboard_years(key.dashboard_year);
  filter.add_indicators(kEnrolled);
  filter.add_student_groups(education::v1::STUDENT_GROUP_ALL);
  for (const auto& [share, group] : kShareGroups) filter.add_student_groups(group);
  filter.set_lea_rows_only(!key.cds.IsSchool());
  SOS_ASSIGN_OR_RETURN(const auto blocks, source.GetResults(filter, revision, context));
  std::map<std::string, Candidate> candidates;
  for (const ResultBlock& block : blocks) {
    for (int i = 0; i < block.entity_indexes_size(); ++i) {
      const int entity_index = block.entity_indexes(i);
      const education::v1::Entity& entity = block.entities(entity_index);
      const auto cds = ParseEntityName(entity.name());
      if (!cds || cds->IsSchool() != key.cds.IsSchool() || cds->IsState() || cds->IsCounty()) {
        continue;
      }
      Candidate& candidate = candidates[entity.name()];
      candidate.entity = entity;
      if (entity_index < block.school_types_size()) {
        candidate.type = block.school_types(entity_index);
      }
      const v1::Cell cell = FactsOf(block, i).cell;
      if (cell.student_count() >= 0) {
        candidate.students[block.student_groups(i)] = cell.student_count();
      }
    }
  }
  return candidates;
}

Profile PeerProfileOf(const Candidate& candidate) {
  // Charter schools are like charter schools.
  Profile profile = {.name = candidate.entity.name(),
                     .type = std::to_string(candidate.entity.type()) + candidate.type};
  const auto all = candidate.students.find(education::v1::STUDENT_GROUP_ALL);
  if (all == candidate.students.end() || all->second == 0) return profile;
  profile.students = all->second;
  for (const auto& [share, group] : kShareGroups) {
    const auto found = candidate.students.find(group);
    if (found != candidate.students.end()) {
      profile.shares[share] = (found->second * kThousandths + all->second / 2) / all->second;
    }
  }
  return profile;
}

v1::PeerProfile ToProto(const Profile& profile, const std::string& basis) {
  v1::PeerProfile proto;
  proto.set_student_count(profile.students.value_or(-1));
  proto.set_english_learner_thousandths(profile.shares[peers::kEnglishLearners].value_or(-1));
  proto.set_disadvantaged_thousandths(profile.shares[peers::kDisadvantaged].value_or(-1));
  proto.set_homeless_thousandths(profile.shares[peers::kHomeless].value_or(-1));
  proto.set_basis(basis);
  return proto;
}

using PeerResultKey = std::pair<education::v1::Indicator, education::v1::StudentGroup>;
using ResultsOfPeer = std::map<PeerResultKey, v1::Cell>;

absl::StatusOr<std::map<std::string, ResultsOfPeer>> ResultsOf(
    ReportSource& source, const DocumentKey& key, const std::vector<std::string>& entities,
    const Revision& revision, const rpc::CallContext& context) {
  indicator::v1::ResultFilter filter;
  filter.add_dashboard_years(key.dashboard_year);
  for (const std::string& entity : entities) filter.add_entities(entity);
  SOS_ASSIGN_OR_RETURN(const auto blocks, source.GetResults(filter, revision, context));
  std::map<std::string, ResultsOfPeer> results;
  for (const ResultBlock& block : blocks) {
    for (int i = 0; i < block.entity_indexes_size(); ++i) {
      results[block.entities(block.entity_indexes(i)).name()]
             [{block.indicator(), block.student_groups(i)}] =
                 CellOf(key.Words(), nullptr, FactsOf(block, i));
    }
  }
  return results;
}

// The status in tenths; nullopt where none is shown.
std::optional<int64_t> StatusTenths(const v1::Cell& cell) {
  if (cell.state() != v1::Cell::STATE_RATED && cell.state() != v1::Cell::STATE_UNRATED) {
    return std::nullopt;
  }
  const auto tenths = ParseTenths(cell.status().value());
  return tenths ? std::optional(tenths->count) : std::nullopt;
}

// By how many tenths `peer` is better than `own`; nullopt where it is not.
std::optional<int64_t> Better(education::v1::Indicator indicator, const v1::Cell& own,
                              const v1::Cell& peer) {
  const auto own_tenths = StatusTenths(own);
  const auto peer_tenths = StatusTenths(peer);
  if (!own_tenths || !peer_tenths) return std::nullopt;
  const int64_t difference =
      language::LowerIsBetter(indicator) ? *own_tenths - *peer_tenths : *peer_tenths - *own_tenths;
  return difference > 0 ? std::optional(difference) : std::nullopt;
}

// For each group and indicator of the entity, the peer that does best, where one does better and
// has the better color.
void AddBrightSpots(const std::map<std::string, ResultsOfPeer>& results,
                    const std::string& own_name, v1::PeerList& list) {
  const auto own = results.find(own_name);
  if (own == results.end()) return;
  for (const auto& [key, own_cell] : own->second) {
    const v1::Peer* best = nullptr;
    const v1::Cell* best_cell = nullptr;
    int64_t best_difference = 0;
    for (const v1::Peer& peer : list.peers()) {
      const auto of_peer = results.find(peer.entity().name());
      if (of_peer == results.end()) continue;
      const auto cell = of_peer->second.find(key);
      if (cell == of_peer->second.end() || cell->second.color() <= own_cell.color() ||
          own_cell.color() <= education::v1::COLOR_NONE) {
        continue;
      }
      const auto difference = Better(key.first, own_cell, cell->second);
      if (!difference || *difference <= best_difference) continue;
      best = &peer;
      best_cell = &cell->second;
      best_difference = *difference;
    }
    if (best == nullptr) continue;
    v1::BrightSpot& spot = *list.add_bright_spots();
    *spot.mutable_entity() = best->entity();
    spot.mutable_result()->set_indicator(key.first);
    spot.mutable_result()->set_student_group(key.second);
    *spot.mutable_result()->mutable_cell() = *best_cell;
    *spot.mutable_own() = own_cell;
    spot.mutable_difference()->set_value(ToString(Tenths{best_difference}));
  }
}

void AddPeerSentences(const language::Messages& words, v1::PeerList& list) {
  const std::string& name = list.entity().display_name();
  if (list.profile().student_count() < 0) {
    list.add_sentences(words.Text("peers.unknown", {{"name", name}}));
    return;
  }
  list.add_sentences(words.Text("peers.chosen", {{"name", name},
                                                 {"count", int64_t{list.peers_size()}},
                                                 {"candidates", int64_t{list.candidate_count()}},
                                                 {"least", list.profile().student_count() / 2},
                                                 {"most", list.profile().student_count() * 2}}));
  list.add_sentences(words.Text("peers.weights"));
  for (int i = 0; i < std::min(kBrightSpotsInWords, list.bright_spots_size()); ++i) {
    const v1::BrightSpot& spot = list.bright_spots(i);
    list.add_sentences(words.Text("peers.bright_spot",
                                  {{"peer", spot.entity().display_name()},
                                   {"group", language::Term(words, spot.result().student_group())},
                                   {"indicator", language::Term(words, spot.result().indicator())},
                                   {"color", language::Term(words, spot.result().cell().color())},
                                   {"status", spot.result().cell().status().value()},
                                   {"own_color", language::Term(words, spot.own().color())},
                                   {"own_status", spot.own().status().value()},
                                   {"name", name}}));
  }
}

void AddWeights(const language::Messages& words, v1::PeerList& list) {
  for (const auto& [share, group] : kShareGroups) {
    v1::PeerWeight& weight = *list.add_weights();
    weight.set_label(language::Term(words, group));
    weight.set_weight_thousandths(static_cast<int32_t>(peers::kWeightThousandths[share]));
  }
}

}  // namespace

absl::StatusOr<v1::PeerList> ComposePeerList(ReportSource& source, const DocumentKey& key,
                                             const Revision& revision,
                                             const rpc::CallContext& context) {
  const language::Messages& words = key.Words();
  v1::PeerList list;
  list.set_name(key.Name());
  list.set_dashboard_year(key.dashboard_year);
  SetRevision(revision, list);
  list.set_notice(key.Notice());
  SOS_ASSIGN_OR_RETURN(*list.mutable_entity(), FindEntity(source, key, revision, context));
  SOS_ASSIGN_OR_RETURN(const auto candidates, CandidatesOf(source, key, revision, context));
  if (candidates.empty()) return errors::ReportNotFound(list.name());
  const std::string basis =
      words.Text("peers.basis", {{"year", std::to_string(key.dashboard_year)}});
  std::vector<const Candidate*> others;
  std::vector<Profile> profiles;
  Profile own = {.name = key.EntityName()};
  for (const auto& [name, candidate] : candidates) {
    others.push_back(&candidate);
    profiles.push_back(PeerProfileOf(candidate));
    if (name == own.name) own = profiles.back();
  }
  *list.mutable_profile() = ToProto(own, basis);
  AddWeights(words, list);
  const peers::Ranking ranking = peers::NearestPeers(own, profiles, kMostPeers);
  list.set_candidate_count(ranking.compared);
  std::vector<std::string> compared = {own.name};
  for (const peers::RankedPeer& ranked : ranking.peers) {
    v1::Peer& peer = *list.add_peers();
    *peer.mutable_entity() = others[ranked.index]->entity;
    *peer.mutable_profile() = ToProto(profiles[ranked.index], basis);
    peer.set_distance_thousandths(ranked.distance);
    compared.push_back(profiles[ranked.index].name);
  }
  SOS_ASSIGN_OR_RETURN(const auto results, ResultsOf(source, key, compared, revision, context));
  for (v1::Peer& peer : *list.mutable_peers()) {
    const auto found = results.find(peer.entity().name());
    if (found == results.end()) continue;
    for (const auto& [of, cell] : found->second) {
      if (of.second != WholeGroup(of.first)) continue;
      v1::PeerResult& result = *peer.add_results();
      result.set_indicator(of.first);
      result.set_student_group(of.second);
      *result.mutable_cell() = cell;
    }
  }
  AddBrightSpots(results, own.name, list);
  AddPeerSentences(words, list);
  SOS_ASSIGN_OR_RETURN(const auto snapshot, source.GetSnapshot(revision, context));
  for (auto& file : SourceFilesOf(snapshot, DeterminationCollections(), key.cds, key.dashboard_year,
                                  key.dashboard_year)) {
    *list.add_files() = std::move(file);
  }
  return list;
}

}  // namespace sos::reporting
