// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_RECONCILE_PROGRAM_CHECKS_H_
#define SOS_SERVICES_SUITE_RECONCILE_PROGRAM_CHECKS_H_

#include "absl/status/status.h"
#include "services/suite/reconcile/file_report.h"
#include "services/suite/stubs.h"

namespace sos::suite {

// Compares an Equity Multiplier file: rates, thresholds, eligibility and entitlement of each
// school.
absl::Status CheckEquityMultiplierFile(const Stubs& stubs,
                                       const ingestion::v1::Submission& submission,
                                       FileReport& report);

// Compares a list of LEAs with a required goal, and their student groups. An LEA that is not in the
// list and has the duty is a difference.
absl::Status CheckRequiredGoalFile(const Stubs& stubs, const ingestion::v1::Submission& submission,
                                   FileReport& report);

// Compares a list of lowest performance with results, for the rows of which there are results.
absl::Status CheckLowestPerformanceFile(const Stubs& stubs,
                                        const ingestion::v1::Submission& submission,
                                        FileReport& report);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_RECONCILE_PROGRAM_CHECKS_H_
