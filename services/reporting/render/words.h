// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_RENDER_WORDS_H_
#define SOS_SERVICES_REPORTING_RENDER_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/education/proto.h"
#include "sos/reporting/v1/report.pb.h"

namespace sos::reporting {

// Words that all forms of a document share.
absl::string_view Cds(const education::v1::Entity& entity);

// R, O, Y, G or B; `-` for none.
char ColorLetter(education::v1::Color color);
// `Red`, ..., `No Color`.
absl::string_view ColorName(education::v1::Color color);

// `R 64.0 (+3.2)`, `level 1 58.0`, `*` for masked, `` for absent.
std::string CellText(const v1::Cell& cell);
// The same in words, for a screen reader: `Red, status 64.0, change +3.2, 86 students`.
std::string CellWords(const v1::Cell& cell);
// A change with its sign.
std::string Signed(const education::v1::Decimal& change);

// `met`, `not met`, `undecided`.
absl::string_view OutcomeWord(eligibility::v1::Outcome outcome);
// What a determination comes to, in a sentence.
std::string Headline(const eligibility::v1::Determination& determination);
// What data would decide what is open, as `Open for want of data: load eladownload2023.txt.`; empty
// where nothing is open for that.
std::string MissingData(const eligibility::v1::Determination& determination);
// `EL (A: priorities 4, 5, 6)`.
std::string GroupSentence(const eligibility::v1::GroupAnswer& group);

// What a year of a trend was, where it was not an ordinary one.
std::string TrendNote(const v1::TrendPoint& point);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_RENDER_WORDS_H_
