// SPDX-License-Identifier: Apache-2.0
#include "services/web/json/cors.h"

#include <algorithm>

namespace sos::web {
namespace {

constexpr char kAllowedMethods[] = "GET, POST";
constexpr char kAllowedHeaders[] =
    "Content-Type, Connect-Protocol-Version, Connect-Timeout-Ms, Authorization";
constexpr char kExposedHeaders[] = "ETag, Retry-After";
// How long a browser may keep the answer, in seconds: the most that browsers accept.
constexpr char kMaxAgeSeconds[] = "7200";
constexpr int kNoContent = 204;

}  // namespace

bool CorsPolicy::IsPreflight(const HttpRequest& request) {
  return request.method == "OPTIONS" && !request.Header("origin").empty() &&
         !request.Header("access-control-request-method").empty();
}

bool CorsPolicy::Admits(const std::string& origin) const {
  return !origin.empty() &&
         std::any_of(origins_.begin(), origins_.end(),
                     [&](const auto& admitted) { return admitted == "*" || admitted == origin; });
}

HttpResponse CorsPolicy::Preflight(const HttpRequest& request) const {
  HttpResponse response;
  response.status = kNoContent;
  if (Admits(request.Header("origin"))) {
    response.headers = {{"Access-Control-Allow-Methods", kAllowedMethods},
                        {"Access-Control-Allow-Headers", kAllowedHeaders},
                        {"Access-Control-Max-Age", kMaxAgeSeconds}};
  }
  return response;
}

void CorsPolicy::Permit(const HttpRequest& request, HttpResponse& response) const {
  if (origins_.empty()) return;
  // Also where the origin is not admitted: a cache must not give its answer to another.
  response.headers.emplace_back("Vary", "Origin");
  const std::string origin = request.Header("origin");
  if (!Admits(origin)) return;
  response.headers.emplace_back("Access-Control-Allow-Origin", origin);
  response.headers.emplace_back("Access-Control-Expose-Headers", kExposedHeaders);
}

}  // namespace sos::web
