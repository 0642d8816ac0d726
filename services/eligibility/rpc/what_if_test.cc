// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "absl/strings/str_cat.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/rpc/in_process_test.h"

namespace sos::eligibility {
namespace {

using test_util::IsError;
using test_util::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class WhatIfRpcTest : public EligibilityRpcTest {
 protected:
  WhatIfRpcTest() { *request_.mutable_filter() = FilterOfYear(kYear); }

  void Change(const std::string& code, const std::string& result = "2024-susp-hom") {
    auto& change = *request_.add_changes();
    change.set_name(absl::StrCat("entities/", code, "/results/", result));
    change.set_current_numerator(1);
  }
  absl::StatusOr<v1::EvaluateChangesResponse> Evaluate() {
    return Call<v1::EvaluateChangesResponse>(&Stub::EvaluateChanges, request_);
  }

  v1::EvaluateChangesRequest request_;
};

TEST_F(WhatIfRpcTest, AnswersBeforeAndAfterWithTheResultsThatChange) {
  evidence_.changed = evidence_.evidence;
  SetColor(kStruggling, StudentGroup::kHomeless, Indicator::kSuspension, Color::kGreen,
           *evidence_.changed);
  request_.mutable_filter()->add_entities(absl::StrCat("entities/", kStruggling));
  Change(kStruggling);
  const auto response = Evaluate();
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->before_size(), 1);
  ASSERT_EQ(response->after_size(), 1);
  EXPECT_EQ(response->before(0).eligibility(), v1::OUTCOME_MET);
  EXPECT_EQ(response->after(0).eligibility(), v1::OUTCOME_NOT_MET);
  ASSERT_EQ(response->results_size(), 1) << "what stays as it is is not listed";
  EXPECT_EQ(response->results(0).result(),
            absl::StrCat("entities/", kStruggling, "/results/2024-susp-hom"));
  EXPECT_EQ(response->results(0).before().color(), education::v1::COLOR_RED);
  EXPECT_EQ(response->results(0).after().color(), education::v1::COLOR_GREEN);
}

TEST_F(WhatIfRpcTest, AResultThatWasNotThereHasNothingBefore) {
  evidence_.changed = evidence_.evidence;
  SetColor(kQuiet, StudentGroup::kWhite, Indicator::kScience, Color::kBlue, *evidence_.changed);
  Change(kQuiet, "2024-science-wh");
  const auto response = Evaluate();
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->results_size(), 1);
  EXPECT_FALSE(response->results(0).has_before());
  EXPECT_EQ(response->results(0).after().color(), education::v1::COLOR_BLUE);
  EXPECT_EQ(response->results(0).after().disclosure(), education::v1::DISCLOSURE_WITHHELD);
}

TEST_F(WhatIfRpcTest, AResultIsDisclosedAsItIsStored) {
  const auto suspension = [](Evidence& evidence) -> Performance& {
    return evidence.histories[*CdsCode::Parse(kStruggling)]
        .years[kYear]
        .groups[StudentGroup::kHomeless][static_cast<size_t>(Indicator::kSuspension)];
  };
  suspension(evidence_.evidence).disclosure = Disclosure::kWithheld;
  evidence_.changed = evidence_.evidence;
  suspension(*evidence_.changed) = {.origin = Origin::kResult, .colors = Bit(4)};
  Change(kStruggling);
  const auto response = Evaluate();
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->results_size(), 1);
  EXPECT_EQ(response->results(0).before().disclosure(), education::v1::DISCLOSURE_WITHHELD);
  EXPECT_EQ(response->results(0).after().disclosure(), education::v1::DISCLOSURE_WITHHELD);
  EXPECT_EQ(response->results(0).entity().name(), absl::StrCat("entities/", kStruggling))
      << "by which the mask knows whose result it is";
}

TEST_F(WhatIfRpcTest, AsksForTheEntitiesWhoseResultsChange) {
  Change(kStruggling);
  Change(kStruggling, "2024-chro-hom");
  ASSERT_THAT(Evaluate(), IsOk());
  ASSERT_THAT(evidence_.loaded, SizeIs(2));
  EXPECT_THAT(evidence_.loaded[0].entities, ElementsAre(*CdsCode::Parse(kStruggling)));
  EXPECT_THAT(evidence_.loaded[0].changes, IsEmpty()) << "first as it is";
  EXPECT_THAT(evidence_.loaded[1].changes, SizeIs(2)) << "then with all changes";
}

TEST_F(WhatIfRpcTest, AResultOfASchoolMayChangeThePlanOfItsLea) {
  request_.mutable_filter()->set_program(v1::PROGRAM_LCAP);
  Change("99600020130229", "2024-susp-all");
  ASSERT_THAT(Evaluate(), IsOk());
  EXPECT_THAT(evidence_.loaded[0].entities, ElementsAre(*CdsCode::Parse(kStruggling)));
}

TEST_F(WhatIfRpcTest, AnEntityOfAComingYearHasNoDeterminationBefore) {
  evidence_.changed = evidence_.evidence;
  evidence_.evidence.entities_of_year.clear();
  Change(kQuiet);
  const auto response = Evaluate();
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->after_size(), 1);
  ASSERT_EQ(response->before_size(), 1) << "entry i belongs to entry i";
  EXPECT_EQ(response->before(0).name(), "");
}

TEST_F(WhatIfRpcTest, RefusesANameThatIsNoResult) {
  for (const char* const name : {"", "entities/99600010000000", "entities/1/results/2024-susp-all",
                                 "entities/99600010000000/results/2024-susp-all/more"}) {
    request_.clear_changes();
    request_.add_changes()->set_name(name);
    EXPECT_THAT(Evaluate(), IsError(kInvalid, "FIELD_INVALID")) << name;
  }
  EXPECT_THAT(evidence_.loaded, IsEmpty());
}

}  // namespace
}  // namespace sos::eligibility
