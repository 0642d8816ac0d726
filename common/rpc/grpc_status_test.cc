// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/grpc_status.h"

#include "common/status/error.h"
#include "gtest/gtest.h"

namespace sos::rpc {
namespace {

TEST(GrpcStatusTest, AnErrorArrivesWithItsReasonAndFacts) {
  const absl::Status sent = MakeError(absl::StatusCode::kNotFound, "no such thing", "sos.test.v1",
                                      "THING_NOT_FOUND", {{"thing", "a thing"}});
  const grpc::Status wire = ToGrpcStatus(sent);
  EXPECT_EQ(wire.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(wire.error_message(), "no such thing");

  const absl::Status received = FromGrpcStatus(wire);
  EXPECT_EQ(received, sent);
  EXPECT_EQ(ErrorReason(received), "THING_NOT_FOUND");
  EXPECT_EQ(ErrorFactOf(received, "thing"), "a thing");
}

TEST(GrpcStatusTest, OkIsOkWithoutAnything) {
  EXPECT_TRUE(ToGrpcStatus(absl::OkStatus()).ok());
  EXPECT_EQ(ToGrpcStatus(absl::OkStatus()).error_details(), "");
  EXPECT_TRUE(FromGrpcStatus(grpc::Status::OK).ok());
}

TEST(GrpcStatusTest, EveryCodeIsTheSameThereAndBack) {
  for (int code = 1; code <= static_cast<int>(absl::StatusCode::kUnauthenticated); ++code) {
    const absl::Status status(static_cast<absl::StatusCode>(code), "why");
    EXPECT_EQ(FromGrpcStatus(ToGrpcStatus(status)), status) << code;
  }
}

TEST(GrpcStatusTest, DetailsThatCannotBeReadAreLeftOut) {
  const absl::Status status = FromGrpcStatus(
      grpc::Status(grpc::StatusCode::UNAVAILABLE, "try again", "\xff\xff no message"));
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(status.message(), "try again");
  EXPECT_EQ(ErrorReason(status), "");
}

}  // namespace
}  // namespace sos::rpc
