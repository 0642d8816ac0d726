// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_COMMANDS_SAMPLE_LISTS_H_
#define SOS_SERVICES_SUITE_COMMANDS_SAMPLE_LISTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace sos::suite {

// Writes the lists that the state publishes beside its indicator files, of the results that the
// sample `files` have: the lists of Reds of `year`, and the ESSA list of the year before it, in
// which no school has support. Returns their paths. `files` are ingested into a store of their own
// for that, which is gone afterwards.
absl::StatusOr<std::vector<std::string>> WriteSampleLists(const std::vector<std::string>& files,
                                                          int year, const std::string& directory);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_COMMANDS_SAMPLE_LISTS_H_
