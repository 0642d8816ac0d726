// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_ERRORS_H_
#define SOS_SERVICES_INDICATOR_ERRORS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/revision/revision.h"

// Every error that the indicator service returns. The reasons are documented in
// sos/indicator/v1/error_reason.proto.
namespace sos::indicator::errors {

// The domain of every ErrorInfo.
inline constexpr char kDomain[] = "sos.indicator.v1";

absl::Status FieldRequired(absl::string_view field);
absl::Status FieldInvalid(absl::string_view field, absl::string_view value,
                          absl::string_view expected);
absl::Status ResultNotFound(absl::string_view result);
absl::Status RulebookNotFound(absl::string_view rulebook);
absl::Status RulebookInvalid(absl::string_view rulebook, absl::string_view problem);
absl::Status RevisionNotFound(const Revision& revision);
absl::Status ReplicasOnly();

// Translates what ingestion answered: its errors are never passed on as they are.
absl::Status FromIngestion(const absl::Status& status, const Revision& revision);

}  // namespace sos::indicator::errors

#endif  // SOS_SERVICES_INDICATOR_ERRORS_H_
