// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_CLIENT_ESTIMATE_PUBLICATION_H_
#define SOS_SERVICES_INGESTION_CLIENT_ESTIMATE_PUBLICATION_H_

#include <set>
#include <string>
#include <utility>

#include "sos/ingestion/v1/partition.pb.h"

namespace sos {

// LEAs, of fourteen digits, and years of which everybody may see the estimates.
using PublishedEstimates = std::set<std::pair<std::string, int>>;

// Adds the LEA and year of a partition of COLLECTION_ESTIMATE_PUBLICATION, with its contents, if it
// says that everybody may see the estimates: by a row of the LEA itself, and where several of them
// contradict each other, none. Whatever is no yes is none.
void AddPublished(const ingestion::v1::Partition& partition, PublishedEstimates& published);

}  // namespace sos

#endif  // SOS_SERVICES_INGESTION_CLIENT_ESTIMATE_PUBLICATION_H_
