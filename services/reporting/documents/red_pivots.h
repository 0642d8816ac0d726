// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOCUMENTS_RED_PIVOTS_H_
#define SOS_SERVICES_REPORTING_DOCUMENTS_RED_PIVOTS_H_

#include "sos/reporting/v1/red_list.pb.h"

namespace sos::reporting {

// Fills the three turned forms from `list.results()`, which is in its order. The same results are
// in each of them.
void AddRedPivots(v1::RedList& list);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_DOCUMENTS_RED_PIVOTS_H_
