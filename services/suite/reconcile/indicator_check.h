// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_RECONCILE_INDICATOR_CHECK_H_
#define SOS_SERVICES_SUITE_RECONCILE_INDICATOR_CHECK_H_

#include "absl/status/status.h"
#include "services/suite/reconcile/file_report.h"
#include "services/suite/stubs.h"

namespace sos::suite {

// Compares every status, change, level, color and box that the file of `submission` publishes with
// the result that the indicator service computes from the file's input columns.
//
// Where the rules take status and change from the file (academic, science), those two are inputs
// and not compared.
absl::Status CheckIndicatorFile(const Stubs& stubs, const ingestion::v1::Submission& submission,
                                FileReport& report);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_RECONCILE_INDICATOR_CHECK_H_
