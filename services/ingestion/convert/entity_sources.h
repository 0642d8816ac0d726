// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_CONVERT_ENTITY_SOURCES_H_
#define SOS_SERVICES_INGESTION_CONVERT_ENTITY_SOURCES_H_

#include <map>

#include "common/education/cds_code.h"
#include "services/ingestion/convert/partition_builder.h"
#include "sos/education/v1/education.pb.h"
#include "sos/ingestion/v1/submission.pb.h"

// What is known of an entity from all files, whatever the order in which they came.
//
// Each attribute (name, county, type) is that of the file that comes first among those that know
// it; the precedence is that of v1::AttributeSource. A file that does not know an attribute changes
// nothing of it.
namespace sos::ingestion {

// An entity and where each of its attributes is from.
struct DescribedEntity {
  education::v1::Entity entity;
  v1::EntitySources sources;
};

// The file of a commit that describes `cds`: of several collections and years of one file the one
// that comes first. Its attribute is not set.
v1::AttributeSource DescriberOf(const CdsCode& cds,
                                const std::map<PartitionKey, v1::Partition>& partitions,
                                bool from_agency);

// Adds what `file` says of an entity to what is known of it.
void Describe(const education::v1::Entity& said, const v1::AttributeSource& file,
              DescribedEntity& known);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_CONVERT_ENTITY_SOURCES_H_
