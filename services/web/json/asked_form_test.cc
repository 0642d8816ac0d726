// SPDX-License-Identifier: Apache-2.0
#include "services/web/json/asked_form.h"

#include <string>

#include "common/test_util/status_matchers.h"
#include "gtest/gtest.h"
#include "sos/indicator/v1/indicator_service.pb.h"

namespace sos::web {
namespace {

RoutedMethod Method(const std::string& name) {
  return *FindRoutedMethod("/sos.indicator.v1.IndicatorService/" + name);
}

// The content type of the answer to a POST of this content type; `415` where there is none.
std::string AnswerTo(const std::string& method, const std::string& type) {
  const auto form = FormOfPost(Method(method), {.headers = {{"content-type", type}}});
  return form.ok() ? std::string(form->content_type()) : "415";
}

TEST(AskedFormTest, AnswersInTheFormOfTheRequest) {
  EXPECT_EQ(AnswerTo("GetResult", "application/json"), "application/json");
  EXPECT_EQ(AnswerTo("GetResult", "application/proto"), "application/proto");
  EXPECT_EQ(AnswerTo("GetResult", "application/connect+json"), "415");
  EXPECT_EQ(AnswerTo("StreamResults", "application/connect+json"), "application/connect+json");
  EXPECT_EQ(AnswerTo("StreamResults", "application/connect+proto"), "application/connect+proto");
  EXPECT_EQ(AnswerTo("StreamResults", "application/json"), "application/x-ndjson");
  EXPECT_EQ(AnswerTo("StreamResults", "application/proto"), "415");
}

TEST(AskedFormTest, AnswersAStreamByGetInLines) {
  const auto form = FormOfGet(Method("StreamResults"), {.method = "GET"});
  ASSERT_THAT(form, test_util::IsOk());
  EXPECT_EQ(form->content_type(), "application/x-ndjson");
  EXPECT_THAT(
      FormOfGet(Method("StreamResults"), {.method = "GET", .query = {{"encoding", "proto"}}}),
      test_util::IsError(absl::StatusCode::kUnimplemented, "CONTENT_TYPE_UNSUPPORTED"));
}

TEST(AskedFormTest, ReadsTheMessageInEitherEncoding) {
  indicator::v1::GetResultRequest request;
  request.set_name("n");
  const auto read = [](AskedForm form, HttpRequest http) {
    return ReadMessage(Method("GetResult"), form, http, 100);
  };
  EXPECT_EQ(*read({}, {.method = "POST", .body = R"({"name":"n"})"}), request.SerializeAsString());
  EXPECT_EQ(*read({.json = false}, {.method = "POST", .body = request.SerializeAsString()}),
            request.SerializeAsString());
  EXPECT_THAT(read({}, {.method = "POST", .body = std::string(101, ' ')}),
              test_util::IsError(absl::StatusCode::kResourceExhausted, "REQUEST_TOO_LARGE"));
}

TEST(AskedFormTest, WaitsForAsLongAsItIsAsked) {
  const auto timeout = [](const char* text) {
    return AskedTimeout({.headers = {{"connect-timeout-ms", text}}});
  };
  EXPECT_EQ(*AskedTimeout({}), absl::InfiniteDuration());
  EXPECT_EQ(*timeout("0"), absl::ZeroDuration());
  EXPECT_EQ(*timeout("1500"), absl::Seconds(1.5));
  EXPECT_EQ(*timeout("9999999999"), absl::Milliseconds(9'999'999'999));
  for (const char* const text : {"10000000000", "-1", "+1", "1.5", "1s", "0x1"}) {
    EXPECT_THAT(timeout(text),
                test_util::IsError(absl::StatusCode::kInvalidArgument, "TIMEOUT_INVALID"));
  }
}

}  // namespace
}  // namespace sos::web
