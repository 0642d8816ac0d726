// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_JSON_CONNECT_GATEWAY_H_
#define SOS_SERVICES_WEB_JSON_CONNECT_GATEWAY_H_

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"
#include "services/web/http/message.h"
#include "services/web/json/cors.h"
#include "services/web/json/routed_method.h"
#include "services/web/rpc/clients.h"

namespace sos::web {

// The most bytes of a request.
inline constexpr size_t kMaxRequestBytes = 4 << 20;
// How long a call may take where the caller does not ask for less.
inline constexpr absl::Duration kMaxUnaryTime = absl::Seconds(60);
inline constexpr absl::Duration kMaxStreamTime = absl::Minutes(10);
// Streams that may be open at once; each occupies a thread of the HTTP server.
inline constexpr int kMaxStreams = 64;

// The RPCs of the four services over HTTP/1.1, by the Connect protocol
// (https://connectrpc.com/docs/protocol), from the descriptors of the contract:
//
// - `POST /{package}.{Service}/{Method}` with `Content-Type: application/json` or
//   `application/proto`; also by GET (`?message=`) where RoutedMethod::by_get.
// - Streams of answers with `application/connect+json` or `application/connect+proto`, in
// envelopes;
//   and, for a request in `application/json` or by GET, as `application/x-ndjson`, a message a
//   line.
// - Streams of requests are not offered (METHOD_NEEDS_GRPC).
//
// Errors are Connect's JSON with the details of the service. A service sees the bearer token of the
// request, or the role `public`; the gateway decides about no role. It sets neither ETag nor
// Cache-Control. Thread-safe.
class ConnectGateway final : public HttpHandler {
 public:
  struct Options {
    // By the full name of the service, such as `sos.indicator.v1.IndicatorService`. Methods of a
    // service without a channel are not found.
    std::map<std::string, std::shared_ptr<grpc::ChannelInterface>> channels;
    // Makes the context of one call; NewContext() of rpc/clients.h.
    std::function<std::unique_ptr<grpc::ClientContext>(const Caller&)> new_context;
    // Origins whose pages may call from a browser; see CorsPolicy. Empty: none.
    std::vector<std::string> cors_origins;
    int max_streams = kMaxStreams;
  };

  explicit ConnectGateway(Options options);

  // Whether a path is the gateway's to answer: `/sos.` at its beginning.
  static bool Owns(absl::string_view path);

  HttpResponse Handle(const HttpRequest& request) override;

 private:
  // A request that was read.
  struct Ask;

  HttpResponse Answer(const HttpRequest& request);
  HttpResponse Call(const HttpRequest& request, const Ask& ask);
  HttpResponse CallUnary(const Ask& ask, std::unique_ptr<grpc::ClientContext> context,
                         const std::string& message);
  HttpResponse CallStream(const Ask& ask, std::unique_ptr<grpc::ClientContext> context,
                          const std::string& message);
  absl::StatusOr<std::unique_ptr<grpc::ClientContext>> ContextFor(const HttpRequest& request,
                                                                  bool stream) const;

  const Options options_;
  const CorsPolicy cors_;
  // Shared with the streams, which may outlive the gateway.
  const std::shared_ptr<std::atomic<int>> open_streams_ = std::make_shared<std::atomic<int>>(0);
};

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_JSON_CONNECT_GATEWAY_H_
