// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOCUMENTS_STATE_FILE_H_
#define SOS_SERVICES_REPORTING_DOCUMENTS_STATE_FILE_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/auth/principal.h"
#include "common/revision/revision.h"
#include "common/rpc/call.h"
#include "services/reporting/sources/report_source.h"
#include "sos/reporting/v1/state_layout.pb.h"

namespace sos::reporting {

// Writes the determinations that `filter` means in the columns of `layout`, line by line as they
// come, without what `reader` has no right to. Ends with the first error of `write`.
absl::Status WriteStateFile(ReportSource& source, const v1::StateLayout& layout,
                            const eligibility::v1::DeterminationFilter& filter,
                            const Revision& revision, const auth::Principal& reader,
                            const rpc::CallContext& context,
                            absl::FunctionRef<absl::Status(absl::string_view)> write);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_DOCUMENTS_STATE_FILE_H_
