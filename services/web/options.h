// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_OPTIONS_H_
#define SOS_SERVICES_WEB_OPTIONS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "common/config/environment.h"
#include "common/rpc/tls.h"
#include "services/web/http/server.h"
#include "services/web/pages/answer_cache.h"
#include "services/web/rpc/connect.h"
#include "services/web/sign_in/options.h"

namespace sos::web {

// The most that SOS_HTTP_CACHE_BYTES may be.
inline constexpr int64_t kMostCacheBytes = int64_t{64} << 30;

// SOS_CORS_ORIGINS.
inline std::vector<std::string> CorsOriginsIn(Environment& env) {
  std::vector<std::string> origins;
  const std::string list = env.String("SOS_CORS_ORIGINS", "");
  for (const absl::string_view origin : absl::StrSplit(list, ',', absl::SkipWhitespace())) {
    origins.emplace_back(absl::StripAsciiWhitespace(origin));
  }
  return origins;
}

// Every setting of sos-web.
struct Options {
  // SOS_HTTP_LISTEN: where pages are served, localhost:8088 by default; with SOS_TLS_CERTIFICATE
  // and SOS_TLS_KEY over TLS. SOS_HTTP_* and SOS_WORKERS: see HttpLimits. SOS_DRAIN_TIMEOUT.
  HttpServerOptions http;
  // SOS_INGESTION_TARGET, SOS_INDICATOR_TARGET, SOS_ELIGIBILITY_TARGET and SOS_REPORTING_TARGET:
  // where the four services are. Required.
  Targets targets;
  // How it connects to them: SOS_TLS_CA, SOS_TLS_SERVER_NAME, and the certificate above.
  rpc::TlsOptions tls;
  // SOS_HTTP_CACHE_BYTES: what is kept of rendered public pages and files, in bytes. Zero: nothing.
  size_t cache_bytes = kDefaultAnswerCacheBytes;
  // SOS_METRICS_LISTEN: where /metrics, /healthz and /readyz answer, in the clear. Empty: nowhere.
  std::string metrics_listen;
  // SOS_CORS_ORIGINS: the origins, such as `https://tools.example`, whose scripts may call the RPCs
  // as JSON, separated by commas. None by default.
  std::vector<std::string> cors_origins;
  // SOS_OIDC_* and SOS_WEB_*: sign-in by the agency's provider. Off unless SOS_OIDC_ISSUER is set.
  SignInOptions sign_in;
  // SOS_INSECURE: it may serve others than this machine in clear text, as behind a proxy that
  // encrypts.
  bool insecure = false;
  // SOS_DRAIN_DELAY: how long requests are still accepted after /readyz has said otherwise.
  absl::Duration drain_delay = absl::ZeroDuration();
  // SOS_LOG_CALLS: logs requests that are answered without error, too.
  bool log_all = false;

  static Options FromEnvironment(Environment& env) {
    Options options;
    HttpServerOptions& http = options.http;
    http.listen = env.String("SOS_HTTP_LISTEN", http.listen);
    http.limits = HttpLimits::FromEnvironment(env);
    http.drain_timeout = env.Duration("SOS_DRAIN_TIMEOUT", http.drain_timeout, absl::ZeroDuration(),
                                      absl::Minutes(5));
    options.tls = rpc::TlsOptions::FromEnvironment(env);
    http.certificate = options.tls.certificate;
    http.key = options.tls.key;
    options.targets = {.ingestion = env.Required("SOS_INGESTION_TARGET"),
                       .indicator = env.Required("SOS_INDICATOR_TARGET"),
                       .eligibility = env.Required("SOS_ELIGIBILITY_TARGET"),
                       .reporting = env.Required("SOS_REPORTING_TARGET")};
    options.cache_bytes = static_cast<size_t>(env.Int(
        "SOS_HTTP_CACHE_BYTES", static_cast<int64_t>(options.cache_bytes), 0, kMostCacheBytes));
    options.metrics_listen = env.String("SOS_METRICS_LISTEN", "");
    options.cors_origins = CorsOriginsIn(env);
    options.sign_in = SignInOptions::FromEnvironment(env);
    options.insecure = env.Bool("SOS_INSECURE", options.insecure);
    options.drain_delay = env.Duration("SOS_DRAIN_DELAY", options.drain_delay, absl::ZeroDuration(),
                                       absl::Minutes(5));
    options.log_all = env.Bool("SOS_LOG_CALLS", options.log_all);
    return options;
  }
};

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_OPTIONS_H_
