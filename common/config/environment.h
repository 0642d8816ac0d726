// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_CONFIG_ENVIRONMENT_H_
#define SOS_COMMON_CONFIG_ENVIRONMENT_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace sos {

// Reads settings from environment variables and reports all problems at once.
//
//   Environment env;
//   options.listen = env.String("SOS_LISTEN", options.listen);
//   options.cache_ttl = env.Duration("SOS_CACHE_TTL", options.cache_ttl, absl::Seconds(1),
//   absl::Hours(24)); SOS_RETURN_IF_ERROR(env.Check());
//
// This is the only place of the suite that calls getenv().
class Environment {
 public:
  using Lookup = std::function<std::optional<std::string>(const std::string& name)>;

  // Reads the process's environment.
  Environment();
  // Reads through `lookup`, for tests.
  explicit Environment(Lookup lookup) : lookup_(std::move(lookup)) {}

  // Each returns `fallback` where the variable is unset or empty, and remembers a problem (and
  // returns `fallback`) where it cannot be read or lies outside [minimum, maximum].
  std::string String(absl::string_view name, std::string fallback);
  // One of `allowed`.
  std::string Choice(absl::string_view name, std::string fallback,
                     const std::vector<absl::string_view>& allowed);
  // A setting that has no default: a problem where it is unset.
  std::string Required(absl::string_view name);
  std::string Secret(absl::string_view name);
  bool Bool(absl::string_view name, bool fallback);
  int64_t Int(absl::string_view name, int64_t fallback, int64_t minimum, int64_t maximum);
  absl::Duration Duration(absl::string_view name, absl::Duration fallback, absl::Duration minimum,
                          absl::Duration maximum);

  // Remembers a problem that only whoever uses a setting can see. `problem` says what is expected;
  // it must not repeat a secret.
  void Reject(absl::string_view name, absl::string_view problem);

  // OK, or kInvalidArgument with one line for each problem.
  absl::Status Check() const;

  // Every setting read so far, as "NAME=value"; secrets as "set" or "unset".
  const std::vector<std::pair<std::string, std::string>>& effective() const { return effective_; }

 private:
  std::optional<std::string> Read(absl::string_view name);
  void Problem(absl::string_view name, absl::string_view value, absl::string_view expected);

  Lookup lookup_;
  std::vector<std::string> problems_;
  std::vector<std::pair<std::string, std::string>> effective_;
};

}  // namespace sos

#endif  // SOS_COMMON_CONFIG_ENVIRONMENT_H_
