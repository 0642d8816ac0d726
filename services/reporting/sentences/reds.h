// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_SENTENCES_REDS_H_
#define SOS_SERVICES_REPORTING_SENTENCES_REDS_H_

#include <set>
#include <string>
#include <vector>

#include "common/language/messages.h"
#include "sos/reporting/v1/red_list.pb.h"

namespace sos::reporting {

// What a list of Reds rests on.
struct RedSources {
  // There are results of the year.
  bool with_results = false;
  // The indicators of the year of which there are none.
  std::vector<education::v1::Indicator> missing;
  // The levels of which the state's list of the year is loaded.
  std::set<v1::RedResult::Level> lists = {};
};

// How many Reds there are at which level, what they are most of, how they compare with the state's
// lists, what is not known and not shown, and which plans must answer. `list` is filled but for its
// sentences.
std::vector<std::string> RedSentences(const language::Messages& messages, const v1::RedList& list,
                                      const RedSources& sources);

// Whose result it is, such as `school`.
std::string RedLevelText(const language::Messages& messages, v1::RedResult::Level level);

// `Red` or the name of the lowest status level, with the status where there is one; `on the state's
// list` for what has no result.
std::string RedCellText(const language::Messages& messages, education::v1::Indicator indicator,
                        const v1::Cell& cell);

// `required`, `not required`, `undecided`.
std::string RequiredText(const language::Messages& messages, eligibility::v1::Outcome outcome);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_SENTENCES_REDS_H_
