// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_SYNTHETIC_SAMPLE_FILES_H_
#define SOS_SERVICES_SUITE_SYNTHETIC_SAMPLE_FILES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/suite/synthetic/synthetic_california.h"

namespace sos::suite {

// Writes the indicator downloads of `years` and the local indicator ratings of a synthetic
// California into `directory`, in the state's formats and without the state's answers: no levels,
// colors or boxes. Every file name ends in `-synthetic.txt`.
//
// Returns the paths, in the order in which they were written, or kUnavailable if one cannot be.
absl::StatusOr<std::vector<std::string>> WriteSampleFiles(const SyntheticCalifornia& california,
                                                          const std::vector<int>& years,
                                                          const std::string& directory);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_SYNTHETIC_SAMPLE_FILES_H_
