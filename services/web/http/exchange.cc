// SPDX-License-Identifier: Apache-2.0
#include "services/web/http/exchange.h"

#include <microhttpd.h>

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/web/http/listener.h"
#include "services/web/http/target.h"

namespace sos::web {
namespace {

constexpr absl::string_view kMethods[] = {"GET", "HEAD", "POST", "OPTIONS"};
constexpr char kAllowed[] = "GET, HEAD, POST, OPTIONS";

// What people read who get this status.
absl::string_view Explain(int status) {
  switch (status) {
    case MHD_HTTP_BAD_REQUEST:
      return "The request is malformed. Check its address and headers.";
    case MHD_HTTP_METHOD_NOT_ALLOWED:
      return "This method is not supported. Use GET, HEAD, POST or OPTIONS.";
    case MHD_HTTP_CONTENT_TOO_LARGE:
      return "The body of the request is too large. Send less at once.";
    case MHD_HTTP_URI_TOO_LONG:
      return "The address is too long. Send less in its query.";
    case MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE:
      return "The headers of the request are too large. Send fewer cookies or headers.";
    case MHD_HTTP_SERVICE_UNAVAILABLE:
      return "The server has too many requests at once. Try again in a moment.";
    default:
      return "The server could not answer because of an error of its own. Try again later.";
  }
}

struct HeadersRead {
  HttpRequest* request;
  size_t bytes = 0;
  int count = 0;
  bool malformed = false;
};

// Repeated, these would say two things of one request.
bool MayOccurOnce(absl::string_view name) {
  return name == "host" || name == "content-length" || name == "transfer-encoding" ||
         name == "authorization" || name == "content-type";
}

MHD_Result ReadHeader(void* closure, MHD_ValueKind, const char* key, size_t key_bytes,
                      const char* value, size_t value_bytes) {
  auto& read = *static_cast<HeadersRead*>(closure);
  read.bytes += key_bytes + value_bytes;
  ++read.count;
  const std::string name = absl::AsciiStrToLower(absl::string_view(key, key_bytes));
  const absl::string_view text =
      value == nullptr ? absl::string_view() : absl::string_view(value, value_bytes);
  const bool unprintable = std::any_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_iscntrl(static_cast<unsigned char>(c)) && c != '\t';
  });
  if (unprintable || (MayOccurOnce(name) && read.request->headers.count(name) != 0)) {
    read.malformed = true;
  }
  AddHeader(name, text, *read.request);
  return MHD_YES;
}

std::string PeerOf(MHD_Connection* connection) {
  const MHD_ConnectionInfo* const info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  return AddressText(info == nullptr ? nullptr : info->client_addr);
}

}  // namespace

HttpResponse Refusal(int status) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", "text/plain; charset=utf-8"},
                      {"Cache-Control", "no-store"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"}};
  if (status == MHD_HTTP_METHOD_NOT_ALLOWED) response.headers.emplace_back("Allow", kAllowed);
  if (status == MHD_HTTP_SERVICE_UNAVAILABLE) {
    response.headers.emplace_back("Retry-After", absl::StrCat(kRetryAfterSeconds));
  }
  response.body = absl::StrCat(Explain(status), "\n");
  return response;
}

void AddHeader(absl::string_view name, absl::string_view value, HttpRequest& request) {
  const auto [place, added] = request.headers.try_emplace(std::string(name), value);
  if (!added) absl::StrAppend(&place->second, ", ", value);
}

Exchange::Exchange(absl::string_view target, size_t uri_bytes)
    : target_(target.substr(0, uri_bytes)), target_too_long_(target.size() > uri_bytes) {}

void Exchange::Begin(MHD_Connection* connection, absl::string_view method,
                     const HttpLimits& limits) {
  begun_ = true;
  request.method = std::string(method);
  request.peer = PeerOf(connection);
  refused = ReadHeaders(connection, limits);
  if (!refused) refused = CheckBody(limits);
}

std::optional<int> Exchange::ReadHeaders(MHD_Connection* connection, const HttpLimits& limits) {
  HeadersRead read{.request = &request};
  MHD_get_connection_values_n(connection, MHD_HEADER_KIND, &ReadHeader, &read);
  if (target_too_long_) return MHD_HTTP_URI_TOO_LONG;
  if (read.bytes > limits.header_bytes || read.count > kMaxHeaders) {
    return MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE;
  }
  if (read.malformed) return MHD_HTTP_BAD_REQUEST;
  if (std::find(std::begin(kMethods), std::end(kMethods), request.method) == std::end(kMethods)) {
    return MHD_HTTP_METHOD_NOT_ALLOWED;
  }
  std::optional<Target> target = ParseTarget(target_);
  if (!target) return MHD_HTTP_BAD_REQUEST;
  request.path = std::move(target->path);
  request.query = std::move(target->query);
  return std::nullopt;
}

std::optional<int> Exchange::CheckBody(const HttpLimits& limits) {
  const std::string length = request.Header("content-length");
  const std::string encoding = request.Header("transfer-encoding");
  if (!encoding.empty()) {
    // Two lengths are how a request hides behind another.
    const bool one_length = length.empty() && absl::AsciiStrToLower(encoding) == "chunked";
    return one_length ? std::nullopt : std::optional<int>(MHD_HTTP_BAD_REQUEST);
  }
  if (length.empty()) return std::nullopt;
  uint64_t bytes = 0;
  const bool digits = std::all_of(length.begin(), length.end(), absl::ascii_isdigit);
  if (!digits || !absl::SimpleAtoi(length, &bytes)) return MHD_HTTP_BAD_REQUEST;
  too_long_to_read_ = bytes > limits.body_bytes + kDiscardedBytes;
  return bytes > limits.body_bytes ? std::optional<int>(MHD_HTTP_CONTENT_TOO_LARGE) : std::nullopt;
}

bool Exchange::AddBody(absl::string_view piece, size_t body_bytes) {
  if (!refused && request.body.size() + piece.size() > body_bytes) {
    refused = MHD_HTTP_CONTENT_TOO_LARGE;
    request.body.clear();
  }
  if (!refused) {
    request.body.append(piece.data(), piece.size());
    return true;
  }
  discarded_ += piece.size();
  return discarded_ <= body_bytes + kDiscardedBytes;
}

}  // namespace sos::web
