// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_COMMANDS_OPTIONS_H_
#define SOS_SERVICES_SUITE_COMMANDS_OPTIONS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "sos/education/v1/education.pb.h"

// What people type for the terms of the field: the codes of the files, or the words of the pages,
// whatever the case of letters. Errors name what would be right, the nearest first.
namespace sos::suite {

// `SUSP`, `suspension` or `Suspension Rate`.
absl::StatusOr<education::v1::Indicator> ParseIndicatorOption(const std::string& text);
// `EL`, or `English Learners`.
absl::StatusOr<education::v1::StudentGroup> ParseGroupOption(const std::string& text);
// `red`, or its letter `R`.
absl::StatusOr<education::v1::Color> ParseColorOption(const std::string& text);

// A kind of entity as it is typed and shown, such as `charter-school`. Empty for none.
std::string EntityKindWord(education::v1::EntityType type);
const std::vector<std::string>& EntityKindWords();
absl::StatusOr<education::v1::EntityType> ParseKindOption(const std::string& text);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_COMMANDS_OPTIONS_H_
