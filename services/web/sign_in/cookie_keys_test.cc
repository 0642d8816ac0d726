// SPDX-License-Identifier: Apache-2.0
#include "services/web/sign_in/cookie_keys.h"

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::web {
namespace {

using ::testing::Optional;

const std::string kOldKey(CookieKeys::kKeyBytes, 'o');
const std::string kNewKey(CookieKeys::kKeyBytes, 'n');

// RFC 7636, appendix B.
TEST(CookieKeysTest, MakesTheCodeChallengeOfTheStandard) {
  EXPECT_EQ(Sha256Text("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

TEST(CookieKeysTest, MakesRandomTextsOfTheAlphabetOfACodeVerifier) {
  const std::string text = RandomText(32);

  EXPECT_EQ(text.size(), 43U);  // The least of RFC 7636 4.1.
  EXPECT_EQ(
      text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
      std::string::npos);
  EXPECT_NE(text, RandomText(32));
}

TEST(CookieKeysTest, OpensWhatItSealedForTheSamePurpose) {
  const CookieKeys keys({kNewKey});
  const std::string sealed = keys.Seal("session", "token");

  EXPECT_THAT(keys.Open("session", sealed), Optional(std::string("token")));
  EXPECT_EQ(keys.Open("pending", sealed), std::nullopt);
  EXPECT_EQ(sealed.find("token"), std::string::npos);
  EXPECT_NE(sealed, keys.Seal("session", "token"));
  EXPECT_THAT(keys.Open("session", keys.Seal("session", "")), Optional(std::string()));
}

TEST(CookieKeysTest, OpensNothingOfWhichOneBitWasChanged) {
  const CookieKeys keys({kNewKey});
  std::string bytes;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(keys.Seal("session", "token"), &bytes));

  for (size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string changed = bytes;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_EQ(keys.Open("session", absl::WebSafeBase64Escape(changed)), std::nullopt) << bit;
  }
}

TEST(CookieKeysTest, OpensNothingThatWasCutOrIsNoSealedText) {
  const CookieKeys keys({kNewKey});
  const std::string sealed = keys.Seal("session", "token");

  for (size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_EQ(keys.Open("session", sealed.substr(0, size)), std::nullopt) << size;
  }
  EXPECT_EQ(keys.Open("session", sealed + "AAAA"), std::nullopt);
  EXPECT_EQ(keys.Open("session", "no base64 !"), std::nullopt);
}

TEST(CookieKeysTest, KeepsOpeningWithAnOldKeyUntilItIsRemoved) {
  const std::string sealed = CookieKeys({kOldKey}).Seal("session", "token");
  const std::string code = CookieKeys({kOldKey}).Authenticate("form", "session 1");
  const CookieKeys rotating({kNewKey, kOldKey});
  const CookieKeys rotated({kNewKey});

  EXPECT_THAT(rotating.Open("session", sealed), Optional(std::string("token")));
  EXPECT_TRUE(rotating.IsAuthentic("form", "session 1", code));
  EXPECT_THAT(rotated.Open("session", rotating.Seal("session", "newer")),
              Optional(std::string("newer")));
  EXPECT_EQ(rotated.Open("session", sealed), std::nullopt);
  EXPECT_FALSE(rotated.IsAuthentic("form", "session 1", code));
}

TEST(CookieKeysTest, AuthenticatesOnePurposeAndText) {
  const CookieKeys keys({kNewKey});
  const std::string code = keys.Authenticate("sign-out", "session 1");

  EXPECT_TRUE(keys.IsAuthentic("sign-out", "session 1", code));
  EXPECT_FALSE(keys.IsAuthentic("sign-out", "session 2", code));
  EXPECT_FALSE(keys.IsAuthentic("sign-ou", "tsession 1", code));
  EXPECT_FALSE(keys.IsAuthentic("notes", "session 1", code));
  EXPECT_FALSE(keys.IsAuthentic("sign-out", "session 1", ""));
}

TEST(CookieKeysTest, ReadsKeysOf32BytesInHexadecimalOrBase64) {
  const std::string key = "0123456789abcdef0123456789ABCDE\xff";

  EXPECT_THAT(CookieKeys::Parse(absl::BytesToHexString(key)), Optional(key));
  EXPECT_THAT(CookieKeys::Parse(absl::Base64Escape(key)), Optional(key));
  EXPECT_THAT(CookieKeys::Parse(absl::WebSafeBase64Escape(key)), Optional(key));
  for (const std::string& bad :
       {std::string(), std::string("password"), std::string(63, 'a'),
        absl::Base64Escape(key.substr(1)), absl::Base64Escape(key + "x"), std::string(64, 'g')}) {
    EXPECT_EQ(CookieKeys::Parse(bad), std::nullopt) << bad;
  }
}

}  // namespace
}  // namespace sos::web
