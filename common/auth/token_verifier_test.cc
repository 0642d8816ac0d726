// SPDX-License-Identifier: Apache-2.0
#include "common/auth/token_verifier.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/metrics/metrics.h"
#include "common/test_util/token_signer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::auth {
namespace {

constexpr int64_t kNow = 1'800'000'000;

using Signer = TokenSigner;

const Signer& RsaSigner() {
  static const auto* const kSigner = new Signer(true);
  return *kSigner;
}

class TokenVerifierTest : public ::testing::Test {
 protected:
  TokenVerifierTest() {
    directory_ = (std::filesystem::path(::testing::TempDir()) / "sos-keys-XXXXXX").string();
    EXPECT_NE(mkdtemp(directory_.data()), nullptr);
    WriteKeys({RsaSigner().Jwk("a")});
    verifier_ = *TokenVerifier::Create({.key_file = directory_ + "/jwks.json",
                                        .issuer = "https://id.example",
                                        .audience = "sos",
                                        .clock_skew = absl::Seconds(60)},
                                       clock_);
  }
  ~TokenVerifierTest() override { std::filesystem::remove_all(directory_); }

  void WriteKeys(const std::vector<std::string>& keys) {
    WriteFile(absl::StrCat(R"({"keys":[)", absl::StrJoin(keys, ","), "]}"));
  }
  void WriteFile(const std::string& text) { std::ofstream(directory_ + "/jwks.json") << text; }
  // Whether the operator is told that the file cannot be used.
  static bool Alerts() {
    return absl::StrContains(metrics::Text(), "\nsos_auth_key_set_unusable 1\n");
  }
  static std::string Claims(const std::string& more = R"("sos_role":"state")",
                            int64_t expires = kNow + 600) {
    return absl::StrCat(R"({"iss":"https://id.example","aud":"sos","sub":"user-1","exp":)", expires,
                        ",", more, "}");
  }
  static std::string Token(const std::string& claims,
                           const std::string& header = R"({"alg":"RS256","kid":"a"})") {
    return RsaSigner().Token(header, claims);
  }
  std::string Why(const std::string& token) {
    return std::string(verifier_->Verify(token).status().message());
  }

  FakeClock clock_{absl::FromUnixSeconds(kNow)};
  std::string directory_;
  std::unique_ptr<TokenVerifier> verifier_;
};

TEST_F(TokenVerifierTest, TakesATokenOfTheProvider) {
  const auto principal = verifier_->Verify(Token(Claims()));

  ASSERT_TRUE(principal.ok()) << principal.status();
  EXPECT_EQ(principal->role, Role::kState);
  EXPECT_EQ(principal->subject, "https://id.example user-1");
}

TEST_F(TokenVerifierTest, TakesAnAudienceAmongOthersAndAnEllipticSignature) {
  const Signer elliptic(false);
  WriteKeys({elliptic.Jwk("e")});
  clock_.Advance(absl::Minutes(1));

  const auto principal = verifier_->Verify(elliptic.Token(
      R"({"alg":"ES256","kid":"e"})",
      absl::StrCat(R"({"iss":"https://id.example","aud":["x","sos"],"sub":"u","exp":)", kNow + 600,
                   R"(,"sos_role":"public","nbf":0})")));

  EXPECT_TRUE(principal.ok()) << principal.status();
}

TEST_F(TokenVerifierTest, KnowsTheMomentATokenBeginsAndEnds) {
  EXPECT_TRUE(verifier_->Verify(Token(Claims(R"("sos_role":"state")", kNow - 59))).ok());
  EXPECT_EQ(Why(Token(Claims(R"("sos_role":"state")", kNow - 60))), "expired");
  EXPECT_TRUE(
      verifier_->Verify(Token(Claims(absl::StrCat(R"("sos_role":"state","nbf":)", kNow + 60))))
          .ok());
  EXPECT_EQ(Why(Token(Claims(absl::StrCat(R"("sos_role":"state","nbf":)", kNow + 61)))),
            "not yet valid");
}

TEST_F(TokenVerifierTest, RefusesATokenOfTheFuture) {
  const auto issued = [](int64_t time) {
    return Token(Claims(absl::StrCat(R"("sos_role":"state","iat":)", time)));
  };
  EXPECT_TRUE(verifier_->Verify(issued(kNow)).ok());
  EXPECT_TRUE(verifier_->Verify(issued(kNow + 60)).ok()) << "the provider's clock may be off";
  EXPECT_EQ(Why(issued(kNow + 61)), "not yet valid");
  EXPECT_EQ(Why(issued(kNow + 3600)), "not yet valid");
  EXPECT_EQ(Why(Token(Claims(R"("sos_role":"state","iat":"now")"))), "malformed");
  EXPECT_EQ(Why(Token(Claims(R"("sos_role":"state","iat":null)"))), "malformed");
}

TEST_F(TokenVerifierTest, EndsATokenThatItHasTakenBefore) {
  const std::string token = Token(Claims());
  ASSERT_TRUE(verifier_->Verify(token).ok());

  clock_.Advance(absl::Seconds(660));

  EXPECT_EQ(Why(token), "expired");
}

TEST_F(TokenVerifierTest, RefusesWhatTheProviderHasNotSigned) {
  const std::string good = Token(Claims());
  const Signer stranger(true);
  EXPECT_EQ(Why(stranger.Token(R"({"alg":"RS256","kid":"a"})", Claims())), "bad signature");
  EXPECT_EQ(Why(Token(Claims(), R"({"alg":"RS256","kid":"b"})")), "unknown key");
  EXPECT_EQ(Why(Token(Claims(), R"({"alg":"RS256"})")), "unknown key");
  EXPECT_EQ(
      Why(absl::StrCat(TokenText(R"({"alg":"none","kid":"a"})"), ".", TokenText(Claims()), ".")),
      "wrong algorithm");
  EXPECT_EQ(Why(Token(Claims(), R"({"alg":"HS256","kid":"a"})")), "wrong algorithm");
  EXPECT_EQ(Why(Token(Claims(), R"({"alg":"RS256","kid":"a","crit":["x"]})")), "wrong algorithm");
  EXPECT_EQ(Why(good.substr(0, good.rfind('.') + 1)), "bad signature");
  // Other claims under the signature of these.
  const size_t first = good.find('.');
  const size_t second = good.rfind('.');
  EXPECT_EQ(Why(absl::StrCat(good.substr(0, first + 1),
                             TokenText(Claims(R"("sos_role":"operator")")), good.substr(second))),
            "bad signature");
}

TEST_F(TokenVerifierTest, RefusesATokenForSomebodyElse) {
  const auto token = [](const std::string& issuer, const std::string& audience) {
    return Token(absl::StrCat(R"({"iss":")", issuer, R"(","aud":")", audience,
                              R"(","sub":"u","exp":)", kNow + 600, R"(,"sos_role":"state"})"));
  };
  EXPECT_EQ(Why(token("https://other.example", "sos")), "wrong issuer");
  EXPECT_EQ(Why(token("https://id.example", "sos-other")), "wrong audience");
}

TEST_F(TokenVerifierTest, RefusesATokenWithoutEnd) {
  EXPECT_EQ(Why(Token(R"({"iss":"https://id.example","aud":"sos","sub":"u","sos_role":"state"})")),
            "malformed");
}

TEST_F(TokenVerifierTest, ReadsTheScopeOfARole) {
  const auto lea =
      verifier_->Verify(Token(Claims(R"("sos_role":"lea","sos_leas":["19647330000000"])")));
  ASSERT_TRUE(lea.ok());
  EXPECT_TRUE(lea->Covers(*CdsCode::Parse("19647331930924"))) << "a school of the LEA";
  EXPECT_FALSE(lea->Covers(*CdsCode::Parse("19642120000000")));
  EXPECT_FALSE(lea->Covers(CdsCode())) << "the state";
  const auto county =
      verifier_->Verify(Token(Claims(R"("sos_role":"county","sos_counties":"19")")));
  ASSERT_TRUE(county.ok());
  EXPECT_TRUE(county->Covers(*CdsCode::Parse("19642120000000")));
  EXPECT_FALSE(county->Covers(*CdsCode::Parse("27102720000000")));
}

TEST_F(TokenVerifierTest, RefusesARoleItDoesNotKnowOrThatHasNoScope) {
  EXPECT_EQ(Why(Token(Claims(R"("sos_role":"god")"))), "no role");
  EXPECT_EQ(Why(Token(Claims(R"("sos_role":"service")"))), "no role")
      << "only a certificate is one";
  EXPECT_EQ(Why(Token(Claims(R"("sos_role":"unchecked")"))), "no role");
  EXPECT_EQ(Why(Token(Claims(R"("x":1)"))), "no role");
  EXPECT_EQ(Why(Token(Claims(R"("sos_role":"lea")"))), "no scope");
  EXPECT_EQ(Why(Token(Claims(R"("sos_role":"lea","sos_counties":["19"])"))), "no scope");
  EXPECT_EQ(Why(Token(Claims(R"("sos_role":"county","sos_counties":["00"])"))), "no scope");
  EXPECT_EQ(Why(Token(Claims(R"("sos_role":"lea","sos_leas":["19000000000000"])"))), "no scope");
}

TEST_F(TokenVerifierTest, RefusesAScopeInACountyThatDoesNotExist) {
  for (const std::string county : {"00", "59", "77", "98", "1", "019", "a9"}) {
    EXPECT_EQ(Why(Token(Claims(
                  absl::StrCat(R"("sos_role":"county","sos_counties":[")", county, R"("])")))),
              "no scope")
        << county;
  }
  for (const std::string county : {"00", "59", "77", "98"}) {
    EXPECT_EQ(Why(Token(Claims(
                  absl::StrCat(R"("sos_role":"lea","sos_leas":[")", county, R"(647330000000"])")))),
              "no scope")
        << county;
  }
  for (const std::string county : {"01", "58", "99"}) {
    EXPECT_TRUE(verifier_
                    ->Verify(Token(Claims(
                        absl::StrCat(R"("sos_role":"county","sos_counties":[")", county, R"("])"))))
                    .ok())
        << county;
  }
}

TEST_F(TokenVerifierTest, RefusesBytesThatNoTokenHasBeforeALibraryReadsThem) {
  for (const char byte : {'\xA1', '\xFF', '\0', '=', '+', '/', ' '}) {
    std::string token = Token(Claims());
    token[token.size() - 3] = byte;
    EXPECT_EQ(Why(token), "malformed") << static_cast<int>(byte);
  }
}

TEST_F(TokenVerifierTest, RefusesWhatIsNoToken) {
  for (const std::string token : {"", ".", "..", "a.b.c", "e30.e30.e30", "bm90.anNvbg.x"}) {
    EXPECT_THAT(Why(token), ::testing::AnyOf("malformed", "unknown key")) << token;
  }
  EXPECT_EQ(Why(std::string(9000, 'a')), "malformed");
}

TEST_F(TokenVerifierTest, RotatesKeysWithoutARestart) {
  const Signer next(true);
  const std::string old_token = Token(Claims());
  const std::string new_token = next.Token(R"({"alg":"RS256","kid":"b"})", Claims());
  ASSERT_TRUE(verifier_->Verify(old_token).ok());
  ASSERT_EQ(Why(new_token), "unknown key");

  WriteKeys({RsaSigner().Jwk("a"), next.Jwk("b")});
  clock_.Advance(absl::Seconds(5));
  EXPECT_TRUE(verifier_->Verify(old_token).ok());
  EXPECT_TRUE(verifier_->Verify(new_token).ok());

  WriteKeys({next.Jwk("b")});
  clock_.Advance(absl::Seconds(5));
  EXPECT_EQ(Why(old_token), "unknown key") << "a key that was taken away takes its tokens with it";
  EXPECT_TRUE(verifier_->Verify(new_token).ok());
}

TEST_F(TokenVerifierTest, TakesAKeyAwayWhateverTheTimeOfDayDoes) {
  const std::string token = Token(Claims());
  ASSERT_TRUE(verifier_->Verify(token).ok());
  clock_.SetTimeOfDay(clock_.Now() - absl::Hours(1));
  ASSERT_TRUE(verifier_->Verify(token).ok());

  WriteKeys({Signer(true).Jwk("another")});
  clock_.Advance(absl::Seconds(5));

  EXPECT_EQ(Why(token), "unknown key");
}

TEST_F(TokenVerifierTest, AnEmptySetTakesEveryKeyAway) {
  const std::string token = Token(Claims());
  ASSERT_TRUE(verifier_->Verify(token).ok());

  WriteFile(R"({"keys": []})");
  clock_.Advance(absl::Seconds(5));
  EXPECT_EQ(Why(token), "unknown key");
  EXPECT_FALSE(Alerts()) << "it is what its operator wants";

  WriteKeys({RsaSigner().Jwk("a")});
  clock_.Advance(absl::Seconds(5));
  EXPECT_TRUE(verifier_->Verify(token).ok());
}

TEST_F(TokenVerifierTest, KeepsItsKeysAndAlertsWhileTheFileIsWrong) {
  const std::string token = Token(Claims());
  const std::string good = absl::StrCat(R"({"keys":[)", RsaSigner().Jwk("a"), "]}");
  const std::string twice =
      absl::StrCat(R"({"keys":[)", Signer(false).Jwk("a"), ",", RsaSigner().Jwk("a"), "]}");
  const std::string weak = absl::StrCat(R"({"keys":[)", Signer(true, 1024).Jwk("w"), "]}");
  for (const std::string& wrong : std::vector<std::string>{
           "half a fi", "", "{}", "[]", R"({"keys":{}})", R"({"keys":null})", weak, twice}) {
    WriteFile(wrong);
    clock_.Advance(absl::Seconds(5));
    ::testing::internal::CaptureStderr();
    EXPECT_TRUE(verifier_->Verify(token).ok()) << wrong;
    EXPECT_THAT(::testing::internal::GetCapturedStderr(),
                ::testing::HasSubstr(R"("level":"error")"))
        << wrong;
    EXPECT_TRUE(Alerts()) << wrong;

    WriteFile(good);
    clock_.Advance(absl::Seconds(5));
    EXPECT_TRUE(verifier_->Verify(token).ok());
    EXPECT_FALSE(Alerts()) << "after " << wrong;
  }
}

TEST_F(TokenVerifierTest, KeepsItsKeysAndAlertsWhileTheFileIsGone) {
  std::filesystem::remove(directory_ + "/jwks.json");
  clock_.Advance(absl::Seconds(5));

  EXPECT_TRUE(verifier_->Verify(Token(Claims())).ok());
  EXPECT_TRUE(Alerts());
}

TEST_F(TokenVerifierTest, DoesNotBeginWithAFileThatIsWrong) {
  const auto create = [this](const std::string& text) {
    WriteFile(text);
    return TokenVerifier::Create({.key_file = directory_ + "/jwks.json"}, clock_).status();
  };
  EXPECT_THAT(
      create(absl::StrCat(R"({"keys":[)", Signer(false).Jwk("a"), ",", RsaSigner().Jwk("a"), "]}"))
          .message(),
      ::testing::HasSubstr("two keys with the kid a"));
  EXPECT_FALSE(create("half a fi").ok());
  EXPECT_TRUE(create(R"({"keys": []})").ok()) << "a stop holds over a restart";
}

TEST(JsonWebKeysTest, LeavesOutKeysThatAreTooWeakOrForSomethingElse) {
  const Signer weak(true, 1024);
  EXPECT_FALSE(ParseJsonWebKeys(absl::StrCat(R"({"keys":[)", weak.Jwk("w"), "]}")).ok());
  EXPECT_FALSE(
      ParseJsonWebKeys(R"({"keys":[{"kty":"oct","kid":"s","k":"c2VjcmV0"},{"kty":"RSA"}]})").ok());
  EXPECT_FALSE(ParseJsonWebKeys("[]").ok());
  EXPECT_TRUE(ParseJsonWebKeys(R"({"keys":[]})")->empty());
  EXPECT_EQ(
      ParseJsonWebKeys(absl::StrCat(R"({"keys":[)", weak.Jwk("w"), ",", RsaSigner().Jwk("a"), "]}"))
          ->size(),
      1);
}

}  // namespace
}  // namespace sos::auth
