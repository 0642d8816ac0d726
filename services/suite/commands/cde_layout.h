// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_COMMANDS_CDE_LAYOUT_H_
#define SOS_SERVICES_SUITE_COMMANDS_CDE_LAYOUT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/suite/session.h"
#include "sos/eligibility/v1/determination.pb.h"

namespace sos::suite {

// Determinations of one program and year as the state publishes them: its columns, in its order,
// with its words for yes, no and blank, as CSV. Columns about which the suite knows nothing (the
// city, the grades offered) are blank. Returns kNotFound for a year of which no layout was seen.
absl::StatusOr<std::string> InCdeLayout(
    Session& session, eligibility::v1::Program program, int year,
    const std::vector<eligibility::v1::Determination>& determinations);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_COMMANDS_CDE_LAYOUT_H_
