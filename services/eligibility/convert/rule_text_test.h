// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_CONVERT_RULE_TEXT_TEST_H_
#define SOS_SERVICES_ELIGIBILITY_CONVERT_RULE_TEXT_TEST_H_

#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/eligibility/domain/rulebook.h"
#include "sos/eligibility/v1/rulebook.pb.h"

namespace sos::eligibility {

// The rulebook that a test writes as text.
inline v1::Rulebook RulebookOf(const std::string& text) {
  v1::Rulebook rulebook;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &rulebook)) << text;
  return rulebook;
}

// What is wrong with rules that are refused.
inline std::string ProblemOf(const absl::StatusOr<ProgramRules>& rules) {
  EXPECT_EQ(rules.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(rules.status().message());
}

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_CONVERT_RULE_TEXT_TEST_H_
