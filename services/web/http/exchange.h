// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_HTTP_EXCHANGE_H_
#define SOS_SERVICES_WEB_HTTP_EXCHANGE_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "common/time/clock.h"
#include "services/web/http/limits.h"
#include "services/web/http/message.h"

struct MHD_Connection;

namespace sos::web {

// The answer with which the server itself refuses a request: a line of text.
HttpResponse Refusal(int status);

// Joins the values of a repeated header.
void AddHeader(absl::string_view name, absl::string_view value, HttpRequest& request);

// One request and its answer, from the first line to the last byte. Used by the thread of its
// connection, and while the connection is set aside by the worker that answers it.
class Exchange {
 public:
  explicit Exchange(absl::string_view target, size_t uri_bytes);

  // Whether Begin() was called.
  bool begun() const { return begun_; }
  // The headers are complete: reads and checks them. Afterwards `refused` may be set.
  void Begin(MHD_Connection* connection, absl::string_view method, const HttpLimits& limits);
  // A piece of the body came. False if so much is too much that nobody reads it any more.
  bool AddBody(absl::string_view piece, size_t body_bytes);
  // Whether the rest of a refused request would be too much to read.
  bool too_long_to_read() const { return too_long_to_read_; }

  HttpRequest request;
  // The status with which the server refuses the request itself.
  std::optional<int> refused;
  // Given to a worker, and how that ended.
  bool dispatched = false;
  std::optional<HttpResponse> response;
  const Stopwatch watch;

 private:
  // Reads the headers, and says what is wrong with them.
  std::optional<int> ReadHeaders(MHD_Connection* connection, const HttpLimits& limits);
  std::optional<int> CheckBody(const HttpLimits& limits);

  // As it was sent, as far as it may be long.
  std::string target_;
  bool target_too_long_ = false;
  bool begun_ = false;
  bool too_long_to_read_ = false;
  size_t discarded_ = 0;
};

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_HTTP_EXCHANGE_H_
