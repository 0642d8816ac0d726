// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_AUTH_AUTH_OPTIONS_H_
#define SOS_COMMON_AUTH_AUTH_OPTIONS_H_

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "common/auth/caller_limits.h"
#include "common/auth/token_verifier.h"
#include "common/config/environment.h"

namespace sos::auth {

// Whom a server lets in.
struct AuthOptions {
  // SOS_AUTH_JWKS: the file of the identity provider's keys (JSON Web Key Set); with
  // SOS_AUTH_ISSUER and SOS_AUTH_AUDIENCE, what tokens must say, and SOS_AUTH_CLOCK_SKEW. An empty
  // file name disables authentication: every caller may do everything.
  TokenVerifier::Options tokens;
  // SOS_AUTH_ANONYMOUS: callers without token have the role public instead of being refused.
  bool anonymous = false;
  // SOS_AUTH_SERVICES: names in client certificates (DNS or common name) that are services of the
  // suite, separated by commas.
  std::vector<std::string> services = {"ingestion", "indicator", "eligibility", "reporting", "web"};
  // SOS_CALLER_RATE, SOS_CALLER_BURST and SOS_CALLER_CONCURRENCY: limits of each caller.
  CallerLimits::Options limits;

  bool enabled() const { return !tokens.key_file.empty(); }

  static AuthOptions FromEnvironment(Environment& env) {
    AuthOptions options;
    options.tokens.key_file = env.String("SOS_AUTH_JWKS", "");
    if (options.enabled()) {
      options.tokens.issuer = env.Required("SOS_AUTH_ISSUER");
      options.tokens.audience = env.Required("SOS_AUTH_AUDIENCE");
      options.tokens.clock_skew = env.Duration("SOS_AUTH_CLOCK_SKEW", options.tokens.clock_skew,
                                               absl::ZeroDuration(), absl::Minutes(10));
      options.anonymous = env.Bool("SOS_AUTH_ANONYMOUS", options.anonymous);
      options.services = absl::StrSplit(
          env.String("SOS_AUTH_SERVICES", "ingestion,indicator,eligibility,reporting,web"), ',',
          absl::SkipEmpty());
    }
    CallerLimits::Options& limits = options.limits;
    limits.rate = static_cast<int>(env.Int("SOS_CALLER_RATE", limits.rate, 0, 1'000'000));
    limits.burst = static_cast<int>(env.Int("SOS_CALLER_BURST", limits.burst, 1, 1'000'000));
    limits.concurrency =
        static_cast<int>(env.Int("SOS_CALLER_CONCURRENCY", limits.concurrency, 0, 100'000));
    return options;
  }
};

}  // namespace sos::auth

#endif  // SOS_COMMON_AUTH_AUTH_OPTIONS_H_
