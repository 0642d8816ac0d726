// SPDX-License-Identifier: Apache-2.0
#include "services/web/json/connect_error.h"

#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace sos::web {
namespace {

using Json = nlohmann::json;

TEST(ConnectErrorTest, HasTheNamesAndStatusesOfTheProtocol) {
  std::string table;
  for (int code = 1; code <= 16; ++code) {
    const auto status = static_cast<absl::StatusCode>(code);
    absl::StrAppend(&table, ConnectCode(status), " ", HttpStatusOf(status), "\n");
  }
  EXPECT_EQ(
      table,
      "canceled 499\nunknown 500\ninvalid_argument 400\ndeadline_exceeded 504\nnot_found 404\n"
      "already_exists 409\npermission_denied 403\nresource_exhausted 429\n"
      "failed_precondition 400\naborted 409\nout_of_range 400\nunimplemented 501\n"
      "internal 500\nunavailable 503\ndata_loss 500\nunauthenticated 401\n");
  EXPECT_EQ(ConnectCode(static_cast<absl::StatusCode>(99)), "unknown");
}

TEST(ConnectErrorTest, WritesEveryDetailWithItsBytesAndItsJson) {
  const Json error =
      Json::parse(ErrorJson(MakeError(absl::StatusCode::kNotFound, "It is not there.", "sos.x",
                                      "NOT_THERE", {{"what", "it"}}, {{"name", "names nothing"}})));
  EXPECT_EQ(error["code"], "not_found");
  EXPECT_EQ(error["message"], "It is not there.");
  ASSERT_EQ(error["details"].size(), 2);
  for (const Json& detail : error["details"]) {
    std::string bytes;
    ASSERT_TRUE(absl::Base64Unescape(detail["value"].get<std::string>(), &bytes));
    if (detail["type"] == "google.rpc.ErrorInfo") {
      google::rpc::ErrorInfo info;
      ASSERT_TRUE(info.ParseFromString(bytes));
      EXPECT_EQ(info.reason(), "NOT_THERE");
      EXPECT_EQ(detail["debug"]["metadata"]["what"], "it");
    } else {
      EXPECT_EQ(detail["type"], "google.rpc.BadRequest");
      EXPECT_EQ(detail["debug"]["fieldViolations"][0]["field"], "name");
    }
  }
}

TEST(ConnectErrorTest, WritesADetailThatItDoesNotKnowAsBytes) {
  absl::Status status = absl::InternalError("x");
  status.SetPayload("type.googleapis.com/some.Thing", absl::Cord("\x01"));
  EXPECT_EQ(ErrorJson(status),
            R"({"code":"internal","message":"x","details":[{"type":"some.Thing","value":"AQ"}]})");
}

TEST(ConnectErrorTest, WritesNoDetailsWhereThereAreNone) {
  EXPECT_EQ(ErrorJson(absl::InternalError("a \"b\" \xff")),
            "{\"code\":\"internal\",\"message\":\"a \\\"b\\\" \xef\xbf\xbd\"}");
}

}  // namespace
}  // namespace sos::web
