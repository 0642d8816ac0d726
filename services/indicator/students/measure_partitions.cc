// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/students/measure_partitions.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/decimal/decimal.h"
#include "common/education/proto.h"
#include "common/resource_names/resource_names.h"
#include "services/indicator/convert/convert.h"
#include "services/indicator/domain/score.h"
#include "services/indicator/domain/students/status_range.h"

namespace sos::indicator {
namespace {

using records::Counts;
using records::CountsByEntity;

constexpr int64_t kWholePercent = 100;
// At the farthest that means of the alternate assessment were seen from others, some 100 points, so
// many percent of the students move a mean by two points.
constexpr int64_t kGreatestLeftOutPercent = 2;

const Counts* Find(const CountsByEntity& counts, const CdsCode& cds) {
  const auto found = counts.find(cds);
  return found == counts.end() ? nullptr : &found->second;
}

int64_t ShownNumerator(const Counts::Count& count, int64_t minimum_shown) {
  return count.denominator < minimum_shown ? kNoCount : count.numerator;
}

// What a row says of one year; a mean is given as the status, and a rate by its numerator.
struct Shown {
  int64_t numerator = kNoCount;
  int64_t denominator = kNoCount;
  int32_t status_tenths = kNoTenths;
};

Shown Show(const Counts::Count* count, const IndicatorRules& rules) {
  if (count == nullptr) return {};
  Shown shown{.denominator = count->denominator};
  const int64_t minimum = rules.size.minimum_for_status;
  if (rules.calculation->points() == nullptr) {
    shown.numerator = ShownNumerator(*count, minimum);
  } else if (count->numerator != kNoCount && count->denominator >= std::max<int64_t>(1, minimum)) {
    shown.status_tenths =
        static_cast<int32_t>(DivideHalfAwayFromZero(count->point_tenths, count->denominator));
  }
  return shown;
}

// The change of a mean, rounded once, from what is not rounded.
int32_t ChangeTenths(const Counts::Count& current, const Counts::Count& prior) {
  return static_cast<int32_t>(DivideHalfAwayFromZero(
      current.point_tenths * prior.denominator - prior.point_tenths * current.denominator,
      current.denominator * prior.denominator));
}

// A published mean has the students whom an estimate leaves out: where they are many, the
// difference would say more of who counts than of what changed.
bool AreComparable(const Counts::Count& current, const Counts::Count& prior) {
  return !prior.whole ||
         current.left_out * kWholePercent <= current.denominator * kGreatestLeftOutPercent;
}

// Brings the columns of ranges to so many rows without one.
void FillRanges(int rows, ingestion::v1::MeasureBlock& block) {
  while (block.left_out_counts_size() < rows) {
    block.add_left_out_counts(0);
    block.add_lowest_status_tenths(kNoTenths);
    block.add_highest_status_tenths(kNoTenths);
    block.add_lowest_change_tenths(kNoTenths);
    block.add_highest_change_tenths(kNoTenths);
    block.add_stand_in_status_tenths(kNoTenths);
    block.add_held_status_tenths(kNoTenths);
    block.add_prior_left_out_counts(0);
  }
}

// Adds the range of the row that comes next. As long as no row has one, there are no columns of
// them.
void AddRange(const std::optional<records::StatusRange>& range,
              ingestion::v1::MeasureBlock& block) {
  if (!range) {
    if (!block.left_out_counts().empty()) FillRanges(block.entity_indexes_size() + 1, block);
    return;
  }
  FillRanges(block.entity_indexes_size(), block);
  block.add_left_out_counts(range->left_out);
  block.add_lowest_status_tenths(range->lowest.value_or(kNoTenths));
  block.add_highest_status_tenths(range->highest.value_or(kNoTenths));
  block.add_lowest_change_tenths(range->lowest_change.value_or(kNoTenths));
  block.add_highest_change_tenths(range->highest_change.value_or(kNoTenths));
  block.add_stand_in_status_tenths(range->stand_in.value_or(kNoTenths));
  block.add_held_status_tenths(range->held.value_or(kNoTenths));
  block.add_prior_left_out_counts(range->prior_left_out);
}

void AddRow(int entity, StudentGroup group, const Counts::Count& current,
            const Counts::Count* prior, int32_t flags, const IndicatorRules& rules,
            ingestion::v1::MeasureBlock& block) {
  const Shown now = Show(&current, rules);
  const Shown before = Show(prior, rules);
  const bool changed = now.status_tenths != kNoTenths && before.status_tenths != kNoTenths &&
                       AreComparable(current, *prior);
  block.add_entity_indexes(entity);
  block.add_student_groups(ToProto(group));
  block.add_flags(flags);
  block.add_current_numerators(now.numerator);
  block.add_current_denominators(now.denominator);
  block.add_prior_numerators(before.numerator);
  block.add_prior_denominators(before.denominator);
  block.add_current_test_counts(kNoCount);
  block.add_prior_test_counts(kNoCount);
  block.add_current_status_tenths(now.status_tenths);
  block.add_prior_status_tenths(before.status_tenths);
  block.add_change_tenths(changed ? ChangeTenths(current, *prior) : kNoTenths);
  block.add_published_status_levels(0);
  block.add_published_change_levels(0);
  block.add_published_colors(0);
  block.add_published_boxes(0);
  block.add_lines(0);
}

// What a row has beside counts: whether the entity tests grade 11 alone and has the high school
// table.
int32_t FlagsOf(const ingestion::v1::MeasuredEntity& entity, const IndicatorRules& rules) {
  if (rules.calculation->is_lower_bound()) return kFlagLowerBound;
  const records::TestScoreRules* const scores = rules.calculation->points();
  if (scores == nullptr) return 0;
  const std::vector<std::string>& types = scores->high_school_types;
  return std::find(types.begin(), types.end(), entity.school_type()) == types.end()
             ? 0
             : kFlagHighSchoolCuts;
}

// The LEAs with counts, by county.
using LeasByCounty = std::map<CdsCode, std::set<CdsCode>>;

LeasByCounty ByCounty(const std::set<CdsCode>& leas) {
  LeasByCounty by_county;
  for (const CdsCode& lea : leas) by_county[lea.County()].insert(lea);
  return by_county;
}

// ` (from 1 LEA)` or ` (from 2 of 24 LEAs)`; `known` is 0 where it is not known.
std::string FromLeas(int counted, int known) {
  if (known == 0) return absl::StrCat(" (from ", counted, counted == 1 ? " LEA)" : " LEAs)");
  return absl::StrCat(" (from ", counted, " of ", known, " LEAs)");
}

// Says of the state or a county from how many of its LEAs it is made.
void TellCoverage(const CdsCode& cds, const LeasByCounty& leas, const SchoolDirectory& directory,
                  ingestion::v1::MeasuredEntity& entity) {
  if (!cds.IsState() && !cds.IsCounty()) return;
  int counted = 0;
  for (const auto& [county, of_county] : leas) {
    if (cds.IsState() || county == cds) counted += static_cast<int>(of_county.size());
  }
  // A directory of a few LEAs, all of which were counted, does not say that there are no others.
  const int listed = directory.LeaCount(cds);
  const bool known = directory.CoversState() || (cds.IsCounty() && listed > counted);
  entity.set_counted_lea_count(counted);
  entity.set_known_lea_count(known ? listed : 0);
  if (known && counted >= listed) return;
  entity.mutable_entity()->mutable_display_name()->append(FromLeas(counted, known ? listed : 0));
}

// Whether the indicator has results of the group: English learner progress has none of all
// students.
bool HasGroup(Indicator indicator, StudentGroup group) {
  return indicator != Indicator::kEnglishLearnerProgress || group != StudentGroup::kAll;
}

void AddEntity(const IndicatorRules& rules, const CdsCode& cds, const CountsByEntity& current,
               const CountsByEntity* prior, const LeasByCounty& leas,
               const SchoolDirectory& directory, ingestion::v1::MeasureBlock& block) {
  ingestion::v1::MeasuredEntity entity = directory.Describe(cds);
  const int32_t flags = FlagsOf(entity, rules);
  const int index = block.entities_size();
  static const Counts kNone;
  const Counts* const found = Find(current, cds);
  const Counts& now = found != nullptr ? *found : kNone;
  // Of an entity without any counts nothing is known: it may be new, or its records missing.
  const Counts* const before = prior == nullptr ? nullptr : Find(*prior, cds);
  const records::RangeRules range_rules{.mean = rules.calculation->points() != nullptr,
                                        .minimum_students = rules.size.minimum_for_status};
  const Counts::Count* const alternate =
      before == nullptr
          ? nullptr
          : &before->by_group[static_cast<size_t>(StudentGroup::kAlternateAssessment)];
  for (size_t i = 0; i < now.by_group.size(); ++i) {
    const Counts::Count* const prior_count = before == nullptr ? nullptr : &before->by_group[i];
    if (!HasGroup(rules.indicator, static_cast<StudentGroup>(i))) continue;
    if (now.by_group[i].denominator == 0 && now.by_group[i].left_out == 0 &&
        (prior_count == nullptr || prior_count->denominator == 0)) {
      continue;
    }
    AddRange(RangeOf(now.by_group[i], prior_count, alternate, range_rules), block);
    AddRow(index, static_cast<StudentGroup>(i), now.by_group[i], prior_count, flags, rules, block);
  }
  TellCoverage(cds, leas, directory, entity);
  *block.add_entities() = std::move(entity);
}

}  // namespace

std::vector<ingestion::v1::Partition> MeasurePartitions(
    const IndicatorRules& rules, int dashboard_year, const CountsByEntity& current,
    const CountsByEntity* prior, const std::set<CdsCode>& leas, const SchoolDirectory& directory,
    LeaFilter wanted) {
  // What is at least so high does not change by what another year is at the least.
  const bool lower_bound = rules.calculation->is_lower_bound();
  if (lower_bound) prior = nullptr;
  std::map<CdsCode, std::set<CdsCode>> by_lea;
  for (const CountsByEntity* const counts : {&current, prior}) {
    if (counts == nullptr) continue;
    for (const auto& [cds, of_entity] : *counts) {
      const CdsCode lea = cds.Lea();
      const bool above = cds.IsState() || cds.IsCounty();
      // Of LEAs whose files say nothing of it a county's rate would be no bound.
      if (above && lower_bound) continue;
      if ((above || leas.contains(lea)) && wanted(lea)) by_lea[lea].insert(cds);
    }
  }
  // Neither would that of a district of which the files of other LEAs alone tell.
  if (lower_bound) {
    std::erase_if(by_lea, [](const auto& entry) {
      return std::none_of(entry.second.begin(), entry.second.end(),
                          [](const CdsCode& cds) { return cds.IsSchool(); });
    });
  }
  const LeasByCounty by_county = ByCounty(leas);
  std::vector<ingestion::v1::Partition> partitions;
  partitions.reserve(by_lea.size());
  for (const auto& [lea, entities] : by_lea) {
    ingestion::v1::Partition& partition = partitions.emplace_back();
    partition.set_name(absl::StrCat("partitions/",
                                    absl::AsciiStrToLower(kIndicators.Code(rules.indicator)),
                                    "-from-records-", dashboard_year, "-", lea.text()));
    partition.set_collection(MeasuresOf(rules.indicator));
    partition.set_dashboard_year(dashboard_year);
    partition.set_lea_cds(lea.ToString());
    partition.set_from_student_records(true);
    for (const CdsCode& cds : entities) {
      AddEntity(rules, cds, current, prior, by_county, directory, *partition.mutable_measures());
    }
  }
  return partitions;
}

bool IsWholeState(const std::set<CdsCode>& leas, const SchoolDirectory& directory) {
  return directory.CoversState() && static_cast<int>(leas.size()) >= directory.LeaCount(CdsCode());
}

void AddPublishedCounts(const ingestion::v1::Partition& partition, const IndicatorRules& rules,
                        CountsByEntity& counts) {
  const ingestion::v1::MeasureBlock& block = partition.measures();
  const bool mean = rules.calculation->points() != nullptr;
  for (int row = 0; row < block.entity_indexes_size(); ++row) {
    const std::string& name = block.entities(block.entity_indexes(row)).entity().name();
    const std::optional<CdsCode> cds = ParseEntityName(name);
    const int group = static_cast<int>(block.student_groups(row)) - 1;
    if (!cds || group < 0 || group >= kStudentGroupCount) continue;
    const int64_t denominator = block.current_denominators(row);
    Counts::Count& count = counts[*cds].by_group[group];
    count = {.numerator = block.current_numerators(row), .denominator = denominator};
    // A mean is published as such, rounded.
    if (const int32_t status = block.current_status_tenths(row); mean && status != kNoTenths) {
      count.numerator = 0;
      count.point_tenths = status * denominator;
      count.whole = true;
    }
  }
}

}  // namespace sos::indicator
