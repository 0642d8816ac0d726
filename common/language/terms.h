// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_LANGUAGE_TERMS_H_
#define SOS_COMMON_LANGUAGE_TERMS_H_

#include <string>

#include "common/language/messages.h"
#include "sos/education/v1/education.pb.h"

namespace sos::language {

// The word of a language for a value of the contract. `messages` must have the files of
// TermFiles(). Empty for a value that is unspecified or of a later contract.
std::string Term(const Messages& messages, education::v1::Indicator indicator);
std::string Term(const Messages& messages, education::v1::StudentGroup group);
// `No Color` also where a color is unspecified.
std::string Term(const Messages& messages, education::v1::Color color);
std::string Term(const Messages& messages, education::v1::EntityType type);

// The last part of an indicator's keys, such as `chronic`. Empty for none.
absl::string_view IndicatorKey(education::v1::Indicator indicator);

// The name of a status level, 1 (worst) to 5: level 1 of the suspension rate is `Very High`, of the
// graduation rate `Very Low`. Empty for other numbers.
std::string StatusTerm(const Messages& messages, education::v1::Indicator indicator, int level);
// The name of a change level, 1 (worst) to 5, likewise.
std::string ChangeTerm(const Messages& messages, education::v1::Indicator indicator, int level);

// True for the rates of which less is better: chronic absenteeism and suspension.
bool LowerIsBetter(education::v1::Indicator indicator);

}  // namespace sos::language

#endif  // SOS_COMMON_LANGUAGE_TERMS_H_
