// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_SENTENCES_RESULT_H_
#define SOS_SERVICES_REPORTING_SENTENCES_RESULT_H_

#include <cstdint>
#include <string>

#include "common/language/messages.h"
#include "sos/indicator/v1/measure_change.pb.h"
#include "sos/indicator/v1/rulebook.pb.h"
#include "sos/reporting/v1/report.pb.h"

namespace sos::reporting {

// One result as everybody may see it, and what its sentence needs beside the cell.
struct ResultFacts {
  education::v1::Indicator indicator = education::v1::INDICATOR_UNSPECIFIED;
  education::v1::StudentGroup student_group = education::v1::STUDENT_GROUP_UNSPECIFIED;
  int dashboard_year = 0;
  // What of it is shown; masked where nothing is.
  v1::Cell cell;
  // Students in the numerator; -1 where there are none or they are withheld.
  int64_t numerator = -1;
  // 10 to 250; 0 for none.
  int box = 0;
  indicator::v1::IndicatorRules::Publication publication =
      indicator::v1::IndicatorRules::PUBLICATION_UNSPECIFIED;
  // The number of students suffices for a color.
  bool current_size_met = true;
  // All but the change is shown.
  bool change_withheld = false;
  // Why status level or color are undecided: a reason of the rulebook. Empty where they are not.
  std::string undetermined_reason;
};

// The result in full sentences: counts, rate, change, color. Where nothing is shown: why.
std::string ResultSentence(const language::Messages& messages, const ResultFacts& facts);

// `Yellow`, or in years without colors `status Low`; `No Color` where there is neither.
std::string RatingText(const language::Messages& messages, education::v1::Indicator indicator,
                       education::v1::Color color, int status_level);

// What rule set the color or status of a result whatever its numbers, in a sentence. Empty where
// the ordinary rules give what the result has.
std::string OverrideNote(const language::Messages& messages,
                         const indicator::v1::IndicatorRules& rules, const ResultFacts& facts);

// The least of `crossings` (the nearest first) that leads to a better color or, of a result without
// color, to a better status level. Null where none does.
const indicator::v1::Crossing* NextBetter(
    const v1::Cell& cell,
    const google::protobuf::RepeatedPtrField<indicator::v1::Crossing>& crossings);

// How far the next better color (in years without colors: status level) is, in a sentence. Empty
// where there is none, or `crossings` do not lead to it.
std::string NextColorSentence(
    const language::Messages& messages, const ResultFacts& facts,
    const google::protobuf::RepeatedPtrField<indicator::v1::Crossing>& crossings);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_SENTENCES_RESULT_H_
