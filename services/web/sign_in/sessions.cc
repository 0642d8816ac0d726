// SPDX-License-Identifier: Apache-2.0
#include "services/web/sign_in/sessions.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/auth/json_text.h"
#include "nlohmann/json.hpp"

namespace sos::web {
namespace {

using auth::TextMember;

constexpr absl::string_view kSessionCookie = "sos-session";
constexpr absl::string_view kPendingCookie = "sos-sign-in";
constexpr absl::string_view kHostPrefix = "__Host-";
constexpr absl::string_view kBearer = "bearer ";
constexpr size_t kSessionIdBytes = 16;

// The JSON of a cookie that is still valid at `now`; null for another.
nlohmann::json ReadValid(const std::optional<std::string>& plain, absl::Time now) {
  if (!plain) return nullptr;
  nlohmann::json json = nlohmann::json::parse(*plain, nullptr, /*allow_exceptions=*/false);
  const auto end = json.is_object() ? json.find("end") : json.end();
  if (end == json.end() || !end->is_number_integer() ||
      now >= absl::FromUnixSeconds(end->get<int64_t>())) {
    return nullptr;
  }
  return json;
}

std::optional<std::string> BearerToken(const HttpRequest& request) {
  const std::string header = request.Header("authorization");
  if (!absl::StartsWithIgnoreCase(header, kBearer)) return std::nullopt;
  return std::string(absl::StripAsciiWhitespace(absl::string_view(header).substr(kBearer.size())));
}

}  // namespace

std::string Sessions::NameOf(absl::string_view cookie) const {
  return absl::StrCat(encrypted_ ? kHostPrefix : "", cookie);
}

std::optional<std::string> Sessions::Open(const HttpRequest& request,
                                          absl::string_view cookie) const {
  const std::string name = NameOf(cookie);
  const std::string header = request.Header("cookie");
  for (const absl::string_view one : absl::StrSplit(header, absl::ByAnyChar(";,"))) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(absl::StripAsciiWhitespace(one), absl::MaxSplits('=', 1));
    if (parts.first != name) continue;
    // Another cookie of the name may be one that somebody else has set.
    if (std::optional<std::string> plain = keys_.Open(cookie, parts.second)) return plain;
  }
  return std::nullopt;
}

absl::StatusOr<std::string> Sessions::Set(absl::string_view cookie, absl::string_view plain,
                                          absl::Duration age) const {
  std::string header = absl::StrCat(NameOf(cookie), "=", keys_.Seal(cookie, plain),
                                    "; Path=/; Max-Age=", absl::ToInt64Seconds(age),
                                    "; HttpOnly; SameSite=Lax", encrypted_ ? "; Secure" : "");
  if (header.size() > kMaxCookieBytes) {
    return absl::ResourceExhaustedError(absl::StrCat("the cookie would have ", header.size(),
                                                     " bytes; browsers keep ", kMaxCookieBytes));
  }
  return header;
}

std::string Sessions::Clear(absl::string_view cookie) const {
  return absl::StrCat(NameOf(cookie), "=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax",
                      encrypted_ ? "; Secure" : "");
}

std::optional<Session> Sessions::Find(const HttpRequest& request) const {
  const nlohmann::json json = ReadValid(Open(request, kSessionCookie), clock_.Now());
  if (!json.is_object()) return std::nullopt;
  return Session{.id = TextMember(json, "id"),
                 .access_token = TextMember(json, "token"),
                 .end = absl::FromUnixSeconds(json.at("end").get<int64_t>())};
}

std::string Sessions::TokenOf(const HttpRequest& request) const {
  if (const auto token = BearerToken(request)) return *token;
  const std::optional<Session> session = Find(request);
  return session ? session->access_token : "";
}

absl::StatusOr<std::string> Sessions::Begin(const SignedIn& signed_in) const {
  const absl::Time end = std::min(signed_in.end, clock_.Now() + kMaxAge);
  const nlohmann::json json = {{"id", RandomText(kSessionIdBytes)},
                               {"token", signed_in.access_token},
                               {"end", absl::ToUnixSeconds(end)}};
  return Set(kSessionCookie, json.dump(), end - clock_.Now());
}

std::string Sessions::End() const { return Clear(kSessionCookie); }

std::optional<PendingSignIn> Sessions::FindPending(const HttpRequest& request) const {
  const nlohmann::json json = ReadValid(Open(request, kPendingCookie), clock_.Now());
  if (!json.is_object()) return std::nullopt;
  return PendingSignIn{.secrets = {.state = TextMember(json, "state"),
                                   .nonce = TextMember(json, "nonce"),
                                   .code_verifier = TextMember(json, "verifier")},
                       .return_path = TextMember(json, "return")};
}

absl::StatusOr<std::string> Sessions::BeginPending(const PendingSignIn& pending) const {
  const nlohmann::json json = {{"state", pending.secrets.state},
                               {"nonce", pending.secrets.nonce},
                               {"verifier", pending.secrets.code_verifier},
                               {"return", pending.return_path},
                               {"end", absl::ToUnixSeconds(clock_.Now() + kMaxPending)}};
  return Set(kPendingCookie, json.dump(), kMaxPending);
}

std::string Sessions::EndPending() const { return Clear(kPendingCookie); }

std::string Sessions::CsrfToken(const HttpRequest& request, absl::string_view purpose) const {
  const std::optional<Session> session = Find(request);
  return session ? keys_.Authenticate(absl::StrCat("csrf ", purpose), session->id) : "";
}

bool Sessions::MayWrite(const HttpRequest& request, absl::string_view purpose,
                        absl::string_view token) const {
  if (BearerToken(request)) return true;
  const std::optional<Session> session = Find(request);
  return session && keys_.IsAuthentic(absl::StrCat("csrf ", purpose), session->id, token);
}

}  // namespace sos::web
