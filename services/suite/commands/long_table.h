// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_COMMANDS_LONG_TABLE_H_
#define SOS_SERVICES_SUITE_COMMANDS_LONG_TABLE_H_

#include "services/suite/print.h"
#include "sos/indicator/v1/result.pb.h"

namespace sos::suite {

// The columns of the long tables that county offices keep of all indicators, named as in the
// published files, so that they are read like these. What is not known and what the state does not
// publish is blank; 0 is the answer "none".
Listing LongListing();
void AddLongRows(const indicator::v1::ResultBlock& block, Listing& listing);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_COMMANDS_LONG_TABLE_H_
