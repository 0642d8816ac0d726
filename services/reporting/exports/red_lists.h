// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_EXPORTS_RED_LISTS_H_
#define SOS_SERVICES_REPORTING_EXPORTS_RED_LISTS_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/revision/revision.h"
#include "common/rpc/call.h"
#include "services/reporting/sources/report_source.h"
#include "sos/reporting/v1/reporting_service.pb.h"

namespace sos::reporting {

// True for the three lists of the lowest performance that the state publishes.
bool IsRedList(v1::ExportFormat format);

// Such a list in the state's columns, made from results: what everybody may see. Rows by code and
// group. STATE_LAYOUT_NOT_FOUND for a year whose columns are not known, with the file that would
// teach them; REPORT_NOT_FOUND where an LEA in the list has no results of one of its indicators and
// no file says that there are none: the list says of every result that it is, or is not, at the
// lowest performance. What is withheld has the state's sign for no value.
absl::StatusOr<std::string> StateRedList(ReportSource& source, v1::ExportFormat format,
                                         const eligibility::v1::DeterminationFilter& filter,
                                         const Revision& revision, const rpc::CallContext& context);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_EXPORTS_RED_LISTS_H_
