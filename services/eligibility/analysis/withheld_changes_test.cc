// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/analysis/withheld_changes.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::eligibility {
namespace {

using test_util::IsError;
using test_util::IsOk;
using ::testing::HasSubstr;

constexpr auto kDenied = absl::StatusCode::kPermissionDenied;
constexpr int kStoredYear = 2024;
constexpr char kLeaCode[] = "99600010000000";

class WithheldChangesTest : public testing::Test {
 protected:
  WithheldChangesTest() {
    Set(kStoredYear, StudentGroup::kAll, Indicator::kSuspension, Disclosure::kShown);
    Set(kStoredYear, StudentGroup::kAsian, Indicator::kSuspension, Disclosure::kChangeWithheld);
    Set(kStoredYear, StudentGroup::kWhite, Indicator::kSuspension, Disclosure::kWithheld);
  }

  void Set(int year, StudentGroup group, Indicator indicator, Disclosure disclosure) {
    EntityHistory& history = stored_.histories[*CdsCode::Parse(kLeaCode)];
    history.years[year].groups.try_emplace(group).first->second[static_cast<size_t>(indicator)] = {
        .origin = Origin::kResult, .disclosure = disclosure, .student_count = 40};
  }

  // What the caller is told who changes this result after one that is shown.
  absl::Status Check(const auth::Principal& caller, const std::string& result,
                     Program program = Program::kLcff) const {
    v1::EvaluateChangesRequest request;
    request.add_changes()->set_name(absl::StrCat("entities/", kLeaCode, "/results/2024-susp-all"));
    request.add_changes()->set_name(result);
    return CheckWithheld(caller, program, request, stored_);
  }
  absl::Status CheckPublic(const std::string& result, Program program = Program::kLcff) const {
    return Check({.role = auth::Role::kPublic},
                 absl::StrCat("entities/", kLeaCode, "/results/", result), program);
  }

  Evidence stored_;
};

TEST_F(WithheldChangesTest, EverybodyMayChangeWhatEverybodySees) {
  EXPECT_THAT(CheckPublic("2024-susp-all"), IsOk());
}

TEST_F(WithheldChangesTest, NobodyFindsWhatIsWithheldByTrying) {
  EXPECT_THAT(CheckPublic("2024-susp-wh"), IsError(kDenied, "RESULT_WITHHELD"));
  EXPECT_THAT(CheckPublic("2024-susp-as"), IsError(kDenied, "RESULT_WITHHELD"))
      << "its change, and the year before with it";
  EXPECT_THAT(std::string(CheckPublic("2024-susp-wh").message()), HasSubstr("2024-susp-wh"));
}

TEST_F(WithheldChangesTest, WhatIsNotStoredIsAnsweredAsWhatIsWithheld) {
  for (const char* const result : {"2024-susp-aa", "2024-chro-all", "2025-susp-all"}) {
    EXPECT_THAT(CheckPublic(result), IsError(kDenied, "RESULT_WITHHELD")) << result;
  }
  EXPECT_THAT(Check({.role = auth::Role::kPublic}, "entities/99600020000000/results/2024-susp-all"),
              IsError(kDenied, "RESULT_WITHHELD"));
}

TEST_F(WithheldChangesTest, CallersWithTheRightToTheCountsMayChangeAll) {
  const std::string own = absl::StrCat("entities/", kLeaCode, "/results/2024-susp-wh");
  const std::string other = "entities/01611190000000/results/2024-susp-wh";
  const auth::Principal lea{.role = auth::Role::kLea, .leas = {*CdsCode::Parse(kLeaCode)}};
  const auth::Principal county{.role = auth::Role::kCounty, .county_codes = {"99"}};
  EXPECT_THAT(Check(lea, own), IsOk());
  EXPECT_THAT(Check(lea, other), IsError(kDenied, "RESULT_WITHHELD"));
  EXPECT_THAT(Check(county, own), IsOk());
  EXPECT_THAT(Check(county, other), IsError(kDenied, "RESULT_WITHHELD"));
  for (const auth::Role role : {auth::Role::kState, auth::Role::kService, auth::Role::kUnchecked}) {
    EXPECT_THAT(Check({.role = role}, other), IsOk()) << auth::RoleName(role);
  }
  EXPECT_THAT(Check({.role = auth::Role::kOperator}, own), IsError(kDenied, "RESULT_WITHHELD"))
      << "operators see no counts";
}

TEST_F(WithheldChangesTest, ACohortThatIsAveragedWithAWithheldOneIsWithheldToo) {
  Set(kStoredYear, StudentGroup::kAll, Indicator::kGraduation, Disclosure::kShown);
  Set(kStoredYear - 1, StudentGroup::kAll, Indicator::kGraduation, Disclosure::kShown);
  stored_.histories.begin()->second.cohorts = {{kStoredYear - 1, {30, 40}},
                                               {kStoredYear, {30, 40}}};
  EXPECT_THAT(CheckPublic("2024-grad-all", Program::kEssa), IsOk());
  Set(kStoredYear - 1, StudentGroup::kAll, Indicator::kGraduation, Disclosure::kWithheld);
  const absl::Status refused = CheckPublic("2024-grad-all", Program::kEssa);
  EXPECT_THAT(refused, IsError(kDenied, "RESULT_WITHHELD"));
  EXPECT_THAT(std::string(refused.message()), HasSubstr("2023-grad-all"))
      << "the one that is hidden";
  EXPECT_THAT(CheckPublic("2024-grad-all", Program::kLcff), IsOk()) << "LCFF averages nothing";
}

TEST_F(WithheldChangesTest, ANameThatIsNoResultIsMalformed) {
  EXPECT_THAT(CheckPublic("2024-susp"),
              IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

}  // namespace
}  // namespace sos::eligibility
