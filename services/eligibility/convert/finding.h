// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_CONVERT_FINDING_H_
#define SOS_SERVICES_ELIGIBILITY_CONVERT_FINDING_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/eligibility/domain/determination.h"
#include "sos/eligibility/v1/determination.pb.h"

namespace sos::eligibility {

// The findings of a determination as the contract lists them, one after another: every rule applied
// to every group, met or not, with the numbers it rests on.

// Adds those on the student groups under `groups`, the finding of LCFF's first method.
void AddGroupFindings(const Finding& groups, const Determination& determination,
                      v1::Determination& proto);

// Adds those on the methods.
void AddMethodFindings(const std::vector<MethodAnswer>& methods, v1::Determination& proto);

// Adds the answer on a recurrence to `proto`, and its sentence to `answer`.
void AddRecurrence(const RecurrenceAnswer& recurrence, const Finding& finding,
                   v1::RecurrenceAnswer& answer, v1::Determination& proto);

// Adds one, and returns it.
v1::Finding& AddFinding(absl::string_view rule, Outcome outcome, std::string description,
                        const Citation& citation, v1::Determination& proto);

// The sentence, and why it is undecided.
std::string WithReason(absl::string_view sentence, absl::string_view reason);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_CONVERT_FINDING_H_
