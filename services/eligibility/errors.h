// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_ERRORS_H_
#define SOS_SERVICES_ELIGIBILITY_ERRORS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/revision/revision.h"

// Every error that the eligibility service returns. The reasons are documented in
// sos/eligibility/v1/error_reason.proto.
namespace sos::eligibility::errors {

// The domain of every ErrorInfo.
inline constexpr char kDomain[] = "sos.eligibility.v1";

absl::Status FieldRequired(absl::string_view field);
absl::Status FieldInvalid(absl::string_view field, absl::string_view value,
                          absl::string_view expected);
absl::Status DeterminationNotFound(absl::string_view determination);
absl::Status RulebookNotFound(absl::string_view rulebook);
absl::Status RulebookInvalid(absl::string_view rulebook, absl::string_view problem);
absl::Status RevisionNotFound(const Revision& revision);
// A change of `result` could tell numbers that are withheld from the caller.
absl::Status ResultWithheld(absl::string_view result);
// What the request brought along for another service was refused by it, with `refusal`.
absl::Status InputRefused(const absl::Status& refusal);

// Translates what `service` answered: its errors are never passed on as they are.
absl::Status FromUpstream(const absl::Status& status, absl::string_view service,
                          const Revision& revision);

}  // namespace sos::eligibility::errors

#endif  // SOS_SERVICES_ELIGIBILITY_ERRORS_H_
