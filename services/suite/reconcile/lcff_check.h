// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_RECONCILE_LCFF_CHECK_H_
#define SOS_SERVICES_SUITE_RECONCILE_LCFF_CHECK_H_

#include <string>

#include "absl/status/status.h"
#include "services/suite/reconcile/file_report.h"
#include "services/suite/stubs.h"

namespace sos::suite {

// Compares what an LCFF assistance file publishes of each LEA with our determination: the letter of
// every group, the number of groups, the methods, the status and the EC 52072 flag.
//
// `basis` is what our letters rest on: `results`, `published-letters` (a check of the logic after
// the letters), or `auto`: results if any results or lists of Reds of the year are at hand.
absl::Status CheckLcffFile(const Stubs& stubs, const ingestion::v1::Submission& submission,
                           const std::string& basis, FileReport& report);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_RECONCILE_LCFF_CHECK_H_
