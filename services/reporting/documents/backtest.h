// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOCUMENTS_BACKTEST_H_
#define SOS_SERVICES_REPORTING_DOCUMENTS_BACKTEST_H_

#include <map>

#include "absl/status/statusor.h"
#include "common/revision/revision.h"
#include "common/rpc/call.h"
#include "services/reporting/documents/backtest_comparison.h"
#include "services/reporting/sources/report_source.h"
#include "sos/reporting/v1/estimate.pb.h"

namespace sos::reporting {

// All that a comparison of estimates with published results tells.
struct YearComparison {
  std::map<ErrorGroup, Errors> groups;
  // Of LCFF eligibility, where it was asked for.
  DecisionErrors decisions;
};

// Compares what is published of the one year of the filter with the estimates that stood before the
// first of it was loaded, as the history of the data has them. ESTIMATES_NOT_COMPARED where either
// is not there, with what to load.
absl::StatusOr<YearComparison> CompareYear(ReportSource& source,
                                           const indicator::v1::ResultFilter& filter,
                                           bool with_decisions, const Revision& revision,
                                           const rpc::CallContext& context);

// The errors of all kinds of entities, or of all student groups, or both together.
std::map<ErrorGroup, Errors> Together(const std::map<ErrorGroup, Errors>& groups, bool of_kinds,
                                      bool of_student_groups);

v1::EstimateErrors ToProto(const ErrorGroup& group, const Errors& errors);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_DOCUMENTS_BACKTEST_H_
