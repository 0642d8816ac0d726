// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_NEAR_MATCH_H_
#define SOS_SERVICES_INGESTION_DOMAIN_NEAR_MATCH_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/education/student_group.h"

namespace sos::ingestion {

// Collects the candidates that look most like what somebody typed: codes with few digits wrong, or
// names that hold its words.
class NearMatches {
 public:
  explicit NearMatches(absl::string_view wanted);

  // Considers an entity.
  void Offer(absl::string_view code, absl::string_view name);

  // The best few, best first, as `code name`.
  std::vector<std::string> Best() const;

  static constexpr size_t kMaxMatches = 3;

 private:
  struct Match {
    int distance;
    std::string text;
  };

  std::string wanted_;
  std::vector<Match> matches_;
};

// The only student group whose name, or another word for it, differs from `name` by a few letters,
// as in `Two or More Race`. Nullopt if none or several do, and for codes, which are too short.
std::optional<StudentGroup> NearStudentGroup(absl::string_view name);

// The number of single-character edits between `a` and `b`, or `limit` + 1 if there are more.
int EditDistance(absl::string_view a, absl::string_view b, int limit);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_NEAR_MATCH_H_
