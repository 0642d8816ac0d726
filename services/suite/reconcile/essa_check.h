// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_RECONCILE_ESSA_CHECK_H_
#define SOS_SERVICES_SUITE_RECONCILE_ESSA_CHECK_H_

#include <string>

#include "absl/status/status.h"
#include "services/suite/reconcile/file_report.h"
#include "services/suite/stubs.h"

namespace sos::suite {

// Compares an ESSA assistance file: status, exit, the groups' flags and their total. `basis` says
// what the answers rest on; without results, the rules after colors are checked on what is
// published.
absl::Status CheckEssaFile(const Stubs& stubs, const ingestion::v1::Submission& submission,
                           const std::string& basis, FileReport& report);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_RECONCILE_ESSA_CHECK_H_
