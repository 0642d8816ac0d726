// SPDX-License-Identifier: Apache-2.0
#include "common/status/error.h"

#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "common/text/printable.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"

namespace sos {
namespace {

using ::testing::EndsWith;
using ::testing::StartsWith;

constexpr char kHostile[] = "\x1b]0;owned\x07 \u202ename\n";
constexpr char kShown[] = R"(\x1b]0;owned\x07 \u202ename\x0a)";

template <typename Detail>
Detail DetailOf(const absl::Status& status) {
  Detail detail;
  const auto payload =
      status.GetPayload(absl::StrCat("type.googleapis.com/", Detail::descriptor()->full_name()));
  EXPECT_TRUE(payload && detail.ParseFromString(std::string(*payload)));
  return detail;
}

TEST(ErrorTest, ShowsWhatARequestSaidInPrintableCharacters) {
  const absl::Status error =
      MakeError(absl::StatusCode::kInvalidArgument, absl::StrCat("no ", kHostile), "sos.test.v1",
                "FIELD_INVALID", {{"value", kHostile}}, {{"name", kHostile}});

  EXPECT_EQ(error.message(), absl::StrCat("no ", kShown));
  EXPECT_EQ(DetailOf<google::rpc::ErrorInfo>(error).metadata().at("value"), kShown);
  EXPECT_EQ(DetailOf<google::rpc::BadRequest>(error).field_violations(0).description(), kShown);
}

TEST(ErrorTest, CutsWhatIsTooLongBetweenTwoCharacters) {
  constexpr size_t kMaxMessageBytes = 1024;
  for (const std::string& unit : {std::string("a"), std::string("\u00f1"), std::string("\u5927"),
                                  std::string("\x1b"), std::string("\xe2\x80\xae")}) {
    std::string text = "no ";
    while (text.size() <= kMaxMessageBytes) text += unit;
    const absl::Status error = MakeError(absl::StatusCode::kNotFound, text, "sos.test.v1", "X");

    EXPECT_LE(error.message().size(), kMaxMessageBytes);
    EXPECT_THAT(std::string(error.message()), StartsWith("no "));
    EXPECT_THAT(std::string(error.message()), EndsWith("..."));
    EXPECT_TRUE(IsPrintable(error.message())) << error.message();
  }
}

}  // namespace
}  // namespace sos
