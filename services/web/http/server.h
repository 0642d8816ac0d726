// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_HTTP_SERVER_H_
#define SOS_SERVICES_WEB_HTTP_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/web/http/limits.h"
#include "services/web/http/message.h"

namespace sos::web {

// How an HTTP server listens and stops.
struct HttpServerOptions {
  // Host and port; port 0 takes a free one. `localhost` is 127.0.0.1.
  std::string listen = "localhost:8088";
  // PEM files of the certificate chain and its key. Without them connections are in the clear. They
  // are read at the start only.
  std::string certificate;
  std::string key;
  HttpLimits limits;
  // How long running requests may take to finish once a stop is asked for. Handlers are always
  // waited for.
  absl::Duration drain_timeout = absl::Seconds(10);
};

// An HTTP/1.1 server, and the one place that knows libmicrohttpd.
//
// Few threads read and write all connections; a connection whose request is being answered is set
// aside, and the handler runs in a thread of a pool. So neither slow handlers nor slow clients keep
// others waiting. Requests that are malformed or beyond the limits are answered before the handler
// sees them, with a line of text: 400, 405 (with Allow), 413, 414, 431, 503 (with Retry-After).
class HttpServer {
 public:
  // `handler` must outlive the server. Returns kInvalidArgument for an address that is none or a
  // certificate that cannot be used, kUnavailable where the address cannot be listened on.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(const HttpServerOptions& options,
                                                           HttpHandler& handler);

  // Stops.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // The port that it listens on.
  int port() const;

  // Accepts no further connections and requests, lets the running ones finish within the drain
  // timeout, and ends all connections. May be called again.
  void Stop();

 private:
  class Daemon;

  explicit HttpServer(std::unique_ptr<Daemon> daemon);

  const std::unique_ptr<Daemon> daemon_;
};

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_HTTP_SERVER_H_
