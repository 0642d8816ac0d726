// SPDX-License-Identifier: Apache-2.0
#include "services/web/routes/router.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/random/random.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/log/log.h"
#include "common/log/trace.h"
#include "common/metrics/metrics.h"
#include "common/time/clock.h"

namespace sos::web {
namespace {

constexpr int kStatusNotFound = 404;
constexpr int kStatusMethodNotAllowed = 405;
constexpr int kFirstServerError = 500;

std::string NewRequestName() {
  thread_local absl::BitGen random;
  return absl::StrCat(absl::Hex(absl::Uniform<uint64_t>(random), absl::kZeroPad16));
}

bool Allows(const Route& route, absl::string_view method) {
  return std::find(route.methods.begin(), route.methods.end(), method) != route.methods.end();
}

HttpResponse MethodNotAllowed(const Route& route) {
  HttpResponse response = TextResponse(kStatusMethodNotAllowed,
                                       "This address does not support the method of the request.");
  std::vector<std::string> allowed = route.methods;
  if (Allows(route, "GET")) allowed.emplace_back("HEAD");
  response.headers.emplace_back("Allow", absl::StrJoin(allowed, ", "));
  return response;
}

}  // namespace

HttpResponse TextResponse(int status, absl::string_view text) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", "text/plain; charset=utf-8"}};
  response.body = absl::StrCat(text, "\n");
  return response;
}

void Router::AddPath(const std::string& path, Route route) { paths_[path] = std::move(route); }
void Router::AddPrefix(const std::string& prefix, Route route) {
  prefixes_[prefix] = std::move(route);
}

const Route* Router::Find(absl::string_view path) const {
  const std::string text(path);
  if (const auto found = paths_.find(text); found != paths_.end()) return &found->second;
  const Route* longest = nullptr;
  for (const auto& [prefix, route] : prefixes_) {
    // In order of the alphabet, a longer prefix of the same path comes later.
    if (absl::StartsWith(text, prefix)) longest = &route;
  }
  return longest;
}

HttpResponse Router::Dispatch(const HttpRequest& request, const Route* route) const {
  if (route == nullptr) {
    return TextResponse(kStatusNotFound, "There is no page at this address. Check its spelling.");
  }
  if (Allows(*route, request.method)) return route->handler->Handle(request);
  if (request.method != "HEAD" || !Allows(*route, "GET")) return MethodNotAllowed(*route);
  HttpRequest get = request;
  get.method = "GET";
  return route->handler->Handle(get);
}

HttpResponse Router::Handle(const HttpRequest& request) {
  const log::Trace trace = log::ContinueTrace(request.Header("traceparent"));
  const std::string request_name = NewRequestName();
  const log::ScopedTrace scope(trace, request_name);
  const Stopwatch watch;
  const Route* const route = Find(request.path);
  HttpResponse response = Dispatch(request, route);
  if (response.status >= kFirstServerError) {
    // What people quote who report it.
    response.headers.emplace_back("X-Request-Id", request_name);
  }
  Record(request, route, response.status, watch.Elapsed());
  return response;
}

void Router::Record(const HttpRequest& request, const Route* route, int status,
                    absl::Duration duration) const {
  const std::string name = route == nullptr ? "none" : route->name;
  metrics::FindCounter("sos_http_requests_total", "HTTP requests answered, by route and status.",
                       {{"route", name}, {"status", absl::StrCat(status)}})
      .Increment();
  metrics::FindDurations("sos_http_duration_seconds",
                         "How long handlers of HTTP requests took to their answer.",
                         {{"route", name}})
      .Observe(duration);
  const bool defect = status >= kFirstServerError;
  if (!defect && !log_all_) return;
  log::Write(defect ? log::Level::kError : log::Level::kInfo, "request",
             {{"method", request.method},
              {"path", request.path},
              {"route", name},
              {"status", absl::StrCat(status)},
              {"duration_ms", absl::StrCat(absl::ToInt64Milliseconds(duration))},
              {"caller", request.peer}});
}

}  // namespace sos::web
