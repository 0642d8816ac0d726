// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_SIGN_IN_PROVIDER_CALLS_H_
#define SOS_SERVICES_WEB_SIGN_IN_PROVIDER_CALLS_H_

#include <string>

#include "absl/status/statusor.h"

namespace sos::web {

// One request to the identity provider.
struct ProviderRequest {
  std::string url;
  // The fields of a POST (`application/x-www-form-urlencoded`). Empty: a GET.
  std::string form;
  // The value of the header `Authorization`. Empty for none.
  std::string authorization;
};

struct ProviderAnswer {
  // The HTTP status.
  int status = 0;
  std::string body;
};

// Reaches the identity provider. Thread-safe; blocks for a bounded time.
class ProviderCalls {
 public:
  virtual ~ProviderCalls() = default;

  // The answer, whatever its status. kUnavailable where there is none, with the reason.
  virtual absl::StatusOr<ProviderAnswer> Send(const ProviderRequest& request) = 0;
};

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_SIGN_IN_PROVIDER_CALLS_H_
