// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_EXPORTS_EXPORT_H_
#define SOS_SERVICES_REPORTING_EXPORTS_EXPORT_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/revision/revision.h"
#include "common/rpc/call.h"
#include "services/reporting/sources/report_source.h"
#include "sos/reporting/v1/reporting_service.pb.h"

namespace sos::reporting {

// The bytes of a file that another system takes, with what everybody may see. FIELD_INVALID for a
// format that is none, or for a program that the format is not about.
absl::StatusOr<std::string> MakeExport(ReportSource& source, v1::ExportFormat format,
                                       const eligibility::v1::DeterminationFilter& filter,
                                       const Revision& revision, const rpc::CallContext& context);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_EXPORTS_EXPORT_H_
