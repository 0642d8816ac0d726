// SPDX-License-Identifier: Apache-2.0
#include "common/auth/signed_token.h"

#include <algorithm>
#include <cstdint>
#include <exception>
#include <jwt/jwt.hpp>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/auth/json_text.h"

namespace sos::auth {
namespace {

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

}  // namespace

absl::StatusOr<nlohmann::json> ReadSignedClaims(absl::string_view token,
                                                const VerificationKeys& keys) {
  const std::vector<absl::string_view> parts = absl::StrSplit(token, '.');
  if (token.size() > kMaxTokenBytes || parts.size() != 3 || !IsTokenText(token)) {
    return Refused("malformed");
  }
  const nlohmann::json header = ReadPart(parts[0]);
  nlohmann::json claims = ReadPart(parts[1]);
  if (!header.is_object() || !claims.is_object()) return Refused("malformed");
  const auto key = keys.find(TextMember(header, "kid"));
  if (key == keys.end()) return Refused("unknown key");
  if (TextMember(header, "alg") != key->second.algorithm || header.contains("crit")) {
    return Refused("wrong algorithm");
  }
  const absl::string_view signed_text = token.substr(0, parts[0].size() + 1 + parts[1].size());
  if (!SignatureFits(signed_text, parts[2], key->second)) return Refused("bad signature");
  return claims;
}

std::vector<std::string> TextsOfClaim(const nlohmann::json& claims, const char* name) {
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

absl::Status CheckIssuerAndAudience(const nlohmann::json& claims, absl::string_view issuer,
                                    absl::string_view audience) {
  if (TextMember(claims, "iss") != issuer) return Refused("wrong issuer");
  const std::vector<std::string> audiences = TextsOfClaim(claims, "aud");
  if (std::find(audiences.begin(), audiences.end(), audience) == audiences.end()) {
    return Refused("wrong audience");
  }
  return absl::OkStatus();
}

absl::Status Validity::Check(absl::Time now, absl::Duration clock_skew) const {
  if (now >= end + clock_skew) return Refused("expired");
  if (now < begin - clock_skew) return Refused("not yet valid");
  return absl::OkStatus();
}

absl::StatusOr<Validity> ValidityOf(const nlohmann::json& claims) {
  const std::optional<absl::Time> end = TimeOf(claims, "exp");
  if (!end) return Refused("malformed");
  absl::Time begin = absl::InfinitePast();
  // A token of tomorrow was made by a clock that is wrong, or to outlive what takes its key away.
  for (const char* name : {"nbf", "iat"}) {
    const std::optional<absl::Time> time = TimeOf(claims, name);
    if (claims.contains(name) && !time) return Refused("malformed");
    begin = std::max(begin, time.value_or(absl::InfinitePast()));
  }
  return Validity{.begin = begin, .end = *end};
}

absl::StatusOr<Principal> PrincipalOf(const nlohmann::json& claims) {
  const std::optional<Role> role = ParseTokenRole(TextMember(claims, "sos_role"));
  if (!role) return Refused("no role");
  Principal principal{
      .subject = absl::StrCat(TextMember(claims, "iss"), " ", TextMember(claims, "sub")),
      .role = *role};
  if (TextMember(claims, "sub").empty()) return Refused("malformed");
  if (*role != Role::kLea && *role != Role::kCounty) return principal;
  for (const std::string& lea : TextsOfClaim(claims, "sos_leas")) {
    const std::optional<CdsCode> cds = CdsCode::Parse(lea);
    if (!cds || cds->IsCounty() || !IsCaliforniaCountyCode(cds->county())) {
      return Refused("no scope");
    }
    principal.leas.push_back(*cds);
  }
  for (const std::string& county : TextsOfClaim(claims, "sos_counties")) {
    if (*role != Role::kCounty || !IsCaliforniaCountyCode(county)) return Refused("no scope");
    principal.county_codes.push_back(county);
  }
  if (principal.leas.empty() && principal.county_codes.empty()) return Refused("no scope");
  return principal;
}

}  // namespace sos::auth
