// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_CONVERT_RULE_VALUES_H_
#define SOS_SERVICES_INDICATOR_CONVERT_RULE_VALUES_H_

#include <chrono>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_field.h"
#include "services/indicator/domain/students/rules.h"
#include "sos/education/v1/education.pb.h"
#include "sos/indicator/v1/rulebook.pb.h"

// Values that several rules of `calculation` have. Each returns kInvalidArgument for what is none.
namespace sos::indicator {

// `KN`, or `01` to `12`.
absl::StatusOr<records::Grade> ToGrade(absl::string_view text);

// Scales, whose levels ascend.
absl::StatusOr<std::vector<records::ScoreScale>> ToScales(
    const google::protobuf::RepeatedPtrField<v1::ScoreScale>& protos);

// A day of the year such as `08-15`; `what` names the field in an error.
absl::StatusOr<std::chrono::month_day> ToDay(absl::string_view text, absl::string_view what);

// A percentage above 0 and at most 100 with at most one decimal, in thousandths.
absl::StatusOr<int> ToThousandths(const education::v1::Decimal& percent, absl::string_view what);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_CONVERT_RULE_VALUES_H_
