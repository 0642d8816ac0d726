// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_SENTENCES_GAPS_H_
#define SOS_SERVICES_REPORTING_SENTENCES_GAPS_H_

#include <string>
#include <vector>

#include "common/language/messages.h"
#include "sos/indicator/v1/rulebook.pb.h"
#include "sos/reporting/v1/gap_list.pb.h"

namespace sos::reporting {

// Red or Orange.
bool IsLowColor(const v1::Cell& cell);

// How large a gap is, where it lies, whether a low color comes from the status or from the change,
// and how the gap went over the years. `all` is the result of all students; `table` gave the color,
// null where it is not known.
std::vector<std::string> GapSentences(const language::Messages& messages,
                                      education::v1::Indicator indicator, const v1::Cell& all,
                                      const v1::GroupGap& gap,
                                      const indicator::v1::ScoreTable* table);

// The groups that fare worse than all students by the most, in a sentence; or that there are none.
std::string GapOverview(const language::Messages& messages, const v1::GapList& list);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_SENTENCES_GAPS_H_
