// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_EDUCATION_DASHBOARD_YEAR_H_
#define SOS_COMMON_EDUCATION_DASHBOARD_YEAR_H_

#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"

namespace sos {

// The first and last Dashboard years a file may carry. Fall 2017 was the first Dashboard.
inline constexpr int kFirstDashboardYear = 2017;
inline constexpr int kLastDashboardYear = 2099;

// Reads the year of an autumn release as published files write it: `2023`, or `2017f` for fall
// 2017. Returns nullopt for anything else; the spring 2017 field test (`2017s`) is no Dashboard.
inline std::optional<int> ParseDashboardYear(absl::string_view text) {
  if (text == "2017f" || text == "2017F") return kFirstDashboardYear;
  int year = 0;
  if (text.size() != 4 || !absl::SimpleAtoi(text, &year)) return std::nullopt;
  if (year < kFirstDashboardYear || year > kLastDashboardYear) return std::nullopt;
  return year;
}

}  // namespace sos

#endif  // SOS_COMMON_EDUCATION_DASHBOARD_YEAR_H_
