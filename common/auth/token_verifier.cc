// SPDX-License-Identifier: Apache-2.0
#include "common/auth/token_verifier.h"

#include <algorithm>
#include <exception>
#include <fstream>
#include <iterator>
#include <jwt/jwt.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/memory/memory.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/auth/json_text.h"
#include "common/digest/sha256.h"
#include "common/log/log.h"
#include "common/status/macros.h"
#include "nlohmann/json.hpp"

namespace sos::auth {
namespace {

// Verdicts that are remembered at once.
constexpr size_t kMaxVerdicts = 10'000;
// Longer tokens are refused unread.
constexpr size_t kMaxTokenBytes = size_t{8} << 10;
// Numbers of seconds beyond this are no dates: year 9999.
constexpr int64_t kMaxUnixSeconds = 253'402'300'799;

absl::Status Refused(absl::string_view why) { return absl::UnauthenticatedError(why); }

// True for the alphabet of a token: base64url without padding, and dots. The library that checks
// signatures looks up other characters beyond the end of its table.
bool IsTokenText(absl::string_view token) {
  return std::all_of(token.begin(), token.end(), [](unsigned char c) {
    return absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.';
  });
}

// One of the first two parts of a token; null JSON if it is none.
nlohmann::json ReadPart(absl::string_view part) {
  std::string text;
  if (!absl::WebSafeBase64Unescape(part, &text)) return nullptr;
  return nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
}

// A claim that is a text or a list of texts.
std::vector<std::string> Texts(const nlohmann::json& claims, const char* name) {
  std::vector<std::string> texts;
  const auto found = claims.find(name);
  if (found == claims.end()) return texts;
  if (found->is_string()) texts.push_back(found->get<std::string>());
  if (found->is_array()) {
    for (const nlohmann::json& member : *found) {
      texts.push_back(member.is_string() ? member.get<std::string>() : "");
    }
  }
  return texts;
}

std::optional<absl::Time> TimeOf(const nlohmann::json& claims, const char* name) {
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_number()) return std::nullopt;
  const double seconds = found->get<double>();
  if (!(seconds >= 0 && seconds <= static_cast<double>(kMaxUnixSeconds))) return std::nullopt;
  return absl::FromUnixSeconds(static_cast<int64_t>(seconds));
}

// True if `signature` is of `text` and was made with `key` by the key's own algorithm, whatever the
// token says of itself.
bool SignatureFits(absl::string_view text, absl::string_view signature,
                   const VerificationKey& key) {
  try {
    const auto algorithm = key.algorithm == "RS256" ? jwt::algorithm::RS256 : jwt::algorithm::ES256;
    const auto [fits, error] =
        jwt::jwt_signature(key.pem).verify(jwt::jwt_header(algorithm), {text.data(), text.size()},
                                           {signature.data(), signature.size()});
    return fits && !error;
  } catch (const std::exception&) {
    return false;  // The library throws at what it cannot read.
  }
}

absl::StatusOr<Principal> ReadPrincipal(const nlohmann::json& claims) {
  const std::optional<Role> role = ParseTokenRole(TextMember(claims, "sos_role"));
  if (!role) return Refused("no role");
  Principal principal{
      .subject = absl::StrCat(TextMember(claims, "iss"), " ", TextMember(claims, "sub")),
      .role = *role};
  if (TextMember(claims, "sub").empty()) return Refused("malformed");
  if (*role != Role::kLea && *role != Role::kCounty) return principal;
  for (const std::string& lea : Texts(claims, "sos_leas")) {
    const std::optional<CdsCode> cds = CdsCode::Parse(lea);
    if (!cds || cds->IsCounty() || !IsCaliforniaCountyCode(cds->county())) {
      return Refused("no scope");
    }
    principal.leas.push_back(*cds);
  }
  for (const std::string& county : Texts(claims, "sos_counties")) {
    if (*role != Role::kCounty || !IsCaliforniaCountyCode(county)) return Refused("no scope");
    principal.county_codes.push_back(county);
  }
  if (principal.leas.empty() && principal.county_codes.empty()) return Refused("no scope");
  return principal;
}

}  // namespace

absl::StatusOr<std::unique_ptr<TokenVerifier>> TokenVerifier::Create(Options options,
                                                                     const Clock& clock) {
  auto verifier = absl::WrapUnique(new TokenVerifier(std::move(options), clock));
  absl::MutexLock lock(&verifier->mutex_);
  SOS_RETURN_IF_ERROR(verifier->ReadKeys());
  return verifier;
}

void TokenVerifier::RefreshKeys() {
  if (clock_.Elapsed() - looked_ < kKeyFileInterval) return;
  const absl::Status read = ReadKeys();
  unusable_gauge_.Set(read.ok() ? 0 : 1);
  if (!read.ok() && read.message() != problem_) {
    log::Error("The token keys could not be reloaded. The previous keys stay in use.",
               {{"detail", std::string(read.message())}});
  }
  problem_ = std::string(read.message());
}

absl::Status TokenVerifier::ReadKeys() {
  looked_ = clock_.Elapsed();
  std::ifstream file(options_.key_file, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file.good() && !file.eof()) {
    return absl::InvalidArgumentError(absl::StrCat("cannot read ", options_.key_file));
  }
  if (text == key_text_ && keys_ != nullptr) return absl::OkStatus();
  absl::StatusOr<VerificationKeys> keys = ParseJsonWebKeys(text);
  if (!keys.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(options_.key_file, ": ", keys.status().message()));
  }
  if (keys->empty())
    log::Warning("The key set is empty. All tokens are rejected until it has a key.");
  keys_ = std::make_shared<const VerificationKeys>(*std::move(keys));
  key_text_ = std::move(text);
  // A key that was taken away takes its tokens with it.
  verdicts_.clear();
  return absl::OkStatus();
}

absl::Status TokenVerifier::CheckTime(const Verdict& verdict) const {
  const absl::Time now = clock_.Now();
  if (now >= verdict.end + options_.clock_skew) return Refused("expired");
  if (now < verdict.begin - options_.clock_skew) return Refused("not yet valid");
  return absl::OkStatus();
}

absl::StatusOr<Principal> TokenVerifier::Verify(absl::string_view token) {
  const std::string digest = Sha256Hex(token);
  std::shared_ptr<const VerificationKeys> keys;
  {
    absl::MutexLock lock(&mutex_);
    RefreshKeys();
    const auto known = verdicts_.find(digest);
    if (known != verdicts_.end()) {
      SOS_RETURN_IF_ERROR(CheckTime(known->second));
      return known->second.principal;
    }
    keys = keys_;
  }
  SOS_ASSIGN_OR_RETURN(Verdict verdict, Judge(token, *keys));
  SOS_RETURN_IF_ERROR(CheckTime(verdict));
  Principal principal = verdict.principal;
  absl::MutexLock lock(&mutex_);
  if (keys != keys_) return principal;
  if (verdicts_.size() >= kMaxVerdicts) verdicts_.clear();
  verdicts_.insert_or_assign(digest, std::move(verdict));
  return principal;
}

absl::StatusOr<TokenVerifier::Verdict> TokenVerifier::Judge(absl::string_view token,
                                                            const VerificationKeys& keys) const {
  const std::vector<absl::string_view> parts = absl::StrSplit(token, '.');
  if (token.size() > kMaxTokenBytes || parts.size() != 3 || !IsTokenText(token)) {
    return Refused("malformed");
  }
  const nlohmann::json header = ReadPart(parts[0]);
  const nlohmann::json claims = ReadPart(parts[1]);
  if (!header.is_object() || !claims.is_object()) return Refused("malformed");
  const auto key = keys.find(TextMember(header, "kid"));
  if (key == keys.end()) return Refused("unknown key");
  if (TextMember(header, "alg") != key->second.algorithm || header.contains("crit")) {
    return Refused("wrong algorithm");
  }
  const absl::string_view signed_text = token.substr(0, parts[0].size() + 1 + parts[1].size());
  if (!SignatureFits(signed_text, parts[2], key->second)) return Refused("bad signature");
  if (TextMember(claims, "iss") != options_.issuer) return Refused("wrong issuer");
  const std::vector<std::string> audiences = Texts(claims, "aud");
  if (std::find(audiences.begin(), audiences.end(), options_.audience) == audiences.end()) {
    return Refused("wrong audience");
  }
  const std::optional<absl::Time> end = TimeOf(claims, "exp");
  if (!end) return Refused("malformed");
  absl::Time begin = absl::InfinitePast();
  // A token of tomorrow was made by a clock that is wrong, or to outlive what takes its key away.
  for (const char* name : {"nbf", "iat"}) {
    const std::optional<absl::Time> time = TimeOf(claims, name);
    if (claims.contains(name) && !time) return Refused("malformed");
    begin = std::max(begin, time.value_or(absl::InfinitePast()));
  }
  SOS_ASSIGN_OR_RETURN(Principal principal, ReadPrincipal(claims));
  return Verdict{.principal = std::move(principal), .begin = begin, .end = *end};
}

}  // namespace sos::auth
