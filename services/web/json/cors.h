// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_JSON_CORS_H_
#define SOS_SERVICES_WEB_JSON_CORS_H_

#include <string>
#include <vector>

#include "services/web/http/message.h"

namespace sos::web {

// Which pages of other origins may call the RPCs from a browser (https://fetch.spec.whatwg.org,
// "CORS protocol"). Only what Connect needs is allowed. Cookies never are: who calls is said by the
// header Authorization, so that a foreign page can do nothing in a visitor's name.
class CorsPolicy {
 public:
  // Origins such as `https://dashboard.example.org`, without a slash at the end; `*` admits all.
  // Empty: none.
  explicit CorsPolicy(std::vector<std::string> origins) : origins_(std::move(origins)) {}

  // True for the question that a browser asks before it sends a request of another origin.
  static bool IsPreflight(const HttpRequest& request);

  // The answer to that question: 204, with permission where the origin has it.
  HttpResponse Preflight(const HttpRequest& request) const;

  // Lets the page that asked read the response, where its origin may.
  void Permit(const HttpRequest& request, HttpResponse& response) const;

 private:
  bool Admits(const std::string& origin) const;

  const std::vector<std::string> origins_;
};

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_JSON_CORS_H_
