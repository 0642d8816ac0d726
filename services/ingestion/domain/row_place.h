// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_ROW_PLACE_H_
#define SOS_SERVICES_INGESTION_DOMAIN_ROW_PLACE_H_

#include <cstdint>
#include <optional>

#include "common/education/cds_code.h"
#include "common/education/student_group.h"
#include "services/ingestion/domain/collection.h"

namespace sos::ingestion {

// What a row is about, as far as its cells say it. Of a row in quarantine it is what is unknown
// from then on.
struct RowPlace {
  std::optional<Collection> collection;
  // 0 where the row does not say it.
  int dashboard_year = 0;
  std::optional<CdsCode> cds;
  std::optional<StudentGroup> group;
  // The line of the file, from 1.
  int64_t line = 0;
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_ROW_PLACE_H_
