// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_AUTH_TOKEN_VERIFIER_H_
#define SOS_COMMON_AUTH_TOKEN_VERIFIER_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/auth/json_web_keys.h"
#include "common/auth/principal.h"
#include "common/metrics/metrics.h"
#include "common/time/clock.h"

namespace sos::auth {

// Checks bearer tokens: JSON Web Tokens that an OIDC provider signed with a key of its key set.
//
// A token is taken if its `kid` is in the set, its algorithm is the one of that key, the signature
// fits, `iss` and `aud` are those expected, `exp` is ahead and `nbf` and `iat`, if there are any,
// behind (all give or take the clock skew), and its claims say a role: `sos_role`, with `sos_leas`
// (14-digit codes) and `sos_counties` (two-digit codes) for the roles lea and county. Verdicts are
// remembered until the token ends or the keys change.
//
// The key set is read again when its file changes, within kKeyFileInterval, so keys rotate without
// a restart. An empty set, `{"keys": []}`, takes every key away: the emergency stop. A file that
// cannot be read or holds no key set changes nothing but is an error in the log, and
// `sos_auth_key_set_unusable` is 1 until it is mended. Thread-safe.
class TokenVerifier {
 public:
  // The key file is looked at no more often than this: a key that was taken away is refused within
  // that time, whatever the time of day does.
  static constexpr absl::Duration kKeyFileInterval = absl::Seconds(5);

  struct Options {
    // The file of the key set, which somebody keeps up to date.
    std::string key_file;
    std::string issuer;
    std::string audience;
    // How far the provider's clock may be off.
    absl::Duration clock_skew = absl::Seconds(60);
  };

  // Reads the key set. `clock` must outlive the verifier.
  static absl::StatusOr<std::unique_ptr<TokenVerifier>> Create(Options options, const Clock& clock);

  // The caller that a token speaks for, or kUnauthenticated with the reason: `expired`, `not yet
  // valid`, `unknown key`, `wrong algorithm`, `bad signature`, `wrong issuer`, `wrong audience`,
  // `no role`, `no scope` or `malformed`. No part of the token is in it.
  absl::StatusOr<Principal> Verify(absl::string_view token);

 private:
  struct Verdict {
    Principal principal;
    // From when to when it holds.
    absl::Time begin;
    absl::Time end;
  };

  TokenVerifier(Options options, const Clock& clock)
      : options_(std::move(options)), clock_(clock) {}

  // Reads the key file; keeps the old keys if that fails.
  absl::Status ReadKeys() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Does so where it is time to, and tells the operator if that fails.
  void RefreshKeys() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::StatusOr<Verdict> Judge(absl::string_view token, const VerificationKeys& keys) const;
  absl::Status CheckTime(const Verdict& verdict) const;

  const Options options_;
  const Clock& clock_;
  mutable absl::Mutex mutex_;
  std::shared_ptr<const VerificationKeys> keys_ ABSL_GUARDED_BY(mutex_);
  std::string key_text_ ABSL_GUARDED_BY(mutex_);
  // When the file was read last, by the clock's Elapsed(), and what was wrong with it.
  absl::Duration looked_ ABSL_GUARDED_BY(mutex_);
  std::string problem_ ABSL_GUARDED_BY(mutex_);
  const metrics::Gauge unusable_gauge_ =
      metrics::FindGauge("sos_auth_key_set_unusable",
                         "1 while the file of the identity provider's keys cannot be used and the "
                         "old keys stay in force.");
  // By the SHA-256 of the token.
  absl::flat_hash_map<std::string, Verdict> verdicts_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace sos::auth

#endif  // SOS_COMMON_AUTH_TOKEN_VERIFIER_H_
