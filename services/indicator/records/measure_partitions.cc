#include "services/indicator/records/measure_partitions.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/indicator/convert.h"
#include "services/indicator/domain/score.h"

namespace sos::indicator {
namespace {

using records::Counts;

// The counts of an entity that has none.
const Counts& CountsOf(const records::Rollup& rollup, const CdsCode& cds) {
  static const Counts kNone;
  const auto found = rollup.by_entity.find(cds);
  return found == rollup.by_entity.end() ? kNone : found->second;
}

void AddRow(int entity, StudentGroup group, const Counts::Count& current,
            const Counts::Count* prior, ingestion::v1::MeasureBlock& block) {
  block.add_entity_indexes(entity);
  block.add_student_groups(static_cast<education::v1::StudentGroup>(static_cast<int>(group) + 1));
  block.add_flags(0);
  block.add_current_numerators(current.numerator);
  block.add_current_denominators(current.denominator);
  block.add_prior_numerators(prior != nullptr ? prior->numerator : kNoCount);
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

void AddEntity(const CdsCode& cds, const records::Rollup& current, const records::Rollup* prior,
               const SchoolDirectory& directory, ingestion::v1::MeasureBlock& block) {
  const int index = block.entities_size();
  const Counts& now = CountsOf(current, cds);
  const Counts* const before = prior == nullptr ? nullptr : &CountsOf(*prior, cds);
  for (size_t i = 0; i < now.by_group.size(); ++i) {
    const Counts::Count* const prior_count = before == nullptr ? nullptr : &before->by_group[i];
    if (now.by_group[i].denominator == 0 &&
        (prior_count == nullptr || prior_count->denominator == 0)) {
      continue;
    }
    AddRow(index, static_cast<StudentGroup>(i), now.by_group[i], prior_count, block);
  }
  *block.add_entities() = directory.Describe(cds);
}

}  // namespace

std::vector<ingestion::v1::Partition> MeasurePartitions(Indicator indicator, int dashboard_year,
                                                        const records::Rollup& current,
                                                        const records::Rollup* prior,
                                                        const SchoolDirectory& directory) {
  std::map<CdsCode, std::set<CdsCode>> by_lea;
  for (const auto& [cds, counts] : current.by_entity) by_lea[cds.Lea()].insert(cds);
  if (prior != nullptr) {
    for (const auto& [cds, counts] : prior->by_entity) by_lea[cds.Lea()].insert(cds);
  }
  std::vector<ingestion::v1::Partition> partitions;
  partitions.reserve(by_lea.size());
  for (const auto& [lea, entities] : by_lea) {
    ingestion::v1::Partition& partition = partitions.emplace_back();
    partition.set_name(absl::StrCat("partitions/",
                                    absl::AsciiStrToLower(kIndicators.Code(indicator)),
                                    "-from-records-", dashboard_year, "-", lea.text()));
    partition.set_collection(
        static_cast<ingestion::v1::Collection>(static_cast<int>(indicator) + 1));
    partition.set_dashboard_year(dashboard_year);
    partition.set_lea_cds(lea.ToString());
    for (const CdsCode& cds : entities) {
      AddEntity(cds, current, prior, directory, *partition.mutable_measures());
    }
  }
  return partitions;
}

}  // namespace sos::indicator
