// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_ROUTES_HEALTH_H_
#define SOS_SERVICES_WEB_ROUTES_HEALTH_H_

#include <atomic>

#include "services/web/http/message.h"

namespace sos::web {

// What the metrics listener answers, for Prometheus and probes: `/metrics`, `/healthz` (200 as long
// as the program answers at all) and `/readyz` (200 while it accepts requests, 503 before and once
// it drains). 404 for everything else.
class Health final : public HttpHandler {
 public:
  void SetReady(bool ready) { ready_ = ready; }

  HttpResponse Handle(const HttpRequest& request) override;

 private:
  std::atomic<bool> ready_{false};
};

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_ROUTES_HEALTH_H_
