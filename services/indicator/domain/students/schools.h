// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_SCHOOLS_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_SCHOOLS_H_

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/education/cds_code.h"

namespace sos::indicator::records {

inline constexpr int64_t kSchoolFactor = CdsCode::kSchoolFactor;

// A school as the roll-ups need it.
struct School {
  CdsCode cds;
  // Charter schools are no part of a district (METHODOLOGY.md).
  bool charter = false;
  // Dashboard Alternative School Status (METHODOLOGY.md).
  bool alternative = false;
};

// The schools of the state, numbered from 0 in the order of their codes. Immutable.
class Schools {
 public:
  Schools() = default;
  // Each code once; of a code that stands there twice, the last counts.
  explicit Schools(const std::vector<School>& schools);

  int32_t size() const { return static_cast<int32_t>(schools_.size()); }
  const School& operator[](int32_t number) const { return schools_[number]; }
  // The school of fourteen digits. Nullopt if there is none.
  std::optional<int32_t> Find(int64_t code) const {
    const auto found = numbers_.find(code);
    return found == numbers_.end() ? std::nullopt : std::optional<int32_t>(found->second);
  }

 private:
  std::vector<School> schools_;
  absl::flat_hash_map<int64_t, int32_t> numbers_;
};

// Finds the schools of one LEA by the seven digits that its records have.
class LeaSchools {
 public:
  // `schools` must outlive it.
  LeaSchools(const CdsCode& lea, const Schools& schools)
      : base_(lea.Number() / kSchoolFactor * kSchoolFactor), schools_(schools) {}

  std::optional<int32_t> Find(int64_t digits) {
    if (digits != last_digits_) {
      last_digits_ = digits;
      last_ = schools_.Find(base_ + digits);
    }
    return last_;
  }

 private:
  const int64_t base_;
  const Schools& schools_;
  // Rows of a school mostly follow one another.
  int64_t last_digits_ = -1;
  std::optional<int32_t> last_;
};

}  // namespace sos::indicator::records

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_SCHOOLS_H_
