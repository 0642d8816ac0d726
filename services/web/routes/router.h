// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_ROUTES_ROUTER_H_
#define SOS_SERVICES_WEB_ROUTES_ROUTER_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/web/http/message.h"

namespace sos::web {

// A handler that is a function.
class FunctionHandler final : public HttpHandler {
 public:
  using Function = std::function<HttpResponse(const HttpRequest&)>;

  explicit FunctionHandler(Function function) : function_(std::move(function)) {}
  HttpResponse Handle(const HttpRequest& request) override { return function_(request); }

 private:
  const Function function_;
};

// An answer that is one line of text, for people.
HttpResponse TextResponse(int status, absl::string_view text);

// What is the same for every address that a route answers.
struct Route {
  // The class of the route in metrics and logs, such as `page` or `rpc`: never a part of an
  // address.
  std::string name;
  // In upper case. HEAD comes with GET.
  std::vector<std::string> methods = {"GET"};
  std::unique_ptr<HttpHandler> handler;
};

// Finds the handler of a request by its path, and counts, times and logs the requests.
//
// A room of pages adds its routes in the factory, before the server starts:
//
//   router.AddPath("/search", {.name = "page", .handler = MakeSearchPage(clients)});
//   router.AddPrefix("/leas/", {.name = "page", .handler = MakeEntityPages(clients)});
//   router.AddPrefix("/", {.name = "page", .handler = MakeOtherPages(clients)});
//
// A path goes before prefixes, and a longer prefix before a shorter one; `/` as prefix is what
// answers all that nobody else does, also with a 404 of its own. A handler sees HEAD as GET; the
// server leaves the body out. It makes a whole HttpResponse: status, `Content-Type`, body, and
// `Cache-Control` where the answer may be kept (without it: `no-cache`). SecureHandler, which
// stands before the router, adds what every answer has, and compresses. The caller of RPCs is
// `Caller{.address = request.peer}`.
//
// Add*() are called before the first request; Handle() is thread-safe.
class Router final : public HttpHandler {
 public:
  // `log_all` logs answers without error, too (SOS_LOG_CALLS).
  explicit Router(bool log_all = false) : log_all_(log_all) {}

  // The route of one path, such as `/search`, in place of any before.
  void AddPath(const std::string& path, Route route);
  // The route of all paths that start so, such as `/assets/`.
  void AddPrefix(const std::string& prefix, Route route);

  // 404 where there is no route, 405 with `Allow` where it has not the method.
  HttpResponse Handle(const HttpRequest& request) override;

 private:
  const Route* Find(absl::string_view path) const;
  HttpResponse Dispatch(const HttpRequest& request, const Route* route) const;
  void Record(const HttpRequest& request, const Route* route, int status,
              absl::Duration duration) const;

  const bool log_all_;
  std::map<std::string, Route, std::less<>> paths_;
  std::map<std::string, Route, std::less<>> prefixes_;
};

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_ROUTES_ROUTER_H_
