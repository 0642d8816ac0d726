// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_SENTENCES_FRAGILITY_H_
#define SOS_SERVICES_REPORTING_SENTENCES_FRAGILITY_H_

#include <map>
#include <string>

#include "services/reporting/sentences/result.h"

namespace sos::reporting {

// How few students, and how few points of a distance, count as an accident: a result that they
// would give another color says little about a school.
inline constexpr int64_t kFragileStudents = 2;
inline constexpr int64_t kFragileTenths = 10;

// What is known of a color's past: the color of each year in which everybody may see it.
using ColorsByYear = std::map<int, education::v1::Color>;

// How firm the color of a rated result is: which other color one or two students (of a distance:
// one point) would give it, and how often it was another one from year to year. Empty for a result
// without color, and where neither is known. `crossings`: every color that can be reached.
std::string FragilitySentence(
    const language::Messages& messages, const ResultFacts& facts,
    const google::protobuf::RepeatedPtrField<indicator::v1::Crossing>& crossings,
    const ColorsByYear& colors);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_SENTENCES_FRAGILITY_H_
