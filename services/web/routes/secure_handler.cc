// SPDX-License-Identifier: Apache-2.0
#include "services/web/routes/secure_handler.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/digest/sha256.h"
#include "common/rpc/exposure.h"
#include "services/web/routes/router.h"

namespace sos::web {
namespace {

constexpr int kStatusOk = 200;
constexpr int kStatusNotModified = 304;
constexpr int kStatusMisdirected = 421;
// A year, in seconds.
constexpr char kTransportSecurity[] = "max-age=31536000";

using Headers = std::vector<std::pair<std::string, std::string>>;

std::string* FindHeader(Headers& headers, absl::string_view name) {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& header) {
    return absl::EqualsIgnoreCase(header.first, name);
  });
  return found == headers.end() ? nullptr : &found->second;
}

void AddUnlessSet(Headers& headers, absl::string_view name, absl::string_view value) {
  if (FindHeader(headers, name) == nullptr) headers.emplace_back(name, value);
}

void AddVary(Headers& headers) {
  std::string* const vary = FindHeader(headers, "Vary");
  if (vary == nullptr) {
    headers.emplace_back("Vary", "Accept-Encoding");
  } else if (!absl::StrContains(absl::AsciiStrToLower(*vary), "accept-encoding")) {
    absl::StrAppend(vary, ", Accept-Encoding");
  }
}

bool IsRead(const HttpRequest& request) {
  return request.method == "GET" || request.method == "HEAD";
}

}  // namespace

bool IsLoopbackHost(absl::string_view host) {
  // A name with a colon and no port would be read as one.
  const size_t colon = host.rfind(':');
  const size_t bracket = host.rfind(']');
  const bool has_port =
      colon != absl::string_view::npos && (bracket == absl::string_view::npos || colon > bracket);
  int port = 0;
  if (has_port && !absl::SimpleAtoi(host.substr(colon + 1), &port)) return false;
  const std::string name = absl::AsciiStrToLower(has_port ? host.substr(0, colon) : host);
  return !name.empty() && name != "unix" && !absl::StartsWith(name, "unix:") &&
         rpc::IsLoopback(absl::StrCat(name, ":0"));
}

bool Matches(absl::string_view if_none_match, absl::string_view tag) {
  // Without the quotes and the mark of an encoding.
  const auto bare = [](absl::string_view text) {
    text = absl::StripAsciiWhitespace(text);
    absl::ConsumePrefix(&text, "W/");
    absl::ConsumePrefix(&text, "\"");
    absl::ConsumeSuffix(&text, "\"");
    absl::ConsumeSuffix(&text, kGzipMark);
    return text;
  };
  for (const absl::string_view one : absl::StrSplit(if_none_match, ',', absl::SkipWhitespace())) {
    if (absl::StripAsciiWhitespace(one) == "*" || bare(one) == bare(tag)) return true;
  }
  return false;
}

HttpResponse SecureHandler::Handle(const HttpRequest& request) {
  HttpResponse response;
  if (options_.loopback && !IsLoopbackHost(request.Header("host"))) {
    response = TextResponse(kStatusMisdirected,
                            "This server answers for this machine only. Use its address, such as "
                            "http://localhost, instead of another name.");
  } else {
    response = inner_.Handle(request);
  }
  AddHeaders(request, response);
  if (response.stream == nullptr) Tag(request, response);
  return response;
}

void SecureHandler::AddHeaders(const HttpRequest& request, HttpResponse& response) const {
  Headers& headers = response.headers;
  const bool personal = !request.Header("authorization").empty();
  AddUnlessSet(headers, "Cache-Control", personal ? "private, no-store" : "no-cache");
  AddUnlessSet(headers, "Content-Security-Policy", kContentSecurityPolicy);
  AddUnlessSet(headers, "X-Content-Type-Options", "nosniff");
  AddUnlessSet(headers, "Referrer-Policy", "same-origin");
  AddUnlessSet(headers, "Cross-Origin-Opener-Policy", "same-origin");
  if (options_.encrypted) AddUnlessSet(headers, "Strict-Transport-Security", kTransportSecurity);
}

void SecureHandler::Tag(const HttpRequest& request, HttpResponse& response) {
  const std::string* const type = FindHeader(response.headers, "Content-Type");
  const bool compressible = type != nullptr && IsCompressible(*type) &&
                            FindHeader(response.headers, "Content-Encoding") == nullptr;
  if (compressible) AddVary(response.headers);
  const bool packs = compressible && response.body.size() >= kMinGzipBytes &&
                     AcceptsGzip(request.Header("accept-encoding"));
  const bool stored =
      !absl::StrContains(*FindHeader(response.headers, "Cache-Control"), "no-store");
  const bool tagged = response.status == kStatusOk && IsRead(request) && stored;
  if (!packs && !tagged) return;
  // A handler that keeps its answers knows their tags.
  const bool has_tag = FindHeader(response.headers, "ETag") != nullptr;
  const std::string digest = packs || !has_tag ? Sha256Hex(response.body) : "";
  if (tagged) {
    AddUnlessSet(response.headers, "ETag", absl::StrCat("\"", digest.substr(0, kTagDigits), "\""));
  }
  // Bytes that differ need another tag.
  std::string* const tag = FindHeader(response.headers, "ETag");
  if (packs && tag != nullptr && absl::EndsWith(*tag, "\"")) {
    tag->insert(tag->size() - 1, std::string(kGzipMark));
  }
  if (tagged && Matches(request.Header("if-none-match"), *tag)) {
    response.status = kStatusNotModified;
    response.body.clear();
    return;
  }
  if (packs) Compress(stored ? digest : "", response);
}

void SecureHandler::Compress(const std::string& digest, HttpResponse& response) {
  // What may not be stored is not kept here either.
  std::string packed =
      digest.empty() ? Gzip(response.body) : compressed_.Compress(digest, response.body);
  if (packed.empty()) return;
  response.body = std::move(packed);
  response.headers.emplace_back("Content-Encoding", "gzip");
}

}  // namespace sos::web
