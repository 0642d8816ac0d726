// SPDX-License-Identifier: Apache-2.0
#include "services/web/pages/what_if_changes.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/decimal/decimal.h"

namespace sos::web {
namespace {

constexpr absl::string_view kFormPrefix = "c.";
// More students than California has.
constexpr int64_t kMostStudents = 100'000'000;
// Farther from standard than any published status, in tenths of a point.
constexpr int64_t kMostTenths = 9'999;

// Reads `chronic-ALL`.
std::optional<WhatIfChange> ParseKey(absl::string_view text) {
  const size_t hyphen = text.rfind('-');
  if (hyphen == absl::string_view::npos) return std::nullopt;
  const auto indicator = ParseIndicatorId(text.substr(0, hyphen));
  const auto group = kStudentGroups.FromCode(text.substr(hyphen + 1));
  if (!indicator || !group) return std::nullopt;
  return WhatIfChange{.indicator = *indicator, .group = *group};
}

// Reads a number for the field `n`, `d` or `s` into `change`. False where it is none.
bool ReadNumber(absl::string_view field, absl::string_view text, WhatIfChange& change) {
  if (field == "s") {
    // One spelling, with a point: results write their status so.
    const std::string spelled =
        absl::StrContains(text, ".") ? std::string(text) : absl::StrCat(text, ".0");
    const auto value = ParseTenths(spelled);
    if (!value || value->count > kMostTenths || value->count < -kMostTenths) return false;
    change.status = spelled;
    return true;
  }
  int64_t count = 0;
  if (!absl::SimpleAtoi(text, &count) || count < 0 || count > kMostStudents) return false;
  (field == "n" ? change.numerator : change.denominator) = count;
  return field == "n" || field == "d";
}

// Reads `chronic-ALL`, or `chronic-ALL-n` with its number.
std::optional<WhatIfChange> ParseChange(absl::string_view key, absl::string_view number) {
  if (auto picked = ParseKey(key); picked && number.empty()) return picked;
  const size_t hyphen = key.rfind('-');
  if (hyphen == absl::string_view::npos) return std::nullopt;
  std::optional<WhatIfChange> change = ParseKey(key.substr(0, hyphen));
  if (!change) return std::nullopt;
  // An emptied field leaves the result picked and unchanged.
  if (!number.empty() && !ReadNumber(key.substr(hyphen + 1), number, *change)) return std::nullopt;
  return change;
}

void Merge(const WhatIfChange& change, std::vector<WhatIfChange>& changes) {
  const auto same = std::find_if(changes.begin(), changes.end(), [&](const WhatIfChange& other) {
    return other.indicator == change.indicator && other.group == change.group;
  });
  if (same == changes.end()) {
    if (changes.size() < kMaxWhatIfChanges) changes.push_back(change);
    return;
  }
  if (change.numerator) same->numerator = change.numerator;
  if (change.denominator) same->denominator = change.denominator;
  if (!change.status.empty()) same->status = change.status;
}

}  // namespace

std::string WhatIfKey(const WhatIfChange& change) {
  return absl::StrCat(IndicatorId(change.indicator), "-", kStudentGroups.Code(change.group));
}

bool IsWhatIfForm(const HttpRequest& request) {
  return std::any_of(request.query.begin(), request.query.end(), [](const auto& argument) {
    return argument.first == "pick" || argument.first == "drop" ||
           absl::StartsWith(argument.first, kFormPrefix);
  });
}

std::vector<WhatIfChange> ReadWhatIfChanges(const HttpRequest& request) {
  std::vector<WhatIfChange> changes;
  std::vector<std::string> dropped;
  for (const auto& [name, value] : request.query) {
    std::optional<WhatIfChange> change;
    if (name == "drop") {
      dropped.push_back(value);
    } else if (name == "pick") {
      change = ParseKey(value);
    } else if (name == "c") {
      const std::pair<absl::string_view, absl::string_view> parts =
          absl::StrSplit(value, absl::MaxSplits(':', 1));
      change = ParseChange(parts.first, parts.second);
    } else if (absl::StartsWith(name, kFormPrefix)) {
      change = ParseChange(absl::string_view(name).substr(kFormPrefix.size()), value);
    }
    if (change) Merge(*change, changes);
  }
  std::erase_if(changes, [&](const WhatIfChange& change) {
    return std::find(dropped.begin(), dropped.end(), WhatIfKey(change)) != dropped.end();
  });
  return changes;
}

QueryArguments WhatIfArguments(const std::vector<WhatIfChange>& changes) {
  QueryArguments arguments;
  for (const WhatIfChange& change : changes) {
    const std::string key = WhatIfKey(change);
    const size_t before = arguments.size();
    if (change.numerator) arguments.emplace_back("c", absl::StrCat(key, "-n:", *change.numerator));
    if (change.denominator)
      arguments.emplace_back("c", absl::StrCat(key, "-d:", *change.denominator));
    if (!change.status.empty())
      arguments.emplace_back("c", absl::StrCat(key, "-s:", change.status));
    if (arguments.size() == before) arguments.emplace_back("c", key);
  }
  return arguments;
}

}  // namespace sos::web
