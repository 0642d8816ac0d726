// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_SYNTHETIC_SYNTHETIC_OUTCOME_H_
#define SOS_SERVICES_SUITE_SYNTHETIC_SYNTHETIC_OUTCOME_H_

#include <cstdint>
#include <string>
#include <vector>

#include "services/suite/synthetic/synthetic_student.h"

namespace sos::suite {

// How a made-up member of a class left one high school.
struct SyntheticOutcome {
  // Index of the school among SyntheticCalifornia::entities().
  int school = 0;
  int class_year = 0;
  // Blank while the student is enrolled.
  std::string exit;
  std::string exit_reason;
  // Blank without.
  std::string completion;
  bool enrolled_later = false;
};

// The outcomes of a student of grade 12 in `class_year`, as the file of `file_year` has them: the
// year of the class, or the year after. In the order of time, one a school.
std::vector<SyntheticOutcome> MakeOutcomes(const SyntheticCalifornia& california, uint64_t seed,
                                           const SyntheticStudent& student, int class_year,
                                           int file_year);

// Ends the last stay of a student of grade 12 at the end of the year, as schools report it; in
// alternative schools some came late or left early.
void EndLastYear(const SyntheticCalifornia& california, uint64_t seed, int year,
                 SyntheticStudent& student);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_SYNTHETIC_SYNTHETIC_OUTCOME_H_
