// SPDX-License-Identifier: Apache-2.0
#include "services/web/routes/health.h"

#include "common/metrics/metrics.h"
#include "services/web/routes/router.h"

namespace sos::web {
namespace {

constexpr int kStatusHealthy = 200;
constexpr int kStatusUnknown = 404;
constexpr int kStatusNotReady = 503;
// The text format of Prometheus.
constexpr char kMetricsType[] = "text/plain; version=0.0.4; charset=utf-8";

}  // namespace

HttpResponse Health::Handle(const HttpRequest& request) {
  if (request.path == "/healthz") return TextResponse(kStatusHealthy, "alive");
  if (request.path == "/readyz") {
    return ready_ ? TextResponse(kStatusHealthy, "ready")
                  : TextResponse(kStatusNotReady, "not ready");
  }
  if (request.path != "/metrics") return TextResponse(kStatusUnknown, "There is nothing here.");
  HttpResponse response;
  response.headers = {{"Content-Type", kMetricsType}};
  response.body = metrics::Text();
  return response;
}

}  // namespace sos::web
