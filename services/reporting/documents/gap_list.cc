// SPDX-License-Identifier: Apache-2.0

// Gaps are told from what everybody may see: what lies in rows that are withheld lies in no school
// row that is shown.

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "common/decimal/decimal.h"
#include "common/education/minimum_shown.h"
#include "common/education/proto.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"
#include "services/reporting/documents/cells.h"
#include "services/reporting/documents/compose.h"
#include "services/reporting/documents/entities.h"
#include "services/reporting/documents/source_files.h"
#include "services/reporting/domain/gaps/gap.h"
#include "services/reporting/domain/gaps/overlap.h"
#include "services/reporting/errors.h"
#include "services/reporting/sentences/gaps.h"
#include "services/reporting/sentences/whole_group.h"

namespace sos::reporting {
namespace {

using GapGroup = education::v1::StudentGroup;
using indicator::v1::ResultBlock;

// Groups that a student can be in beside each other and beside a race or ethnicity.
constexpr GapGroup kProgramGroups[] = {
    education::v1::STUDENT_GROUP_ENGLISH_LEARNERS,
    education::v1::STUDENT_GROUP_LONG_TERM_ENGLISH_LEARNERS,
    education::v1::STUDENT_GROUP_SOCIOECONOMICALLY_DISADVANTAGED,
    education::v1::STUDENT_GROUP_STUDENTS_WITH_DISABILITIES,
    education::v1::STUDENT_GROUP_FOSTER_YOUTH,
    education::v1::STUDENT_GROUP_HOMELESS,
};

// A tenth has so many hundredths.
constexpr int64_t kHundredthsOfTenth = 10;

// GapResults of one entity, by group.
struct GroupResults {
  education::v1::Entity entity;
  std::map<GapGroup, ResultFacts> groups;

  // Null without a status that everybody may see.
  const ResultFacts* Shown(GapGroup group) const {
    const auto found = groups.find(group);
    return found != groups.end() && found->second.cell.has_status() ? &found->second : nullptr;
  }
};

struct GapResults {
  GroupResults lea;
  std::vector<GroupResults> schools;
};

education::v1::Decimal GapPoints(int64_t hundredths) {
  education::v1::Decimal points;
  const int64_t size = std::abs(hundredths);
  points.set_value(absl::StrFormat("%s%d.%02d", hundredths < 0 ? "-" : "", size / 100, size % 100));
  return points;
}

bool IsOfMeans(education::v1::Indicator indicator) {
  return indicator == education::v1::INDICATOR_ENGLISH_LANGUAGE_ARTS ||
         indicator == education::v1::INDICATOR_MATHEMATICS ||
         indicator == education::v1::INDICATOR_SCIENCE;
}

int64_t GapTenths(const ResultFacts& facts) {
  const auto tenths = ParseTenths(facts.cell.status().value());
  return tenths ? tenths->count : 0;
}

gaps::Counts GapCountsOf(const ResultFacts& facts) {
  return {facts.numerator, facts.cell.student_count()};
}

gaps::Mean GapMeanOf(const ResultFacts& facts) {
  return {GapTenths(facts), facts.cell.student_count()};
}

// Whether numerators are known, so that parts are exact.
bool IsCounted(const ResultFacts& facts) { return facts.numerator >= 0; }

// A school with the group's row and everybody's.
struct SchoolRows {
  const GroupResults* school;
  const ResultFacts* group;
  const ResultFacts* all;
};

void AddSchoolGap(const SchoolRows& rows, int64_t within, int64_t between, int64_t bound,
                  v1::GroupGap& gap) {
  v1::SchoolGap& school = *gap.add_schools();
  *school.mutable_entity() = rows.school->entity;
  *school.mutable_cell() = rows.group->cell;
  *school.mutable_within() = GapPoints(within);
  *school.mutable_between() = GapPoints(between);
  *school.mutable_part() = GapPoints(within + between);
  if (bound > 0) *school.mutable_bound() = GapPoints(bound);
}

struct GapSums {
  int64_t within = 0;
  int64_t between = 0;
  int64_t bound = 0;
};

void SetGapParts(int64_t total, const GapSums& sums, int64_t elsewhere, v1::GroupGap& gap) {
  *gap.mutable_gap() = GapPoints(total);
  *gap.mutable_within() = GapPoints(sums.within);
  *gap.mutable_between() = GapPoints(sums.between);
  *gap.mutable_in_no_school_row() = GapPoints(elsewhere);
}

bool FillFromCounts(const ResultFacts& group, const ResultFacts& all,
                    const std::vector<SchoolRows>& rows, v1::GroupGap& gap) {
  std::vector<gaps::SchoolCounts> schools;
  schools.reserve(rows.size());
  for (const SchoolRows& row : rows) {
    schools.push_back({.group = GapCountsOf(*row.group), .all = GapCountsOf(*row.all)});
  }
  const auto found =
      gaps::DecomposeGap(GapCountsOf(group), GapCountsOf(all), schools, gaps::Comparison::kAll);
  if (!found) return false;
  GapSums sums;
  for (size_t i = 0; i < rows.size(); ++i) {
    const gaps::GapPart& part = found->schools[i];
    AddSchoolGap(rows[i], part.within, part.between, 0, gap);
    sums.within += part.within;
    sums.between += part.between;
  }
  SetGapParts(found->total, sums, found->in_no_school, gap);
  const int64_t rest = all.cell.student_count() - group.cell.student_count();
  if (rest < kMinimumShown) return true;
  const auto to_rest =
      gaps::DecomposeGap(GapCountsOf(group), GapCountsOf(all), {}, gaps::Comparison::kRest);
  if (to_rest) *gap.mutable_gap_to_rest() = GapPoints(to_rest->total);
  return true;
}

bool FillFromMeans(const ResultFacts& group, const ResultFacts& all,
                   const std::vector<SchoolRows>& rows, v1::GroupGap& gap) {
  std::vector<gaps::SchoolMeans> schools;
  schools.reserve(rows.size());
  for (const SchoolRows& row : rows) {
    schools.push_back({.group = GapMeanOf(*row.group), .all = GapMeanOf(*row.all)});
  }
  const auto found = gaps::DecomposeMeanGap(GapMeanOf(group), GapMeanOf(all), schools);
  if (!found) return false;
  GapSums sums;
  for (size_t i = 0; i < rows.size(); ++i) {
    const gaps::MeanGapPart& part = found->schools[i];
    const int64_t bound = part.within.bound + part.between.bound;
    AddSchoolGap(rows[i], part.within.value, part.between.value, bound, gap);
    sums.within += part.within.value;
    sums.between += part.between.value;
  }
  SetGapParts(found->total.value, sums, found->in_no_school.value, gap);
  // The bounds of all parts and of the total together.
  *gap.mutable_bound() = GapPoints(found->in_no_school.bound);
  return true;
}

int64_t PartHundredths(const v1::SchoolGap& school) {
  return ParseScaled(school.part().value(), 2).value_or(0);
}

void SortByPart(v1::GroupGap& gap) {
  std::stable_sort(gap.mutable_schools()->begin(), gap.mutable_schools()->end(),
                   [](const v1::SchoolGap& a, const v1::SchoolGap& b) {
                     return std::abs(PartHundredths(a)) > std::abs(PartHundredths(b));
                   });
}

void AddOverlaps(const GroupResults& lea, const ResultFacts& group, const ResultFacts& all,
                 v1::GroupGap& gap) {
  for (const GapGroup other : kProgramGroups) {
    const ResultFacts* const facts = lea.Shown(other);
    if (other == group.student_group || other == all.student_group || facts == nullptr ||
        !IsCounted(*facts)) {
      continue;
    }
    const auto overlap = gaps::OverlapOf(GapCountsOf(group), GapCountsOf(*facts), GapCountsOf(all));
    if (!overlap) continue;
    const gaps::Bounds& both = overlap->students;
    // Nobody is told of fewer than so many who are in both, or in one of them alone.
    if (both.most < kMinimumShown || group.cell.student_count() - both.least < kMinimumShown ||
        facts->cell.student_count() - both.least < kMinimumShown) {
      continue;
    }
    v1::GroupOverlap& added = *gap.add_overlaps();
    added.set_student_group(other);
    added.set_least_student_count(both.least);
    added.set_most_student_count(both.most);
  }
}

// The gap of each year of which both statuses are shown.
using YearStatuses = std::map<int, std::map<GapGroup, int64_t>>;

void AddGapYears(const YearStatuses& years, GapGroup group, GapGroup all, v1::GroupGap& gap) {
  for (const auto& [year, statuses] : years) {
    const auto of_group = statuses.find(group);
    const auto of_all = statuses.find(all);
    if (of_group == statuses.end() || of_all == statuses.end()) continue;
    v1::YearGap& added = *gap.add_years();
    added.set_dashboard_year(year);
    *added.mutable_gap() = GapPoints(kHundredthsOfTenth * (of_group->second - of_all->second));
  }
}

std::optional<v1::GroupGap> GapOf(const GapResults& results, GapGroup group, GapGroup whole) {
  const ResultFacts* const own = results.lea.Shown(group);
  const ResultFacts* const all = results.lea.Shown(whole);
  if (own == nullptr || all == nullptr) return std::nullopt;
  const bool counted = !IsOfMeans(own->indicator) && IsCounted(*own) && IsCounted(*all);
  std::vector<SchoolRows> rows;
  for (const GroupResults& school : results.schools) {
    const SchoolRows row = {&school, school.Shown(group), school.Shown(whole)};
    if (row.group == nullptr || row.all == nullptr) continue;
    if (counted && (!IsCounted(*row.group) || !IsCounted(*row.all))) continue;
    rows.push_back(row);
  }
  v1::GroupGap gap;
  gap.set_student_group(group);
  *gap.mutable_cell() = own->cell;
  if (!(counted ? FillFromCounts(*own, *all, rows, gap) : FillFromMeans(*own, *all, rows, gap))) {
    return std::nullopt;
  }
  SortByPart(gap);
  if (counted) AddOverlaps(results.lea, *own, *all, gap);
  return gap;
}

absl::StatusOr<GapResults> GapResultsOf(ReportSource& source, const DocumentKey& key,
                                        const Revision& revision, const rpc::CallContext& context) {
  indicator::v1::ResultFilter filter;
  filter.add_dashboard_years(key.dashboard_year);
  filter.add_indicators(key.indicator);
  filter.add_leas(key.EntityName());
  SOS_ASSIGN_OR_RETURN(const auto blocks, source.GetResults(filter, revision, context));
  std::map<std::string, GroupResults> by_name;
  for (const ResultBlock& block : blocks) {
    if (block.dashboard_year() != key.dashboard_year || block.indicator() != key.indicator) {
      continue;
    }
    for (int i = 0; i < block.entity_indexes_size(); ++i) {
      const education::v1::Entity& entity = block.entities(block.entity_indexes(i));
      if (entity.type() == education::v1::ENTITY_TYPE_CHARTER_SCHOOL) continue;
      GroupResults& results = by_name[entity.name()];
      results.entity = entity;
      ResultFacts facts = FactsOf(block, i);
      facts.cell = CellOf(key.Words(), nullptr, facts);
      results.groups[block.student_groups(i)] = std::move(facts);
    }
  }
  GapResults results;
  for (auto& [name, of_entity] : by_name) {
    const auto cds = ParseEntityName(name);
    if (name == key.EntityName()) {
      results.lea = std::move(of_entity);
    } else if (cds && cds->IsSchool()) {
      results.schools.push_back(std::move(of_entity));
    }
  }
  return results;
}

absl::StatusOr<YearStatuses> GapYearsOf(ReportSource& source, const DocumentKey& key,
                                        const Revision& revision, const rpc::CallContext& context) {
  indicator::v1::ResultFilter filter;
  filter.add_entities(key.EntityName());
  filter.add_indicators(key.indicator);
  SOS_ASSIGN_OR_RETURN(const auto blocks, source.GetResults(filter, revision, context));
  YearStatuses years;
  for (const ResultBlock& block : blocks) {
    for (int i = 0; i < block.entity_indexes_size(); ++i) {
      const ResultFacts facts = FactsOf(block, i);
      if (block.entities(block.entity_indexes(i)).name() != key.EntityName() ||
          block.indicator() != key.indicator || !facts.cell.has_status()) {
        continue;
      }
      years[block.dashboard_year()][facts.student_group] = GapTenths(facts);
    }
  }
  return years;
}

// The table that gave a color that calls for support; nullopt for other results.
absl::StatusOr<std::optional<indicator::v1::ScoreTable>> GapTableOf(
    ReportSource& source, const DocumentKey& key, const v1::GroupGap& gap, const Revision& revision,
    const rpc::CallContext& context) {
  if (!IsLowColor(gap.cell())) return std::nullopt;
  return source.GetScoreTable(
      ResultName(key.EntityName(), key.dashboard_year, *FromProto(key.indicator),
                 *FromProto(gap.student_group())),
      revision, context);
}

}  // namespace

absl::StatusOr<v1::GapList> ComposeGapList(ReportSource& source, const DocumentKey& key,
                                           const Revision& revision,
                                           const rpc::CallContext& context) {
  const language::Messages& words = key.Words();
  v1::GapList list;
  list.set_name(key.Name());
  list.set_dashboard_year(key.dashboard_year);
  list.set_indicator(key.indicator);
  SetRevision(revision, list);
  list.set_notice(key.Notice());
  SOS_ASSIGN_OR_RETURN(*list.mutable_entity(), FindEntity(source, key, revision, context));
  SOS_ASSIGN_OR_RETURN(const GapResults results, GapResultsOf(source, key, revision, context));
  if (results.lea.groups.empty()) return errors::ReportNotFound(list.name());
  const GapGroup whole = WholeGroup(key.indicator);
  if (const ResultFacts* const all = results.lea.Shown(whole)) *list.mutable_all() = all->cell;
  SOS_ASSIGN_OR_RETURN(const YearStatuses years, GapYearsOf(source, key, revision, context));
  for (const auto& [group, facts] : results.lea.groups) {
    if (group == whole) continue;
    std::optional<v1::GroupGap> gap = GapOf(results, group, whole);
    if (!gap) continue;
    AddGapYears(years, group, whole, *gap);
    SOS_ASSIGN_OR_RETURN(const auto table, GapTableOf(source, key, *gap, revision, context));
    for (std::string& sentence :
         GapSentences(words, key.indicator, list.all(), *gap, table ? &*table : nullptr)) {
      gap->add_sentences(std::move(sentence));
    }
    *list.add_groups() = *std::move(gap);
  }
  list.add_sentences(GapOverview(words, list));
  list.add_sentences(words.Text("gaps.meaning"));
  SOS_ASSIGN_OR_RETURN(const auto snapshot, source.GetSnapshot(revision, context));
  for (auto& file : SourceFilesOf(snapshot, CollectionsOf(key.indicator), key.cds,
                                  key.dashboard_year, key.dashboard_year)) {
    *list.add_files() = std::move(file);
  }
  return list;
}

}  // namespace sos::reporting
