// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_SHARE_SEARCH_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_SHARE_SEARCH_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "services/indicator/domain/students/share.h"

namespace sos::indicator::records {

// Finds students among shares that are sorted by student and school. Quick where rows come in the
// same order; a binary search where not.
class ShareSearch {
 public:
  explicit ShareSearch(const std::vector<Share>& shares) : shares_(shares) {}

  // The place of the student's first share, or the number of shares if there is none.
  size_t First(int64_t student) {
    if (at_ < shares_.size() && shares_[at_].student == student) return at_;
    size_t next = at_;
    while (next < shares_.size() && next < at_ + kNearby && shares_[next].student < student) ++next;
    if (next == shares_.size() || shares_[next].student != student || next == at_) {
      next = std::lower_bound(shares_.begin(), shares_.end(), student,
                              [](const Share& share, int64_t id) { return share.student < id; }) -
             shares_.begin();
      if (next == shares_.size() || shares_[next].student != student) return shares_.size();
    }
    at_ = next;
    return at_;
  }

  // The place of the student's share at a school, or the number of shares.
  size_t At(int64_t student, int32_t school) {
    for (size_t i = First(student); i < shares_.size() && shares_[i].student == student; ++i) {
      if (shares_[i].school == school) return i;
    }
    return shares_.size();
  }

 private:
  // As many shares are looked at before the search begins anew.
  static constexpr size_t kNearby = 4;

  const std::vector<Share>& shares_;
  size_t at_ = 0;
};

}  // namespace sos::indicator::records

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_SHARE_SEARCH_H_
