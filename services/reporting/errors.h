// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_ERRORS_H_
#define SOS_SERVICES_REPORTING_ERRORS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/revision/revision.h"

// Every error that the reporting service returns. The reasons are documented in
// sos/reporting/v1/error_reason.proto.
namespace sos::reporting::errors {

// The domain of every ErrorInfo.
inline constexpr char kDomain[] = "sos.reporting.v1";

absl::Status FieldRequired(absl::string_view field);
absl::Status FieldInvalid(absl::string_view field, absl::string_view value,
                          absl::string_view expected);
absl::Status EntityNotFound(absl::string_view entity, absl::string_view message);
absl::Status ReportNotFound(absl::string_view report);
absl::Status StateLayoutNotFound(absl::string_view program, int dashboard_year);
// The columns of a list of the lowest performance are not known for that year; `file` is what the
// state's own file is called, without year and extension.
absl::Status RedListLayoutNotFound(absl::string_view file, int dashboard_year);
// Results that a list of the lowest performance speaks of are not loaded: `missing` names
// indicators, each with an LEA that lacks it.
absl::Status RedListIncomplete(int dashboard_year, const std::vector<std::string>& missing);
// Estimates of a year cannot be compared: nothing is published of it, or nothing was estimated
// before that came.
absl::Status NothingPublished(int dashboard_year);
absl::Status NothingEstimated(int dashboard_year);
// Nothing is written in that language; `known` has the codes of those that are.
absl::Status LanguageUnknown(absl::string_view language_code,
                             const std::vector<std::string>& known);
// A document of that kind is not made in that format.
absl::Status FormatUnknown(absl::string_view document, absl::string_view format);
absl::Status RevisionNotFound(const Revision& revision);

// Translates what `service` answered: its errors are never passed on as they are.
absl::Status FromUpstream(const absl::Status& status, absl::string_view service,
                          const Revision& revision);

}  // namespace sos::reporting::errors

#endif  // SOS_SERVICES_REPORTING_ERRORS_H_
