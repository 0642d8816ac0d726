// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_HTTP_MESSAGE_H_
#define SOS_SERVICES_WEB_HTTP_MESSAGE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sos::web {

// One HTTP request, as far as the server has found it well-formed and within its limits.
struct HttpRequest {
  // In upper case: GET, HEAD, POST, OPTIONS.
  std::string method;
  // The path as it was sent, such as `/leas/27661590000000/groups.csv`: starts with `/`, percent
  // signs decoded, without `.` and `..` segments, NUL or control characters.
  std::string path;
  // The arguments of the query, decoded, in their order.
  std::vector<std::pair<std::string, std::string>> query;
  // By name in lower case; a repeated header has its values joined by `, `.
  std::map<std::string, std::string> headers;
  std::string body;
  // The address of the peer, without port, for limits and logs.
  std::string peer;

  // The first argument of that name; empty where there is none.
  std::string Argument(absl::string_view name) const {
    for (const auto& [key, value] : query) {
      if (key == name) return value;
    }
    return "";
  }
  // The header of that name in lower case; empty where there is none.
  std::string Header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
};

// A body that is made piece by piece, such as a stream of results. Asked by one thread at a time;
// may block. Destroyed when the answer ended or the client went away.
class BodySource {
 public:
  virtual ~BodySource() = default;

  // The next piece, not empty; nullopt at the end. An error breaks the connection, so that no
  // client takes half an answer for a whole one.
  virtual absl::StatusOr<std::optional<std::string>> Next() = 0;
};

// The status of an answer that a service which is not there could not give.
inline constexpr int kServiceUnavailable = 503;

// One answer.
struct HttpResponse {
  int status = 200;
  // In the order in which they are sent. The server adds Date, Content-Length and Connection.
  std::vector<std::pair<std::string, std::string>> headers;
  // The body, unless `stream` is set.
  std::string body;
  std::unique_ptr<BodySource> stream;
};

// What answers requests. Thread-safe; may block.
class HttpHandler {
 public:
  virtual ~HttpHandler() = default;

  virtual HttpResponse Handle(const HttpRequest& request) = 0;
};

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_HTTP_MESSAGE_H_
