// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/students/measure_partitions.h"

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
#include "common/education/proto.h"
#include "common/resource_names/resource_names.h"
#include "services/indicator/convert/convert.h"
#include "services/indicator/domain/score.h"

namespace sos::indicator {
namespace {

using records::Counts;
using records::CountsByEntity;

const Counts* Find(const CountsByEntity& counts, const CdsCode& cds) {
  const auto found = counts.find(cds);
  return found == counts.end() ? nullptr : &found->second;
}

int64_t ShownNumerator(const Counts::Count& count, int64_t minimum_shown) {
  return count.denominator < minimum_shown ? kNoCount : count.numerator;
}

void AddRow(int entity, StudentGroup group, const Counts::Count& current,
            const Counts::Count* prior, int64_t minimum_shown, ingestion::v1::MeasureBlock& block) {
  block.add_entity_indexes(entity);
  block.add_student_groups(ToProto(group));
  block.add_flags(0);
  block.add_current_numerators(ShownNumerator(current, minimum_shown));
  block.add_current_denominators(current.denominator);
  block.add_prior_numerators(prior != nullptr ? ShownNumerator(*prior, minimum_shown) : kNoCount);
  block.add_prior_denominators(prior != nullptr ? prior->denominator : kNoCount);
  block.add_current_test_counts(kNoCount);
  block.add_prior_test_counts(kNoCount);
  block.add_current_status_tenths(kNoTenths);
  block.add_prior_status_tenths(kNoTenths);
  block.add_change_tenths(kNoTenths);
  block.add_published_status_levels(0);
  block.add_published_change_levels(0);
  block.add_published_colors(0);
  block.add_published_boxes(0);
  block.add_lines(0);
}

// The LEAs with counts, by county.
using LeasByCounty = std::map<CdsCode, std::set<CdsCode>>;

LeasByCounty LeasOf(const CountsByEntity& counts) {
  LeasByCounty leas;
  for (const auto& [cds, of_entity] : counts) {
    if (cds.IsLea() || cds.IsSchool()) leas[cds.County()].insert(cds.Lea());
  }
  return leas;
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

void AddEntity(Indicator indicator, const CdsCode& cds, const CountsByEntity& current,
               const CountsByEntity* prior, int64_t minimum_shown, const LeasByCounty& leas,
               const SchoolDirectory& directory, ingestion::v1::MeasureBlock& block) {
  const int index = block.entities_size();
  static const Counts kNone;
  const Counts* const found = Find(current, cds);
  const Counts& now = found != nullptr ? *found : kNone;
  // Of an entity without any counts nothing is known: it may be new, or its records missing.
  const Counts* const before = prior == nullptr ? nullptr : Find(*prior, cds);
  for (size_t i = 0; i < now.by_group.size(); ++i) {
    const Counts::Count* const prior_count = before == nullptr ? nullptr : &before->by_group[i];
    if (!HasGroup(indicator, static_cast<StudentGroup>(i))) continue;
    if (now.by_group[i].denominator == 0 &&
        (prior_count == nullptr || prior_count->denominator == 0)) {
      continue;
    }
    AddRow(index, static_cast<StudentGroup>(i), now.by_group[i], prior_count, minimum_shown, block);
  }
  ingestion::v1::MeasuredEntity& entity = *block.add_entities();
  entity = directory.Describe(cds);
  TellCoverage(cds, leas, directory, entity);
}

}  // namespace

std::vector<ingestion::v1::Partition> MeasurePartitions(Indicator indicator, int dashboard_year,
                                                        const CountsByEntity& current,
                                                        const CountsByEntity* prior,
                                                        int64_t minimum_shown,
                                                        const SchoolDirectory& directory,
                                                        LeaFilter wanted) {
  std::map<CdsCode, std::set<CdsCode>> by_lea;
  for (const CountsByEntity* const counts : {&current, prior}) {
    if (counts == nullptr) continue;
    for (const auto& [cds, of_entity] : *counts) {
      if (wanted(cds.Lea())) by_lea[cds.Lea()].insert(cds);
    }
  }
  const LeasByCounty leas = LeasOf(current);
  std::vector<ingestion::v1::Partition> partitions;
  partitions.reserve(by_lea.size());
  for (const auto& [lea, entities] : by_lea) {
    ingestion::v1::Partition& partition = partitions.emplace_back();
    partition.set_name(absl::StrCat("partitions/",
                                    absl::AsciiStrToLower(kIndicators.Code(indicator)),
                                    "-from-records-", dashboard_year, "-", lea.text()));
    partition.set_collection(MeasuresOf(indicator));
    partition.set_dashboard_year(dashboard_year);
    partition.set_lea_cds(lea.ToString());
    partition.set_from_student_records(true);
    for (const CdsCode& cds : entities) {
      AddEntity(indicator, cds, current, prior, minimum_shown, leas, directory,
                *partition.mutable_measures());
    }
  }
  return partitions;
}

void AddPublishedCounts(const ingestion::v1::Partition& partition, CountsByEntity& counts) {
  const ingestion::v1::MeasureBlock& block = partition.measures();
  for (int row = 0; row < block.entity_indexes_size(); ++row) {
    const std::string& name = block.entities(block.entity_indexes(row)).entity().name();
    const std::optional<CdsCode> cds = ParseEntityName(name);
    const int group = static_cast<int>(block.student_groups(row)) - 1;
    if (!cds || group < 0 || group >= kStudentGroupCount) continue;
    counts[*cds].by_group[group] = {.numerator = block.current_numerators(row),
                                    .denominator = block.current_denominators(row)};
  }
}

}  // namespace sos::indicator
