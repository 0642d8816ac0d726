// SPDX-License-Identifier: Apache-2.0
#include "services/web/factory.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/rpc/exposure.h"
#include "common/status/macros.h"
#include "services/web/http/server.h"
#include "services/web/routes/router.h"
#include "services/web/routes/secure_handler.h"
#include "services/web/rpc/clients.h"

namespace sos::web {
namespace {

constexpr int kStatusFound = 200;

class WebSite final : public Site {
 public:
  WebSite(const Options& options, const Connect& connect)
      : clients_(ConnectClients(options.targets, connect)),
        router_(options.log_all),
        secure_({.encrypted = !options.http.certificate.empty(),
                 .loopback = rpc::IsLoopback(options.http.listen)},
                router_) {
    // The place where rooms register what they answer (routes/router.h).
    router_.AddPath(
        "/", {.name = "page", .handler = std::make_unique<FunctionHandler>([](const HttpRequest&) {
                                return TextResponse(kStatusFound,
                                                    "sos-web: pages of the California System of "
                                                    "Support suite.");
                              })});
  }

  absl::Status Start(const HttpServerOptions& options) {
    SOS_ASSIGN_OR_RETURN(server_, HttpServer::Start(options, secure_));
    return absl::OkStatus();
  }

  int port() const override { return server_->port(); }
  void Stop() override { server_->Stop(); }

 private:
  const Clients clients_;
  Router router_;
  SecureHandler secure_;
  // Ends first: its requests use all of the above.
  std::unique_ptr<HttpServer> server_;
};

}  // namespace

absl::Status CheckExposure(const Options& options) {
  if (options.insecure || !options.http.certificate.empty() ||
      rpc::IsLoopback(options.http.listen)) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "refusing to serve pages on ", options.http.listen,
      ": connections would be in clear text, so anyone on the way could read and change them. Set "
      "SOS_TLS_CERTIFICATE and SOS_TLS_KEY, listen on localhost, or set SOS_INSECURE=true if a "
      "proxy "
      "in front of it encrypts and the network between them is closed to others"));
}

absl::StatusOr<std::unique_ptr<Site>> Create(const Options& options, const Connect& connect) {
  auto site = std::make_unique<WebSite>(options, connect);
  SOS_RETURN_IF_ERROR(site->Start(options.http));
  return site;
}

}  // namespace sos::web
