// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/channel.h"

#include <string>

#include "common/rpc/server.h"

namespace sos::rpc {
namespace {

constexpr char kServiceConfig[] = R"json({
  "loadBalancingConfig": [{"round_robin": {}}],
  "healthCheckConfig": {"serviceName": "readiness"},
  "methodConfig": [{
    "name": [{"service": "sos.ingestion.v1.IngestionService"},
             {"service": "sos.indicator.v1.IndicatorService"},
             {"service": "sos.replica.v1.ReplicaService"},
             {"service": "sos.eligibility.v1.EligibilityService"},
             {"service": "sos.reporting.v1.ReportingService"}],
    "retryPolicy": {
      "maxAttempts": 4,
      "initialBackoff": "0.1s",
      "maxBackoff": "1s",
      "backoffMultiplier": 2,
      "retryableStatusCodes": ["UNAVAILABLE"]
    }
  }]
})json";

// A server that went away is tried again at least this often, in milliseconds.
constexpr int kMaxReconnectMillis = 2000;

// A server that came back under another address is found within this time, in milliseconds; gRPC's
// own floor is 30 s.
constexpr int kMinResolutionMillis = 1000;

}  // namespace

std::shared_ptr<grpc::Channel> MakeChannel(const std::string& target, const TlsOptions& tls,
                                           const std::string& token) {
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(kServiceConfig);
  arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kMaxReconnectMillis);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_DNS_MIN_TIME_BETWEEN_RESOLUTIONS_MS, kMinResolutionMillis);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMillis);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveMillis / 2);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 0);
  if (!tls.server_name.empty()) arguments.SetSslTargetNameOverride(tls.server_name);
  std::shared_ptr<grpc::ChannelCredentials> credentials = ChannelCredentialsOf(tls);
  if (!token.empty() && tls.connects()) {
    credentials =
        grpc::CompositeChannelCredentials(credentials, grpc::AccessTokenCredentials(token));
  }
  return grpc::CreateCustomChannel(target, credentials, arguments);
}

}  // namespace sos::rpc
