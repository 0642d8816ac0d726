// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_SENTENCES_ESTIMATES_H_
#define SOS_SERVICES_REPORTING_SENTENCES_ESTIMATES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/language/messages.h"
#include "sos/indicator/v1/indicator_service.pb.h"
#include "sos/reporting/v1/estimate.pb.h"

// What is said of estimates to the LEA whose they are.
namespace sos::reporting {

// The name of a collection for those who send it in: `CALPADS report 14.2, absences`. `code` is as
// partitions name it, such as `absence-report`. Of others, the code itself.
std::string CollectionText(const language::Messages& messages, absl::string_view code);

// What an indicator waits for.
std::string MissingText(const language::Messages& messages,
                        const indicator::v1::IndicatorReadiness& readiness);

// What can make an indicator differ from what the state will publish, a sentence each.
std::vector<std::string> ErrorSourceTexts(const language::Messages& messages,
                                          const indicator::v1::IndicatorReadiness& readiness);

// The color of a result over its whole range.
std::string PossibleColorText(const language::Messages& messages, const v1::ResultEstimate& result);

// What a program decides over the whole range of all results.
std::string PossibleSupportText(const language::Messages& messages,
                                const v1::SupportEstimate& support);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_SENTENCES_ESTIMATES_H_
