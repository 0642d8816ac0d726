// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOCUMENTS_PLAN_EXPORT_H_
#define SOS_SERVICES_REPORTING_DOCUMENTS_PLAN_EXPORT_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/language/messages.h"
#include "sos/reporting/v1/lcap_pack.pb.h"
#include "sos/reporting/v1/reporting_service.pb.h"

namespace sos::reporting {

// The largest export that is read, in bytes: what a request may hold beside its other fields.
inline constexpr size_t kMaxPlanExportBytes = size_t{3} << 20;

// Reads the first sheet of the export of a plan from the electronic template and answers its
// metrics from the pack. A metric about several that are known has the code of the first and the
// answers of all. FIELD_INVALID, with row and column, for a workbook that cannot be read or is no
// such export.
absl::StatusOr<v1::FillPlanExportResponse> FillPlanExport(const v1::LcapPack& pack,
                                                          absl::string_view workbook,
                                                          const language::Messages& words);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_DOCUMENTS_PLAN_EXPORT_H_
