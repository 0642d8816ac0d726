// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/students/school_directory.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/indicator/domain/students/school_type.h"

namespace sos::indicator {
namespace {

constexpr absl::string_view kStateName = "State of California";
constexpr absl::string_view kClosed[] = {"Closed", "Merged"};

// A directory of the state lists LEAs of at least so many of its 58 counties.
constexpr size_t kCountiesOfTheState = 50;

bool IsActive(const std::string& status) { return status != kClosed[0] && status != kClosed[1]; }

}  // namespace

absl::StatusOr<SchoolDirectory> SchoolDirectory::Read(MeasureSource& source,
                                                      const Revision& revision,
                                                      const rpc::CallContext& context) {
  ingestion::v1::PartitionFilter filter;
  filter.add_collections(ingestion::v1::COLLECTION_ENTITY_DIRECTORY);
  SchoolDirectory directory;
  SOS_RETURN_IF_ERROR(source.Visit(
      filter, revision, context, [&](const ingestion::v1::StreamPartitionsResponse& message) {
        for (const ingestion::v1::Partition& partition : message.partitions()) {
          directory.Add(partition);
        }
        return absl::OkStatus();
      }));
  directory.Finish();
  return directory;
}

void SchoolDirectory::Add(const ingestion::v1::Partition& partition) {
  revisions_[partition.name()] = partition.revision_identity();
  const ingestion::v1::EntityBlock& block = partition.entities();
  for (int i = 0; i < block.entities_size(); ++i) {
    const education::v1::Entity& entity = block.entities(i);
    const std::optional<CdsCode> cds = ParseEntityName(entity.name());
    if (!cds) continue;
    Entry& entry = entries_[*cds];
    if (entry.year > partition.dashboard_year()) continue;
    entry = {.year = partition.dashboard_year()};
    *entry.entity.mutable_entity() = entity;
    entry.entity.set_county_office(cds->Lea().IsCountyOffice());
    if (i < block.facts_size()) {
      const ingestion::v1::DirectoryFacts& facts = block.facts(i);
      entry.entity.set_charter(facts.charter());
      entry.entity.set_alternative(facts.alternative());
      entry.entity.set_school_type(records::TypeOfSchool(facts.level()));
      entry.district_type = facts.district_type();
      entry.active = IsActive(facts.status());
    }
    county_names_.try_emplace(cds->County(), entity.county_name());
  }
}

void SchoolDirectory::Finish() {
  struct District {
    int school_count = 0;
    std::string last_school_type;
    std::string doc;
  };
  std::map<CdsCode, District> districts;
  std::vector<records::School> schools;
  for (const auto& [cds, entry] : entries_) {
    District& district = districts[cds.Lea()];
    if (!entry.district_type.empty()) district.doc = entry.district_type;
    if (!cds.IsSchool()) continue;
    if (entry.active) open_leas_[cds.County()].insert(cds.Lea());
    schools.push_back(
        {.cds = cds, .charter = entry.entity.charter(), .alternative = entry.entity.alternative()});
    if (entry.entity.charter() || !entry.active) continue;
    ++district.school_count;
    district.last_school_type = entry.entity.school_type();
  }
  schools_ = records::Schools(schools);
  for (auto& [cds, entry] : entries_) {
    if (!cds.IsLea()) continue;
    const District& district = districts[cds];
    entry.entity.set_school_type(
        records::TypeOfDistrict(district.doc, district.school_count, district.last_school_type));
  }
}

int SchoolDirectory::LeaCount(const CdsCode& cds) const {
  size_t count = 0;
  for (const auto& [county, leas] : open_leas_) {
    if (cds.IsState() || county == cds.County()) count += leas.size();
  }
  return static_cast<int>(count);
}

bool SchoolDirectory::CoversState() const { return open_leas_.size() >= kCountiesOfTheState; }

ingestion::v1::MeasuredEntity SchoolDirectory::Describe(const CdsCode& cds) const {
  if (const auto found = entries_.find(cds); found != entries_.end()) return found->second.entity;
  ingestion::v1::MeasuredEntity described;
  education::v1::Entity& entity = *described.mutable_entity();
  entity.set_name(EntityName(cds));
  entity.set_display_name(cds.ToString());
  const auto county = county_names_.find(cds.County());
  if (county != county_names_.end() && !cds.IsState()) entity.set_county_name(county->second);
  if (cds.IsState()) {
    entity.set_type(education::v1::ENTITY_TYPE_STATE);
    entity.set_display_name(std::string(kStateName));
  } else if (cds.IsCounty()) {
    entity.set_type(education::v1::ENTITY_TYPE_COUNTY);
    if (!entity.county_name().empty()) entity.set_display_name(entity.county_name());
  } else if (cds.IsSchool()) {
    entity.set_type(education::v1::ENTITY_TYPE_SCHOOL);
  } else {
    entity.set_type(cds.IsCountyOffice() ? education::v1::ENTITY_TYPE_COUNTY_OFFICE
                                         : education::v1::ENTITY_TYPE_DISTRICT);
    described.set_county_office(cds.IsCountyOffice());
  }
  return described;
}

}  // namespace sos::indicator
