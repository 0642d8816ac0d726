// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicator/errors.h"
#include "services/indicator/rpc/in_process_test.h"

namespace sos::indicator {
namespace {

using test_util::IsError;
using test_util::IsOk;
using ::testing::IsEmpty;
using ::testing::Not;

absl::StatusOr<v1::Explanation> Explain(InProcessIndicator& indicator, const std::string& what,
                                        int64_t revision = 0, const std::string& language = "") {
  v1::ExplainResultRequest request;
  request.set_language_code(language);
  request.set_name(std::string("entities/") + kDistrict + "/results/" + what);
  request.set_revision(revision);
  return indicator.Call<v1::Explanation>(&Stub::ExplainResult, request);
}

TEST(ExplanationsTest, ExplainsTheResultThatGetResultGives) {
  InProcessIndicator indicator({PublishedSuspension(kDistrict)});
  const auto explanation = Explain(indicator, "2024-susp-all");
  ASSERT_THAT(explanation, IsOk());
  v1::GetResultRequest request;
  request.set_name(explanation->result().name());
  const auto result = indicator.Call<v1::Result>(&Stub::GetResult, request);
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(explanation->result().SerializeAsString(), result->SerializeAsString());
}

TEST(ExplanationsTest, EveryStepIsDescribedAndTheBordersAreOfOtherLevels) {
  InProcessIndicator indicator({PublishedSuspension(kDistrict)});
  const auto explanation = Explain(indicator, "2024-susp-all");
  ASSERT_THAT(explanation, IsOk());
  ASSERT_THAT(explanation->steps(), Not(IsEmpty()));
  for (const v1::Explanation::Step& step : explanation->steps()) {
    EXPECT_NE(step.description(), "") << step.subject();
  }
  for (const v1::Explanation::Border& border : explanation->status_borders()) {
    EXPECT_NE(border.level(), explanation->result().status_level());
  }
  EXPECT_EQ(explanation->table().id(), explanation->result().table_id());
}

TEST(ExplanationsTest, SaysWhatIsWrongWithANameOrARevision) {
  InProcessIndicator indicator({PublishedSuspension(kDistrict)});
  EXPECT_THAT(indicator.Call<v1::Explanation>(&Stub::ExplainResult, v1::ExplainResultRequest()),
              IsError(kInvalid, "FIELD_REQUIRED"));
  EXPECT_THAT(Explain(indicator, "nonsense"), IsError(kInvalid, "FIELD_INVALID"));
  EXPECT_THAT(Explain(indicator, "2024-susp-el"), IsError(kNotFound, "RESULT_NOT_FOUND"));
  EXPECT_THAT(Explain(indicator, "2024-susp-all", 7), IsError(kNotFound, "REVISION_NOT_FOUND"));
}

TEST(ExplanationsTest, SpeaksTheLanguageOfTheRequest) {
  InProcessIndicator indicator({PublishedSuspension(kDistrict)});
  const auto english = Explain(indicator, "2024-susp-all", 0, "en");
  const auto spanish = Explain(indicator, "2024-susp-all", 0, "es");
  ASSERT_THAT(english, IsOk());
  ASSERT_THAT(spanish, IsOk());
  ASSERT_EQ(spanish->steps_size(), english->steps_size());
  EXPECT_EQ(english->steps(0).description(),
            "7 of 70 students, rounded to one decimal with ties away from zero: 10.0 %.");
  EXPECT_EQ(spanish->steps(0).description(),
            "7 de 70 estudiantes, redondeado a un decimal, con los empates hacia el valor más "
            "alejado de cero: 10.0 %.");
  for (int i = 0; i < english->steps_size(); ++i) {
    EXPECT_EQ(spanish->steps(i).subject(), english->steps(i).subject());
    EXPECT_NE(spanish->steps(i).description(), english->steps(i).description());
  }
  EXPECT_THAT(Explain(indicator, "2024-susp-all", 0, "xx"), IsError(kInvalid, "FIELD_INVALID"));
}

TEST(ExplanationsTest, KeepsAnExplanationUntilTheDataChange) {
  InProcessIndicator indicator({PublishedSuspension(kDistrict)});
  ASSERT_THAT(Explain(indicator, "2024-susp-all"), IsOk());
  indicator.stored.failure = errors::FromIngestion(absl::UnavailableError("down"), {});
  EXPECT_THAT(Explain(indicator, "2024-susp-all"), IsOk()) << "from the cache";
  indicator.revisions.newest = {.number = 2, .identity = "second"};
  EXPECT_THAT(Explain(indicator, "2024-susp-all"), IsError(kUnavailable, "INGESTION_UNAVAILABLE"));
}

}  // namespace
}  // namespace sos::indicator
