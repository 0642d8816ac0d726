// SPDX-License-Identifier: Apache-2.0

// A view of one indicator shows what everybody may see, whoever asks for it: it is made to be
// passed on.

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/education/cds_code.h"
#include "common/education/proto.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"
#include "services/reporting/documents/cells.h"
#include "services/reporting/documents/compose.h"
#include "services/reporting/documents/entities.h"
#include "services/reporting/documents/source_files.h"
#include "services/reporting/documents/trends.h"
#include "services/reporting/errors.h"
#include "services/reporting/sentences/fragility.h"
#include "services/reporting/sentences/notices.h"
#include "services/reporting/sentences/overview.h"
#include "services/reporting/sentences/whole_group.h"

namespace sos::reporting {
namespace {

using indicator::v1::ResultBlock;

constexpr int kCountyCount = 58;

using Crossings = std::map<education::v1::StudentGroup,
                           google::protobuf::RepeatedPtrField<indicator::v1::Crossing>>;

indicator::v1::ResultFilter OwnFilter(const DocumentKey& key) {
  indicator::v1::ResultFilter filter;
  filter.add_entities(key.EntityName());
  filter.add_indicators(key.indicator);
  return filter;
}

// What lies below the entity, all students of each. The schools of a district, the LEAs of a
// county; the counties of the state by name, because results of counties are told to nobody who
// does not name them.
indicator::v1::ResultFilter MemberFilter(const DocumentKey& key) {
  indicator::v1::ResultFilter filter;
  filter.add_dashboard_years(key.dashboard_year);
  filter.add_indicators(key.indicator);
  filter.add_student_groups(WholeGroup(key.indicator));
  if (key.cds.IsLea()) filter.add_leas(key.EntityName());
  if (key.cds.IsCounty()) filter.add_counties(std::string(key.cds.county()));
  if (key.cds.IsState()) {
    for (int county = 1; county <= kCountyCount; ++county) {
      filter.add_entities(EntityName(absl::StrCat(county < 10 ? "0" : "", county, "000000000000")));
    }
  }
  return filter;
}

bool IsMember(const DocumentKey& key, const education::v1::Entity& entity) {
  const auto cds = ParseEntityName(entity.name());
  if (!cds) return false;
  if (key.cds.IsState()) return cds->IsCounty();
  if (key.cds.IsLea()) return cds->IsSchool();
  return cds->IsLea() || entity.type() == education::v1::ENTITY_TYPE_CHARTER_SCHOOL;
}

// Crossings of everybody's results. What does not say that it is shown is withheld.
Crossings ShownCrossings(std::vector<indicator::v1::ResultCrossings> results) {
  Crossings crossings;
  for (auto& result : results) {
    if (result.disclosure() != education::v1::DISCLOSURE_SHOWN) continue;
    crossings[result.student_group()] = std::move(*result.mutable_crossings());
  }
  return crossings;
}

// The colors that everybody may see of each group, up to the year.
std::map<education::v1::StudentGroup, ColorsByYear> PastColors(
    const std::vector<ResultBlock>& blocks, const DocumentKey& key) {
  std::map<education::v1::StudentGroup, ColorsByYear> colors;
  for (const ResultBlock& block : blocks) {
    if (block.indicator() != key.indicator || block.dashboard_year() > key.dashboard_year) continue;
    for (int i = 0; i < block.entity_indexes_size(); ++i) {
      const v1::Cell cell = FactsOf(block, i).cell;
      if (cell.state() != v1::Cell::STATE_RATED) continue;
      colors[block.student_groups(i)][block.dashboard_year()] = cell.color();
    }
  }
  return colors;
}

void AddGroups(const ResultBlock& block, const indicator::v1::Rulebook* rules,
               const Crossings& crossings,
               const std::map<education::v1::StudentGroup, ColorsByYear>& past,
               const language::Messages& words, v1::IndicatorView& view) {
  std::map<StudentGroup, v1::GroupResult> groups;
  for (int i = 0; i < block.entity_indexes_size(); ++i) {
    const auto student_group = FromProto(block.student_groups(i));
    if (!student_group) continue;
    const ResultFacts facts = FactsOf(block, i);
    v1::GroupResult& group = groups[*student_group];
    group.set_student_group(block.student_groups(i));
    *group.mutable_cell() = CellOf(words, rules, facts);
    group.set_numerator(facts.numerator);
    const auto colors = past.find(block.student_groups(i));
    const ColorsByYear none;
    const ColorsByYear& by_year = colors == past.end() ? none : colors->second;
    group.set_fragility(FragilitySentence(words, facts, {}, by_year));
    const auto found = crossings.find(block.student_groups(i));
    if (found == crossings.end() || facts.change_withheld ||
        facts.cell.state() == v1::Cell::STATE_MASKED) {
      continue;
    }
    *group.mutable_crossings() = found->second;
    group.set_next_color(NextColorSentence(words, facts, found->second));
    group.set_fragility(FragilitySentence(words, facts, found->second, by_year));
  }
  for (auto& [student_group, group] : groups) *view.add_groups() = std::move(group);
}

absl::Status AddMemberResults(ReportSource& source, const DocumentKey& key,
                              const Revision& revision, const rpc::CallContext& context,
                              const indicator::v1::Rulebook* rules, v1::IndicatorView& view) {
  if (key.cds.IsSchool()) return absl::OkStatus();
  SOS_ASSIGN_OR_RETURN(const auto blocks, source.GetResults(MemberFilter(key), revision, context));
  std::vector<v1::MemberResult> members;
  for (const ResultBlock& block : blocks) {
    if (block.dashboard_year() != key.dashboard_year || block.indicator() != key.indicator) {
      continue;
    }
    for (int i = 0; i < block.entity_indexes_size(); ++i) {
      const education::v1::Entity& entity = block.entities(block.entity_indexes(i));
      if (!IsMember(key, entity) || block.student_groups(i) != WholeGroup(key.indicator)) continue;
      const ResultFacts facts = FactsOf(block, i);
      if (facts.cell.state() == v1::Cell::STATE_MASKED) {
        view.set_withheld_count(view.withheld_count() + 1);
        continue;
      }
      v1::MemberResult& member = members.emplace_back();
      *member.mutable_entity() = entity;
      *member.mutable_cell() = CellOf(key.Words(), rules, facts);
    }
  }
  std::sort(members.begin(), members.end(), [](const auto& a, const auto& b) {
    return std::make_pair(a.entity().display_name(), a.entity().name()) <
           std::make_pair(b.entity().display_name(), b.entity().name());
  });
  for (v1::MemberResult& member : members) *view.add_members() = std::move(member);
  return absl::OkStatus();
}

void AddTrend(const std::vector<ResultBlock>& blocks, v1::IndicatorView& view) {
  const auto trends = TrendYearsOf(blocks);
  const auto found = trends.find(view.indicator());
  if (found == trends.end() || found->second.empty()) return;
  const TrendYears& years = found->second;
  const int first = std::min(years.begin()->first, view.dashboard_year());
  const int last = std::max(years.rbegin()->first, view.dashboard_year());
  for (v1::TrendPoint& point : TrendPoints(years, first, last))
    *view.add_trend() = std::move(point);
}

// Says whether the entity's own numbers are an estimate, and from whose records.
void NoteEstimate(const ResultBlock& block, const language::Messages& words,
                  v1::IndicatorView& view) {
  if (!block.from_student_records()) return;
  std::set<std::string> leas;
  if (block.has_lea_coverage()) {
    leas.insert(LeasText(words, block.lea_coverage()));
    view.mutable_entity()->set_display_name(block.entities(0).display_name());
  }
  view.set_notice(JoinNotices(view.notice(), EstimatesNotice(words, {view.indicator()}, leas)));
}

// The cut scores of the entity's own results.
absl::Status AddTable(ReportSource& source, const DocumentKey& key, const Revision& revision,
                      const rpc::CallContext& context, v1::IndicatorView& view) {
  const auto indicator = FromProto(key.indicator);
  const auto group = FromProto(WholeGroup(key.indicator));
  if (view.groups().empty() || !indicator || !group) return absl::OkStatus();
  SOS_ASSIGN_OR_RETURN(
      auto table,
      source.GetScoreTable(ResultName(key.EntityName(), key.dashboard_year, *indicator, *group),
                           revision, context));
  if (table) *view.mutable_table() = *std::move(table);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::IndicatorView> ComposeIndicatorView(ReportSource& source, const DocumentKey& key,
                                                       const Revision& revision,
                                                       const rpc::CallContext& context) {
  const language::Messages& words = key.Words();
  v1::IndicatorView view;
  view.set_name(key.Name());
  view.set_dashboard_year(key.dashboard_year);
  view.set_indicator(key.indicator);
  SetRevision(revision, view);
  view.set_notice(key.Notice());
  SOS_ASSIGN_OR_RETURN(*view.mutable_entity(), FindEntity(source, key, revision, context));
  SOS_ASSIGN_OR_RETURN(const auto blocks, source.GetResults(OwnFilter(key), revision, context));
  SOS_ASSIGN_OR_RETURN(const auto rules, source.GetDashboardRules(key.dashboard_year, context));
  indicator::v1::ResultFilter of_year = OwnFilter(key);
  of_year.add_dashboard_years(key.dashboard_year);
  SOS_ASSIGN_OR_RETURN(auto crossings, source.GetCrossings(of_year, revision, context));
  const Crossings shown = ShownCrossings(std::move(crossings));
  const auto past = PastColors(blocks, key);
  const indicator::v1::Rulebook* const known = rules ? &*rules : nullptr;
  for (const ResultBlock& block : blocks) {
    if (block.dashboard_year() != key.dashboard_year || block.indicator() != key.indicator) {
      continue;
    }
    AddGroups(block, known, shown, past, words, view);
    NoteEstimate(block, words, view);
  }
  SOS_RETURN_IF_ERROR(AddMemberResults(source, key, revision, context, known, view));
  if (view.groups().empty() && view.members().empty() && view.withheld_count() == 0) {
    return errors::ReportNotFound(view.name());
  }
  SOS_RETURN_IF_ERROR(AddTable(source, key, revision, context, view));
  AddTrend(blocks, view);
  SOS_ASSIGN_OR_RETURN(const auto snapshot, source.GetSnapshot(revision, context));
  const std::set<int> years = LoadedYears(snapshot);
  for (auto& file : SourceFilesOf(snapshot, CollectionsOf(key.indicator), key.cds, 0,
                                  years.empty() ? key.dashboard_year : *years.rbegin())) {
    *view.add_files() = std::move(file);
  }
  for (const std::string& sentence : IndicatorViewSentences(words, view)) {
    view.add_sentences(sentence);
  }
  return view;
}

}  // namespace sos::reporting
