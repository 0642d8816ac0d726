// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_REASONS_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_REASONS_H_

#include "absl/strings/string_view.h"

namespace sos::eligibility::reason {

// Reasons for which an answer is undecided; every rulebook lists and explains them.
inline constexpr absl::string_view kResultsMissing = "RESULTS_MISSING";
inline constexpr absl::string_view kOrangeUnknown = "ORANGE_UNKNOWN";
inline constexpr absl::string_view kResultUndetermined = "RESULT_UNDETERMINED";
inline constexpr absl::string_view kLettersUndecided = "LETTERS_UNDECIDED";
inline constexpr absl::string_view kSinglePrioritiesUnknown = "SINGLE_PRIORITIES_UNKNOWN";
inline constexpr absl::string_view kLocalIndicatorsMissing = "LOCAL_INDICATORS_MISSING";
inline constexpr absl::string_view kLateCertificationListMissing =
    "LATE_CERTIFICATION_LIST_MISSING";
inline constexpr absl::string_view kHistoryMissing = "HISTORY_MISSING";
inline constexpr absl::string_view kGroupCountUnknown = "GROUP_COUNT_UNKNOWN";
inline constexpr absl::string_view kSameGroupUnknown = "SAME_GROUP_UNKNOWN";
inline constexpr absl::string_view kPetitionUnknown = "PETITION_UNKNOWN";
inline constexpr absl::string_view kTitleIMissing = "TITLE_I_MISSING";
inline constexpr absl::string_view kGraduationAverageMissing = "GRADUATION_AVERAGE_MISSING";
inline constexpr absl::string_view kPriorStatusMissing = "PRIOR_STATUS_MISSING";
inline constexpr absl::string_view kExitConditionsUnknown = "EXIT_CONDITIONS_UNKNOWN";
inline constexpr absl::string_view kRuleUnknown = "RULE_UNKNOWN";
inline constexpr absl::string_view kRoundingUnknown = "ROUNDING_UNKNOWN";
inline constexpr absl::string_view kClassroomBasedMissing = "CLASSROOM_BASED_MISSING";
inline constexpr absl::string_view kMultiplierDataMissing = "MULTIPLIER_DATA_MISSING";

}  // namespace sos::eligibility::reason

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_REASONS_H_
