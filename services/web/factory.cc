// SPDX-License-Identifier: Apache-2.0
#include "services/web/factory.h"

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/exposure.h"
#include "common/status/macros.h"
#include "common/time/clock.h"
#include "services/ingestion/client/revision_watch.h"
#include "services/web/http/server.h"
#include "services/web/json/connect_gateway.h"
#include "services/web/json/openapi_files.h"
#include "services/web/pages/site.h"
#include "services/web/pages/warm_up.h"
#include "services/web/routes/router.h"
#include "services/web/routes/secure_handler.h"
#include "services/web/rpc/clients.h"
#include "services/web/sign_in/curl_provider_calls.h"
#include "services/web/sign_in/oidc_client.h"
#include "services/web/sign_in/sessions.h"
#include "services/web/sign_in/sign_in_handler.h"

namespace sos::web {
namespace {

// The channel to each service, by the service's full name.
std::map<std::string, std::shared_ptr<grpc::ChannelInterface>> ChannelsOf(const Targets& targets,
                                                                          const Connect& connect) {
  return {{ingestion::v1::IngestionService::service_full_name(), connect(targets.ingestion)},
          {indicator::v1::IndicatorService::service_full_name(), connect(targets.indicator)},
          {eligibility::v1::EligibilityService::service_full_name(), connect(targets.eligibility)},
          {reporting::v1::ReportingService::service_full_name(), connect(targets.reporting)}};
}

// The contract as OpenAPI has it.
HttpResponse DescribeRpcs(const HttpRequest&) {
  HttpResponse response;
  response.headers = {{"Content-Type", "application/json"}};
  const absl::string_view contract = OpenApiFiles().front().contents;
  response.body.assign(contract.data(), contract.size());
  return response;
}

// Whether people reach the site over HTTPS, so that cookies may say `Secure`.
bool IsEncrypted(const Options& options) {
  return !options.http.certificate.empty() ||
         absl::StartsWith(options.sign_in.external_url, "https://");
}

CookieKeys KeysOf(const SignInOptions& options) {
  return options.cookie_keys.empty() ? CookieKeys::Random() : CookieKeys(options.cookie_keys);
}

class WebSite final : public Site {
 public:
  WebSite(const Options& options, const Connect& connect, language::Catalog catalog)
      : clients_(ConnectClients(options.targets, connect)),
        revisions_(clients_.ingestion.get()),
        provider_calls_(options.sign_in.ca_file),
        provider_(options.sign_in, provider_calls_, clock_),
        sessions_(KeysOf(options.sign_in), IsEncrypted(options), clock_),
        router_(options.log_all),
        secure_({.encrypted = !options.http.certificate.empty(),
                 .loopback = rpc::IsLoopback(options.http.listen)},
                router_) {
    // The place where rooms register what they answer (routes/router.h).
    router_.AddPrefix("/sos.", {.name = "rpc",
                                .methods = {"GET", "POST", "OPTIONS"},
                                .handler = std::make_unique<ConnectGateway>(ConnectGateway::Options{
                                    .channels = ChannelsOf(options.targets, connect),
                                    .new_context = NewContext,
                                    .cors_origins = options.cors_origins})});
    router_.AddPath("/openapi.json", {.name = "contract",
                                      .handler = std::make_unique<FunctionHandler>(DescribeRpcs)});
    OidcClient* const provider = options.sign_in.enabled() ? &provider_ : nullptr;
    for (const char* const path : {"/sign-in", "/sign-in/callback"}) {
      router_.AddPath(path, {.name = "sign-in",
                             .handler = std::make_unique<SignInHandler>(provider, sessions_)});
    }
    router_.AddPath("/sign-out", {.name = "sign-in",
                                  .methods = {"POST"},
                                  .handler = std::make_unique<SignInHandler>(provider, sessions_)});
    const auto caller = [this](const HttpRequest& request) {
      return Caller{.token = sessions_.TokenOf(request), .address = request.peer};
    };
    auto pages = MakeSite(clients_, std::move(catalog), caller, options.cache_bytes,
                          [this] { return revisions_.newest_known(); });
    warm_up_ = std::make_unique<WarmUp>(*pages, [this] { return revisions_.newest_known(); });
    router_.AddPrefix("/", {.name = "page", .handler = std::move(pages)});
  }

  absl::Status Start(const HttpServerOptions& options) {
    SOS_ASSIGN_OR_RETURN(server_, HttpServer::Start(options, secure_));
    return absl::OkStatus();
  }

  int port() const override { return server_->port(); }
  void Stop() override {
    warm_up_.reset();
    server_->Stop();
  }

 private:
  const SystemClock clock_{};
  const Clients clients_;
  RevisionWatch revisions_;
  CurlProviderCalls provider_calls_;
  OidcClient provider_;
  const Sessions sessions_;
  Router router_;
  SecureHandler secure_;
  std::unique_ptr<WarmUp> warm_up_;
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
  SOS_ASSIGN_OR_RETURN(language::Catalog catalog, SiteCatalog());
  auto site = std::make_unique<WebSite>(options, connect, std::move(catalog));
  SOS_RETURN_IF_ERROR(site->Start(options.http));
  return site;
}

}  // namespace sos::web
