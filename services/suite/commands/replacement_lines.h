// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_COMMANDS_REPLACEMENT_LINES_H_
#define SOS_SERVICES_SUITE_COMMANDS_REPLACEMENT_LINES_H_

#include <string>
#include <vector>

#include "sos/ingestion/v1/submission.pb.h"

namespace sos::suite {

// LEAs of which something vanishes that are shown on standard error for each file; JSON has them
// all.
inline constexpr size_t kMaxShownReplacements = 20;

// What a file does to what is stored, for people: a line for each LEA of which something vanishes,
// and one for all others. `done` is false where nothing was changed: a dry run, or a rejection.
std::vector<std::string> ReplacementLines(const ingestion::v1::Submission& submission, bool done);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_COMMANDS_REPLACEMENT_LINES_H_
