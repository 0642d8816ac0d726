// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/malformed_requests.h"

#include <memory>
#include <string>

#include "common/rpc/grpc_status.h"
#include "common/rpc/raw_call_test.h"
#include "common/rpc/server.h"
#include "common/test_util/status_matchers.h"
#include "gtest/gtest.h"

namespace sos::rpc {
namespace {

constexpr char kOurs[] = "/sos.test.v1.TestService/Ask";
constexpr char kNoMessage[] = "\xff\xff";

// How a server answers one call of the service's method.
absl::Status AnswerTo(OneMethod& service, const std::string& method, const std::string& request) {
  const auto server = Server::Create({.listen = ""}, {&service});
  EXPECT_TRUE(server.ok());
  return FromGrpcStatus(CallRaw((*server)->InProcessChannel(), method, request).status);
}

TEST(MalformedRequestsTest, BytesThatAreNoRequestAreTheCallersFault) {
  OneMethod service(kOurs);
  EXPECT_THAT(AnswerTo(service, kOurs, kNoMessage),
              test_util::IsError(absl::StatusCode::kInvalidArgument, "REQUEST_MALFORMED"));
}

TEST(MalformedRequestsTest, AWellFormedRequestIsAnsweredByItsHandler) {
  OneMethod works(kOurs);
  EXPECT_TRUE(AnswerTo(works, kOurs, "").ok());
  OneMethod fails(kOurs, grpc::Status(grpc::StatusCode::INTERNAL, "a defect"));
  const absl::Status status = AnswerTo(fails, kOurs, "");
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal) << "an error of ours stays one";
  EXPECT_EQ(status.message(), "a defect");
}

TEST(MalformedRequestsTest, OtherServicesAreLeftAlone) {
  constexpr char kOther[] = "/other.v1.OtherService/Ask";
  OneMethod service(kOther);
  EXPECT_EQ(AnswerTo(service, kOther, kNoMessage).code(), absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace sos::rpc
