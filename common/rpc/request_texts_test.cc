// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/request_texts.h"

#include <string>

#include "common/status/error.h"
#include "common/test_util/status_matchers.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"

namespace sos::rpc {
namespace {

using test_util::IsError;
using test_util::IsOk;

constexpr char kTextDomain[] = "sos.test.v1";

TEST(RequestTextsTest, ATextMayHaveAsManyBytesAsTheLimit) {
  google::rpc::ErrorInfo request;
  EXPECT_THAT(CheckTexts(request, kTextDomain), IsOk());
  request.set_reason(std::string(kMaxTextBytes, 'x'));
  EXPECT_THAT(CheckTexts(request, kTextDomain), IsOk());
  request.mutable_reason()->push_back('x');
  const absl::Status status = CheckTexts(request, kTextDomain);
  EXPECT_THAT(status, IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_EQ(ErrorFactOf(status, "field"), "reason");
  EXPECT_EQ(ErrorFactOf(status, "value"), "4097 bytes") << "and not the text itself";
}

TEST(RequestTextsTest, LooksIntoMessagesListsAndMaps) {
  const std::string too_long(kMaxTextBytes + 1, 'x');
  google::rpc::BadRequest list;
  list.add_field_violations()->set_description("short");
  list.add_field_violations()->set_description(too_long);
  EXPECT_EQ(ErrorFactOf(CheckTexts(list, kTextDomain), "field"), "field_violations.description");
  google::rpc::ErrorInfo map;
  (*map.mutable_metadata())["key"] = too_long;
  EXPECT_EQ(ErrorFactOf(CheckTexts(map, kTextDomain), "field"), "metadata.value");
}

TEST(RequestTextsTest, WhatSomebodyTypesToFindSomethingIsShorter) {
  EXPECT_THAT(CheckSearch(kTextDomain, "query", ""), IsOk());
  EXPECT_THAT(CheckSearch(kTextDomain, "query", std::string(kMaxSearchBytes, 'x')), IsOk());
  const absl::Status status =
      CheckSearch(kTextDomain, "query", std::string(kMaxSearchBytes + 1, 'x'));
  EXPECT_THAT(status, IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_EQ(ErrorFactOf(status, "field"), "query");
}

}  // namespace
}  // namespace sos::rpc
