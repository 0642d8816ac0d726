// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_SENTENCES_SUPPORT_H_
#define SOS_SERVICES_REPORTING_SENTENCES_SUPPORT_H_

#include <string>
#include <vector>

#include "common/language/messages.h"
#include "sos/eligibility/v1/determination.pb.h"
#include "sos/eligibility/v1/outlook.pb.h"

namespace sos::reporting {

// What people see of determinations: all messages are masked for the public before they come here.

// The program's name in words.
std::string ProgramLabel(const language::Messages& messages, eligibility::v1::Program program);

// Whether the entity is eligible, in one sentence.
std::string SupportHeadline(const language::Messages& messages,
                            const eligibility::v1::Determination& determination);

// The decision and its reasons: whether, for which groups, by which results, who helps, what would
// end it.
std::vector<std::string> SupportSentences(const language::Messages& messages,
                                          const eligibility::v1::Determination& determination);

// The files that would settle what is undecided, a sentence each. Empty where all is decided.
std::vector<std::string> GapSentences(const language::Messages& messages,
                                      const eligibility::v1::Determination& determination);

// In which years of `history` the entity was eligible, and which are undecided.
std::vector<std::string> HistorySentences(
    const language::Messages& messages,
    const google::protobuf::RepeatedPtrField<eligibility::v1::HistoryYear>& history);

// The cheapest way into or out of eligibility. Empty where nothing is known of it.
std::string NearestSentence(const language::Messages& messages,
                            const eligibility::v1::Nearest& nearest);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_SENTENCES_SUPPORT_H_
