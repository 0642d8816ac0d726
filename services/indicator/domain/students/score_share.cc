// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

#include "services/indicator/domain/students/share.h"

namespace sos::indicator::records {

std::optional<int32_t> SchoolOfScore(int64_t tested_school, int64_t enrolled_school,
                                     const CdsCode& lea, const Schools& schools) {
  const std::optional<int32_t> school =
      schools.Find(tested_school != 0 ? tested_school : enrolled_school);
  // An LEA's file has its own 7 digits before those of every school, charter schools among them.
  if (!school || schools[*school].cds.Number() / kSchoolFactor != lea.Number() / kSchoolFactor) {
    return std::nullopt;
  }
  return school;
}

int32_t AccountableDistrict(const Column& accountable_lea, size_t row,
                            const EnrollmentRules& rules) {
  return rules.special_education_district_accountable
             ? static_cast<int32_t>(ValueAt(accountable_lea, row) / kSchoolFactor)
             : 0;
}

void KeepBestScores(std::vector<Share>& shares) {
  // Whatever differs takes part, so that no order of rows matters.
  const auto key = [](const Share& share) {
    const int rank = InDenominator(share.in_cohort) ? 0
                     : IsLeftOut(share.in_cohort)   ? 1
                     : share.to_be_tested           ? 2
                                                    : 3;
    return std::make_tuple(share.student, share.school, rank, -share.since, share.in_cohort,
                           -share.points, share.groups, share.accountable_district);
  };
  std::sort(shares.begin(), shares.end(),
            [&](const Share& a, const Share& b) { return key(a) < key(b); });
  size_t kept = 0;
  for (size_t i = 0; i < shares.size(); ++i) {
    if (kept > 0 && shares[kept - 1].student == shares[i].student &&
        shares[kept - 1].school == shares[i].school) {
      Share& best = shares[kept - 1];
      best.to_be_tested = best.to_be_tested || shares[i].to_be_tested;
      best.tested = best.tested || shares[i].tested;
    } else {
      shares[kept++] = shares[i];
    }
  }
  shares.resize(kept);
}

}  // namespace sos::indicator::records
