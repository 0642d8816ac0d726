// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/rpc/eligibility_service.h"

#include <string>
#include <vector>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/errors.h"
#include "services/eligibility/rpc/in_process_test.h"

namespace sos::eligibility {
namespace {

using test_util::IsError;
using test_util::IsOk;
using testing::ElementsAre;
using testing::IsEmpty;

class EligibilityServiceTest : public EligibilityRpcTest {
 protected:
  absl::StatusOr<v1::Determination> Get(const std::string& name) {
    v1::GetDeterminationRequest request;
    request.set_name(name);
    return Call<v1::Determination>(&Stub::GetDetermination, request);
  }
};

TEST_F(EligibilityServiceTest, GetsOneDeterminationWithTheRevisionThatItRestsOn) {
  const auto determination =
      Get(std::string("entities/") + kStruggling + "/determinations/lcff-2024");
  ASSERT_THAT(determination, IsOk());
  EXPECT_EQ(determination->eligibility(), v1::OUTCOME_MET);
  EXPECT_EQ(determination->revision(), 1);
  EXPECT_EQ(determination->revision_identity(), "first");
  EXPECT_THAT(evidence_.loaded.back().entities, ElementsAre(*CdsCode::Parse(kStruggling)));
}

TEST_F(EligibilityServiceTest, KnowsNothingOfAnEntityWithoutEvidence) {
  evidence_.evidence = {};
  EXPECT_THAT(Get(std::string("entities/") + kQuiet + "/determinations/lcff-2024"),
              IsError(absl::StatusCode::kNotFound, "DETERMINATION_NOT_FOUND"));
}

TEST_F(EligibilityServiceTest, SaysWhatIsWrongWithAName) {
  EXPECT_THAT(Get(""), IsError(absl::StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  for (const char* const name : {"entities/1/determinations/lcff-2024", "determinations/lcff-2024",
                                 "entities/99600010000000/determinations/lcff",
                                 "entities/99600010000000/determinations/none-2024"}) {
    EXPECT_THAT(Get(name), IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID")) << name;
  }
  EXPECT_THAT(Get("entities/99600010000000/determinations/lcff-2099"),
              IsError(absl::StatusCode::kNotFound, "RULEBOOK_NOT_FOUND"));
}

TEST_F(EligibilityServiceTest, RefusesARevisionThatTheHistoryDoesNotHave) {
  v1::GetDeterminationRequest request;
  request.set_name(std::string("entities/") + kQuiet + "/determinations/lcff-2024");
  request.set_revision(7);
  EXPECT_THAT(Call<v1::Determination>(&Stub::GetDetermination, request),
              IsError(absl::StatusCode::kNotFound, "REVISION_NOT_FOUND"));
}

TEST_F(EligibilityServiceTest, ListsByCodePageByPage) {
  v1::ListDeterminationsRequest request;
  *request.mutable_filter() = FilterOfYear(kYear);
  request.set_page_size(1);
  std::vector<std::string> names;
  do {
    const auto page = Call<v1::ListDeterminationsResponse>(&Stub::ListDeterminations, request);
    ASSERT_THAT(page, IsOk());
    ASSERT_EQ(page->determinations_size(), 1);
    names.push_back(page->determinations(0).entity().name());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(names, ElementsAre(std::string("entities/") + kQuiet,
                                 std::string("entities/") + kStruggling));
}

TEST_F(EligibilityServiceTest, StreamsEveryEntityOfTheYearOnce) {
  v1::StreamDeterminationsRequest request;
  *request.mutable_filter() = FilterOfYear(kYear);
  grpc::ClientContext context;
  const auto reader = stub_->StreamDeterminations(&context, request);
  std::vector<v1::Outcome> eligibility;
  v1::StreamDeterminationsResponse response;
  while (reader->Read(&response)) {
    for (const auto& determination : response.determinations()) {
      eligibility.push_back(determination.eligibility());
    }
  }
  EXPECT_TRUE(reader->Finish().ok());
  EXPECT_THAT(eligibility, ElementsAre(v1::OUTCOME_NOT_MET, v1::OUTCOME_MET));
}

TEST_F(EligibilityServiceTest, AHistorySaysFirstWhichYearsItNeeds) {
  v1::StreamHistoriesRequest request;
  request.set_program(v1::PROGRAM_LCFF);
  grpc::ClientContext context;
  const auto reader = stub_->StreamHistories(&context, request);
  v1::StreamHistoriesResponse response;
  std::vector<std::string> names;
  while (reader->Read(&response)) {
    for (const auto& history : response.histories()) names.push_back(history.entity().name());
  }
  EXPECT_TRUE(reader->Finish().ok());
  EXPECT_EQ(evidence_.prepared, 1) << "one read for all years";
  EXPECT_GT(evidence_.loaded.size(), 5) << "one load a rulebook of LCFF";
  EXPECT_THAT(names, ElementsAre(std::string("entities/") + kQuiet,
                                 std::string("entities/") + kStruggling));
}

TEST_F(EligibilityServiceTest, AnswersWithWhatTheSourceOfEvidenceSays) {
  evidence_.failure = errors::FromUpstream(absl::UnavailableError("down"), "indicator", {});
  EXPECT_THAT(Get(std::string("entities/") + kQuiet + "/determinations/lcff-2024"),
              IsError(absl::StatusCode::kUnavailable, "UPSTREAM_UNAVAILABLE"));
  v1::StreamHistoriesRequest request;
  request.set_program(v1::PROGRAM_LCFF);
  grpc::ClientContext context;
  const auto reader = stub_->StreamHistories(&context, request);
  v1::StreamHistoriesResponse response;
  EXPECT_FALSE(reader->Read(&response)) << "nothing half-answered";
  EXPECT_THAT(rpc::FromGrpcStatus(reader->Finish()),
              IsError(absl::StatusCode::kUnavailable, "UPSTREAM_UNAVAILABLE"));
}

TEST_F(EligibilityServiceTest, ExplainsADeterminationAsItIs) {
  v1::ExplainDeterminationRequest request;
  request.set_name(std::string("entities/") + kStruggling + "/determinations/lcff-2024");
  const auto explanation = Call<v1::DeterminationExplanation>(&Stub::ExplainDetermination, request);
  ASSERT_THAT(explanation, IsOk());
  EXPECT_EQ(explanation->reasoning().outcome(), explanation->determination().eligibility());
}

TEST_F(EligibilityServiceTest, AsksForChangesAndForAProgramThatLooksAtResults) {
  v1::EvaluateChangesRequest request;
  *request.mutable_filter() = FilterOfYear(kYear);
  EXPECT_THAT(Call<v1::EvaluateChangesResponse>(&Stub::EvaluateChanges, request),
              IsError(absl::StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  request.add_changes()->set_name("entities/99600010000000/results/2024-susp-all");
  request.mutable_filter()->set_program(v1::PROGRAM_EQUITY_MULTIPLIER);
  EXPECT_THAT(Call<v1::EvaluateChangesResponse>(&Stub::EvaluateChanges, request),
              IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(evidence_.loaded, IsEmpty()) << "refused before anything is read";
}

TEST_F(EligibilityServiceTest, RefusesToCompareWithoutOtherRules) {
  v1::SimulatePolicyRequest request;
  request.set_program(v1::PROGRAM_LCFF);
  request.add_dashboard_years(kYear);
  grpc::ClientContext context;
  const auto reader = stub_->SimulatePolicy(&context, request);
  v1::SimulatePolicyResponse response;
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_THAT(rpc::FromGrpcStatus(reader->Finish()),
              IsError(absl::StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
}

TEST_F(EligibilityServiceTest, HandsOutTheRulebooksThatItApplies) {
  v1::GetRulebookRequest request;
  request.set_name("rulebooks/lcff-2025");
  const auto rulebook = Call<v1::Rulebook>(&Stub::GetRulebook, request);
  ASSERT_THAT(rulebook, IsOk());
  EXPECT_EQ(rulebook->dashboard_year(), 2025);
  request.set_name("rulebooks/lcff-1999");
  EXPECT_THAT(Call<v1::Rulebook>(&Stub::GetRulebook, request),
              IsError(absl::StatusCode::kNotFound, "RULEBOOK_NOT_FOUND"));
}

TEST_F(EligibilityServiceTest, LooksForTheNearestChangeInOneYearOfAKnownProgram) {
  v1::StreamNearestRequest request;
  *request.mutable_filter() = FilterOfYear(1999);
  grpc::ClientContext context;
  const auto reader = stub_->StreamNearest(&context, request);
  v1::StreamNearestResponse response;
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_THAT(rpc::FromGrpcStatus(reader->Finish()),
              IsError(absl::StatusCode::kNotFound, "RULEBOOK_NOT_FOUND"));
}

}  // namespace
}  // namespace sos::eligibility
