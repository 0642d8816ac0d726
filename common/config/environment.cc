// SPDX-License-Identifier: Apache-2.0
#include "common/config/environment.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace sos {

Environment::Environment()
    : Environment([](const std::string& name) -> std::optional<std::string> {
        const char* value = std::getenv(name.c_str());
        return value == nullptr ? std::nullopt : std::optional<std::string>(value);
      }) {}

std::optional<std::string> Environment::Read(absl::string_view name) {
  std::optional<std::string> value = lookup_(std::string(name));
  return value && value->empty() ? std::nullopt : value;
}

void Environment::Problem(absl::string_view name, absl::string_view value,
                          absl::string_view expected) {
  problems_.push_back(absl::StrCat(name, "=", value, ": expected ", expected));
}

std::string Environment::String(absl::string_view name, std::string fallback) {
  std::string result = Read(name).value_or(std::move(fallback));
  effective_.emplace_back(name, result);
  return result;
}

std::string Environment::Choice(absl::string_view name, std::string fallback,
                                const std::vector<absl::string_view>& allowed) {
  std::string result = String(name, fallback);
  if (std::find(allowed.begin(), allowed.end(), result) != allowed.end()) return result;
  Problem(name, result, absl::StrCat("one of ", absl::StrJoin(allowed, ", ")));
  return fallback;
}

std::string Environment::Required(absl::string_view name) {
  std::string result = String(name, "");
  if (result.empty()) problems_.push_back(absl::StrCat(name, ": must be set"));
  return result;
}

std::string Environment::Secret(absl::string_view name) {
  std::string result = Read(name).value_or("");
  effective_.emplace_back(name, result.empty() ? "unset" : "set");
  return result;
}

bool Environment::Bool(absl::string_view name, bool fallback) {
  bool result = fallback;
  if (const std::optional<std::string> value = Read(name); value) {
    if (!absl::SimpleAtob(*value, &result)) {
      Problem(name, *value, "true or false");
      result = fallback;
    }
  }
  effective_.emplace_back(name, result ? "true" : "false");
  return result;
}

int64_t Environment::Int(absl::string_view name, int64_t fallback, int64_t minimum,
                         int64_t maximum) {
  int64_t result = fallback;
  if (const std::optional<std::string> value = Read(name); value) {
    if (!absl::SimpleAtoi(*value, &result) || result < minimum || result > maximum) {
      Problem(name, *value, absl::StrCat("a whole number from ", minimum, " to ", maximum));
      result = fallback;
    }
  }
  effective_.emplace_back(name, absl::StrCat(result));
  return result;
}

absl::Duration Environment::Duration(absl::string_view name, absl::Duration fallback,
                                     absl::Duration minimum, absl::Duration maximum) {
  absl::Duration result = fallback;
  if (const std::optional<std::string> value = Read(name); value) {
    if (!absl::ParseDuration(*value, &result) || result < minimum || result > maximum) {
      Problem(name, *value,
              absl::StrCat("a duration such as 250ms or 10s, from ", absl::FormatDuration(minimum),
                           " to ", absl::FormatDuration(maximum)));
      result = fallback;
    }
  }
  effective_.emplace_back(name, absl::FormatDuration(result));
  return result;
}

void Environment::Reject(absl::string_view name, absl::string_view problem) {
  problems_.push_back(absl::StrCat(name, ": ", problem));
}

absl::Status Environment::Check() const {
  if (problems_.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("settings:\n  ", absl::StrJoin(problems_, "\n  ")));
}

}  // namespace sos
