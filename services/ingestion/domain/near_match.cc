// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/near_match.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/education/student_group_names.h"

namespace sos::ingestion {
namespace {

constexpr int kMaxEditDistance = 3;

}  // namespace

int EditDistance(absl::string_view a, absl::string_view b, int limit) {
  if (std::abs(static_cast<int>(a.size()) - static_cast<int>(b.size())) > limit) return limit + 1;
  std::vector<int> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (size_t i = 0; i < a.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i) + 1;
    for (size_t j = 0; j < b.size(); ++j) {
      const int substituted = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({row[j] + 1, diagonal + 1, substituted});
    }
  }
  return std::min(row[b.size()], limit + 1);
}

NearMatches::NearMatches(absl::string_view wanted) : wanted_(absl::AsciiStrToLower(wanted)) {}

void NearMatches::Offer(absl::string_view code, absl::string_view name) {
  const std::string lower = absl::AsciiStrToLower(name);
  int distance = std::min(EditDistance(wanted_, code, kMaxEditDistance),
                          EditDistance(wanted_, lower, kMaxEditDistance));
  if (distance > kMaxEditDistance && !wanted_.empty() && absl::StrContains(lower, wanted_)) {
    distance = kMaxEditDistance;
  }
  if (distance > kMaxEditDistance) return;
  matches_.push_back({distance, absl::StrCat(code, " ", name)});
  std::stable_sort(matches_.begin(), matches_.end(),
                   [](const Match& a, const Match& b) { return a.distance < b.distance; });
  if (matches_.size() > kMaxMatches) matches_.pop_back();
}

std::vector<std::string> NearMatches::Best() const {
  std::vector<std::string> best;
  for (const Match& match : matches_) best.push_back(match.text);
  return best;
}

std::optional<StudentGroup> NearStudentGroup(absl::string_view name) {
  // One letter in six may be wrong, and no more than two.
  constexpr size_t kLettersPerEdit = 6;
  constexpr size_t kLongestName = 64;
  constexpr int kMostEdits = 2;
  if (name.size() > kLongestName) return std::nullopt;
  const std::string wanted = absl::AsciiStrToLower(name);
  const int limit = std::min(static_cast<int>(name.size() / kLettersPerEdit), kMostEdits);
  if (limit == 0) return std::nullopt;
  std::optional<StudentGroup> near;
  for (const StudentGroupName& known : StudentGroupNames()) {
    if (EditDistance(wanted, absl::AsciiStrToLower(known.text), limit) > limit) continue;
    if (near && *near != known.group) return std::nullopt;
    near = known.group;
  }
  return near;
}

}  // namespace sos::ingestion
