// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_CONVERT_RULEBOOK_LIBRARY_H_
#define SOS_SERVICES_ELIGIBILITY_CONVERT_RULEBOOK_LIBRARY_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rulebook/rulebook_library.h"
#include "services/eligibility/domain/programs.h"
#include "services/eligibility/domain/rulebook.h"
#include "services/eligibility/errors.h"
#include "sos/eligibility/v1/rulebook.pb.h"

namespace sos::eligibility {

// Checks `proto` and turns it into rules. Returns RULEBOOK_INVALID with the first problem.
absl::StatusOr<Rulebook> ToRules(const v1::Rulebook& proto);

// The rulebooks of all programs.
using RulebookLibrary =
    sos::RulebookLibrary<v1::Rulebook, Rulebook, ToRules, errors::RulebookInvalid>;
using LoadedRulebook = RulebookLibrary::Entry;

// Returns RULEBOOK_INVALID if one of the rulebooks is a draft: only a simulation takes one.
absl::Status CheckInForce(const RulebookLibrary& library);

// `rulebooks/{program}-{year}`.
std::string RulebookName(Program program, int dashboard_year);

// All rules, as Determine() takes them. Points into `library`.
Rulebooks RulesOf(const RulebookLibrary& library);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_CONVERT_RULEBOOK_LIBRARY_H_
