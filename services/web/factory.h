// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_FACTORY_H_
#define SOS_SERVICES_WEB_FACTORY_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/web/options.h"
#include "services/web/rpc/connect.h"

namespace sos::web {

// The pages and everything else that is served over HTTP, running.
class Site {
 public:
  virtual ~Site() = default;

  // The port that it listens on.
  virtual int port() const = 0;

  // Accepts no further requests and lets the running ones finish.
  virtual void Stop() = 0;
};

// kInvalidArgument for a site that others than this machine could reach in clear text, unless its
// operator has said that this is meant (SOS_INSECURE).
absl::Status CheckExposure(const Options& options);

// Builds the site and starts it. `connect` reaches the four services. Returns what the listener,
// the certificate or the files within the program say where they cannot be used.
absl::StatusOr<std::unique_ptr<Site>> Create(const Options& options, const Connect& connect);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_FACTORY_H_
