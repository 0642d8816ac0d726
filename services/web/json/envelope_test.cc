// SPDX-License-Identifier: Apache-2.0
#include "services/web/json/envelope.h"

#include <string>

#include "common/test_util/status_matchers.h"
#include "gtest/gtest.h"

namespace sos::web {
namespace {

TEST(EnvelopeTest, WritesTheLengthInFourBytesBigEndFirst) {
  EXPECT_EQ(Enveloped(0, ""), std::string(5, '\0'));
  EXPECT_EQ(Enveloped(kEndStreamFlag, "{}"), std::string("\x02\0\0\0\x02{}", 7));
  const std::string large = Enveloped(0, std::string(0x01020304, 'x'));
  EXPECT_EQ(large.substr(0, kEnvelopePrefixBytes), std::string("\0\x01\x02\x03\x04", 5));
}

TEST(EnvelopeTest, ReadsWhatItWrites) {
  for (const std::string message : {"", "{}", "\xff\x80"}) {
    const std::string bytes = Enveloped(0, message);
    const auto read = OnlyEnvelope("Request", bytes);
    ASSERT_THAT(read, test_util::IsOk());
    EXPECT_EQ(*read, message);
  }
}

TEST(EnvelopeTest, RejectsLengthsThatAreNotThatOfTheBody) {
  for (const std::string& body :
       {std::string(), std::string(4, '\0'), Enveloped(0, "{}") + "x",
        Enveloped(0, "{}").substr(0, 6), std::string("\0\xff\xff\xff\xff{}", 7)}) {
    EXPECT_THAT(OnlyEnvelope("Request", body),
                test_util::IsError(absl::StatusCode::kInvalidArgument, "REQUEST_MALFORMED"));
  }
}

TEST(EnvelopeTest, RejectsFlagsThatItDoesNotKnow) {
  EXPECT_THAT(OnlyEnvelope("Request", Enveloped(kCompressedFlag, "{}")),
              test_util::IsError(absl::StatusCode::kUnimplemented, "COMPRESSION_UNSUPPORTED"));
  EXPECT_THAT(OnlyEnvelope("Request", Enveloped(kEndStreamFlag, "{}")),
              test_util::IsError(absl::StatusCode::kInvalidArgument, "REQUEST_MALFORMED"));
}

}  // namespace
}  // namespace sos::web
