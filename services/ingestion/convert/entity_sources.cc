// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/convert/entity_sources.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "services/ingestion/convert/enums.h"

namespace sos::ingestion {
namespace {

using Attribute = v1::AttributeSource::Attribute;

// Files in the order of their trust, the least trusted first.
enum class SourceClass { kUnknown, kAgency, kDirectory, kState };

SourceClass ClassOf(const v1::AttributeSource& file) {
  if (file.from_agency()) return SourceClass::kAgency;
  switch (file.collection()) {
    case v1::COLLECTION_UNSPECIFIED:
      return SourceClass::kUnknown;
    // It names an independently testing charter school as its own district.
    case v1::COLLECTION_ENTITY_DIRECTORY:
    // Kept by whoever holds the certification records.
    case v1::COLLECTION_LATE_CERTIFICATION:
      return SourceClass::kDirectory;
    default:
      return SourceClass::kState;
  }
}

// The greater comes first.
std::tuple<SourceClass, int, int> RankOf(const v1::AttributeSource& file) {
  return {ClassOf(file), file.dashboard_year(), -file.collection()};
}

v1::AttributeSource* Find(Attribute attribute, v1::EntitySources& sources) {
  for (v1::AttributeSource& source : *sources.mutable_sources()) {
    if (source.attribute() == attribute) return &source;
  }
  return nullptr;
}

// True if `file` may say what the attribute is, of which something is known already or not; then
// that it did is noted.
bool Takes(Attribute attribute, const v1::AttributeSource& file, DescribedEntity& known) {
  v1::AttributeSource* source = Find(attribute, known.sources);
  if (source != nullptr && RankOf(file) < RankOf(*source)) return false;
  const bool added = source == nullptr;
  if (added) source = known.sources.add_sources();
  *source = file;
  source->set_attribute(attribute);
  if (added) {
    std::sort(known.sources.mutable_sources()->begin(), known.sources.mutable_sources()->end(),
              [](const auto& a, const auto& b) { return a.attribute() < b.attribute(); });
  }
  return true;
}

// Files have columns that tell charter schools and county offices; who lacks them says nothing.
bool IsTold(education::v1::EntityType type) {
  return type == education::v1::ENTITY_TYPE_CHARTER_SCHOOL ||
         type == education::v1::ENTITY_TYPE_COUNTY_OFFICE;
}

}  // namespace

v1::AttributeSource DescriberOf(const CdsCode& cds,
                                const std::map<PartitionKey, v1::Partition>& partitions,
                                bool from_agency) {
  v1::AttributeSource first;
  first.set_from_agency(from_agency);
  const CdsCode lea = cds.Lea();
  PartitionKey begin{.lea = lea};
  begin.collection = static_cast<Collection>(0);
  for (auto it = partitions.lower_bound(begin); it != partitions.end() && it->first.lea == lea;
       ++it) {
    v1::AttributeSource file = first;
    file.set_collection(ToProto(it->first.collection));
    file.set_dashboard_year(it->first.dashboard_year);
    if (RankOf(first) < RankOf(file)) first = file;
  }
  return first;
}

void Describe(const education::v1::Entity& said, const v1::AttributeSource& file,
              DescribedEntity& known) {
  known.entity.set_name(said.name());
  if (IsTold(said.type())) {
    if (Takes(v1::AttributeSource::ATTRIBUTE_TYPE, file, known)) known.entity.set_type(said.type());
  } else if (!IsTold(known.entity.type())) {
    known.entity.set_type(said.type());
  }
  const auto text = [&](Attribute attribute, const std::string& value, auto set) {
    if (!value.empty() && Takes(attribute, file, known)) set(value);
  };
  text(v1::AttributeSource::ATTRIBUTE_DISPLAY_NAME, said.display_name(),
       [&](const std::string& value) { known.entity.set_display_name(value); });
  text(v1::AttributeSource::ATTRIBUTE_DISTRICT_NAME, said.district_name(),
       [&](const std::string& value) { known.entity.set_district_name(value); });
  text(v1::AttributeSource::ATTRIBUTE_COUNTY_NAME, said.county_name(),
       [&](const std::string& value) { known.entity.set_county_name(value); });
}

}  // namespace sos::ingestion
