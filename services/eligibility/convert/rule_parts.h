// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_CONVERT_RULE_PARTS_H_
#define SOS_SERVICES_ELIGIBILITY_CONVERT_RULE_PARTS_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/eligibility/domain/rulebook.h"
#include "sos/eligibility/v1/rulebook.pb.h"

namespace sos::eligibility {

// Parts that rules of several programs are made of. Return kInvalidArgument with what is wrong.

// `what` is what was read there.
absl::StatusOr<Citation> ToCitation(const v1::Citation& proto, absl::string_view what);
absl::StatusOr<Test> ToTest(const v1::Test& proto);
absl::StatusOr<Reading> ToReading(v1::Reading reading, absl::string_view what);
// Years of determinations end with the rulebook's own where `own_year` is not 0.
absl::StatusOr<RecurrenceRule> ToRecurrence(const v1::RecurrenceRule& proto, int own_year = 0);
absl::StatusOr<std::vector<StudentGroup>> ToGroups(
    const google::protobuf::RepeatedField<int>& groups, absl::string_view what);

// Years of determinations: ascending, without repetition, none before the first Dashboard and none
// after the rulebook's own.
absl::Status CheckYears(const std::vector<int>& years, int own_year, absl::string_view what);

v1::Citation ToProto(const Citation& citation);
v1::Test ToProto(const Test& test);
v1::ColorCountCriterion ToProto(const ColorCountCriterion& criterion);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_CONVERT_RULE_PARTS_H_
