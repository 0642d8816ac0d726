// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_SIGN_IN_CURL_PROVIDER_CALLS_H_
#define SOS_SERVICES_WEB_SIGN_IN_CURL_PROVIDER_CALLS_H_

#include <cstddef>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/web/sign_in/provider_calls.h"

namespace sos::web {

// Calls over HTTPS by libcurl. Certificates are always verified, redirects are never followed, and
// URLs that are not IsSecureUrl() are refused. A proxy of the environment (`HTTPS_PROXY`) is used,
// but not for this machine.
class CurlProviderCalls final : public ProviderCalls {
 public:
  struct Limits {
    // One call, connecting included.
    absl::Duration timeout = absl::Seconds(10);
    absl::Duration connect_timeout = absl::Seconds(5);
    // The body of an answer.
    size_t answer_bytes = size_t{256} << 10;
  };

  // `ca_file` is a PEM file of authorities; empty for those of the machine.
  explicit CurlProviderCalls(std::string ca_file)
      : CurlProviderCalls(std::move(ca_file), Limits()) {}
  CurlProviderCalls(std::string ca_file, Limits limits);

  absl::StatusOr<ProviderAnswer> Send(const ProviderRequest& request) override;

 private:
  const std::string ca_file_;
  const Limits limits_;
};

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_SIGN_IN_CURL_PROVIDER_CALLS_H_
