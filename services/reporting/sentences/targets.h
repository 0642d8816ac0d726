// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_SENTENCES_TARGETS_H_
#define SOS_SERVICES_REPORTING_SENTENCES_TARGETS_H_

#include <string>
#include <vector>

#include "common/language/messages.h"
#include "services/reporting/sentences/result.h"
#include "sos/eligibility/v1/outlook.pb.h"
#include "sos/indicator/v1/measure_change.pb.h"

namespace sos::reporting {

// How far the next better color of a rated result is, or why that is not told. `crossings` is what
// the service found for the result; null where it found nothing out, or everybody may not see it.
// Empty where nothing is known.
std::string TargetSentence(const language::Messages& messages, const ResultFacts& facts,
                           const indicator::v1::ResultCrossings* crossings);

// What the color would be a year on if the numbers stayed, and how far the next better one would
// be then. Empty where that is not known. `next_year` is of the year after; null as above.
std::string NextYearSentence(const language::Messages& messages, const ResultFacts& facts,
                             const indicator::v1::ResultCrossings* next_year);

// What would end an eligibility: a sentence for each group whose results would have to change, or
// one for all where it rests on no group. `nearest` is masked for the public.
std::vector<std::string> ExitSentences(const language::Messages& messages,
                                       const eligibility::v1::Nearest& nearest);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_SENTENCES_TARGETS_H_
