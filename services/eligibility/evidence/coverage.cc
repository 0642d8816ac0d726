// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/evidence/coverage.h"

#include <algorithm>

#include "common/education/proto.h"

namespace sos::eligibility {
namespace {

using ingestion::v1::FileCoverage;

constexpr int kAnyGroup = -1;

// English learner progress is about these only: no other group has a row in any file of it.
constexpr BitSet kLearners =
    BitOf(StudentGroup::kEnglishLearners) | BitOf(StudentGroup::kLongTermEnglishLearners);

BitSet GroupsOf(ingestion::v1::Collection collection, const FileCoverage::Area& area) {
  if (area.student_groups().empty()) return kEveryBit;
  BitSet groups = 0;
  for (const int value : area.student_groups()) {
    const auto group = FromProto(static_cast<education::v1::StudentGroup>(value));
    if (group) groups |= BitOf(*group);
  }
  const bool progress = collection == ingestion::v1::COLLECTION_ENGLISH_LEARNER_PROGRESS;
  return progress ? groups | ~kLearners : groups;
}

// Files that do not tell charter schools from others have one record type for both.
bool TellsCharters(ingestion::v1::Collection collection) {
  return collection != ingestion::v1::COLLECTION_PUBLISHED_COLORS &&
         collection != ingestion::v1::COLLECTION_PUBLISHED_SCHOOL_COLORS &&
         collection != ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOLS &&
         collection != ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOL_GROUPS;
}

bool IsSelection(FileCoverage::Filter filter) {
  return filter != FileCoverage::FILTER_UNSPECIFIED && filter != FileCoverage::FILTER_ONE_LEA;
}

}  // namespace

Coverage::Coverage(const ingestion::v1::Snapshot& snapshot) {
  for (const auto& collection : snapshot.coverages()) {
    YearFiles& of_year = files_[{collection.collection(), collection.dashboard_year()}];
    for (const auto& loaded : collection.files()) {
      const FileCoverage& coverage = loaded.coverage();
      for (const std::string& lea : coverage.reset_lea_cds()) {
        of_year.reset[lea] = of_year.files.size();
      }
      File& file = of_year.files.emplace_back();
      file.filter = coverage.filter();
      file.claimed_complete = loaded.claim() == ingestion::v1::COVERAGE_CLAIM_COMPLETE;
      if (coverage.filter() == FileCoverage::FILTER_ONE_LEA && coverage.lea_cds_size() == 1) {
        file.lea = coverage.lea_cds(0);
      }
      for (const int indicator : coverage.indicators()) {
        const auto known = FromProto(static_cast<education::v1::Indicator>(indicator));
        if (known) file.indicators |= BitOf(*known);
      }
      Kinds all;
      for (const FileCoverage::Area& area : coverage.areas()) {
        const BitSet groups = GroupsOf(collection.collection(), area);
        for (const int type : area.record_types()) {
          all[type] |= groups;
          for (const std::string& county : area.county_codes()) {
            file.counties[county][type] |= groups;
          }
        }
      }
      // A group is told apart by the county, not by the kind of entity: few charter schools have
      // foster youth.
      const auto spread = [](Kinds& kinds) {
        BitSet any = 0;
        for (const auto& [type, groups] : kinds) any |= groups;
        for (auto& [type, groups] : kinds) groups = any;
      };
      for (auto& [county, kinds] : file.counties) spread(kinds);
      spread(all);
      if (coverage.statewide()) file.state = std::move(all);
      for (const auto& row : loaded.refused_rows()) {
        has_refused_rows_ = true;
        const auto group = FromProto(row.student_group());
        const RefusedPlace place{loaded.display_name(), row.line()};
        if (!row.cds().empty()) {
          of_year.refused.try_emplace({row.cds(), group ? static_cast<int>(*group) : kAnyGroup},
                                      place);
          continue;
        }
        // It may be of anybody in the reach of the file.
        if (coverage.statewide()) of_year.refused.try_emplace({"", kAnyGroup}, place);
        for (const auto& [county, kinds] : file.counties) {
          of_year.refused.try_emplace({county, kAnyGroup}, place);
        }
      }
    }
  }
}

Reach Coverage::ReachOf(ingestion::v1::Collection collection, int year, const CdsCode& lea,
                        ingestion::v1::RecordType type) const {
  Reach reach;
  const auto found = files_.find({collection, year});
  if (found == files_.end()) return reach;
  if (type == ingestion::v1::RECORD_TYPE_CHARTER_SCHOOL && !TellsCharters(collection)) {
    type = ingestion::v1::RECORD_TYPE_SCHOOL;
  }
  const YearFiles& of_year = found->second;
  const auto reset = of_year.reset.find(lea.ToString());
  reach.silence = Silence::kElsewhere;
  for (size_t i = reset == of_year.reset.end() ? 0 : reset->second; i < of_year.files.size(); ++i) {
    const File& file = of_year.files[i];
    const auto county = file.counties.find(std::string(lea.county()));
    const bool here = file.state || county != file.counties.end();
    if (!here || (!file.lea.empty() && file.lea != lea.text())) continue;
    if (IsSelection(file.filter)) {
      reach.silence = std::max(reach.silence, Silence::kSelection);
      continue;
    }
    if (file.claimed_complete) {
      reach.groups = kEveryBit;
      reach.indicators = kEveryBit;
      continue;
    }
    const Kinds& kinds = file.state ? *file.state : county->second;
    const auto groups = kinds.find(type);
    if (groups == kinds.end()) {
      reach.silence = std::max(reach.silence, Silence::kNoSuchEntities);
      continue;
    }
    reach.silence = std::max(reach.silence, Silence::kNoSuchGroup);
    reach.groups |= groups->second;
    reach.indicators |= file.indicators;
  }
  return reach;
}

const RefusedPlace* Coverage::RefusedRowOf(ingestion::v1::Collection collection, int year,
                                           const CdsCode& cds, std::optional<StudentGroup> group,
                                           bool* exactly) const {
  if (!has_refused_rows_) return nullptr;
  const auto found = files_.find({collection, year});
  if (found == files_.end() || found->second.refused.empty()) return nullptr;
  const auto& refused = found->second.refused;
  const auto find = [&](const std::string& of, int number) -> const RefusedPlace* {
    const auto row = refused.find({of, number});
    return row == refused.end() ? nullptr : &row->second;
  };
  const std::string own = cds.ToString();
  const int number = group ? static_cast<int>(*group) : kAnyGroup;
  if (const RefusedPlace* const row = find(own, number); row != nullptr) {
    if (exactly != nullptr) *exactly = true;
    return row;
  }
  if (exactly != nullptr) *exactly = false;
  for (const std::string& of : {own, std::string(cds.county()), std::string()}) {
    if (const RefusedPlace* const row = find(of, kAnyGroup); row != nullptr) return row;
  }
  return nullptr;
}

}  // namespace sos::eligibility
