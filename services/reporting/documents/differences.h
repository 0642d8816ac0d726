// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOCUMENTS_DIFFERENCES_H_
#define SOS_SERVICES_REPORTING_DOCUMENTS_DIFFERENCES_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "common/revision/revision.h"
#include "common/rpc/call.h"
#include "services/reporting/sources/report_source.h"
#include "sos/reporting/v1/reporting_service.pb.h"

namespace sos::reporting {

// Gives `send` the results of `filter` that differ between two revisions, as everybody may see
// them: by indicator and year, within these by entity and group. A result that is withheld in one
// of the two is left out: that it changed would tell something of it. Ends with the first error of
// `send`.
absl::Status FindDifferences(ReportSource& source, const indicator::v1::ResultFilter& filter,
                             const Revision& before, const Revision& after,
                             const rpc::CallContext& context,
                             absl::FunctionRef<absl::Status(v1::ResultDifference)> send);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_DOCUMENTS_DIFFERENCES_H_
