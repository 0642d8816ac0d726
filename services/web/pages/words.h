// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_PAGES_WORDS_H_
#define SOS_SERVICES_WEB_PAGES_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/language/messages.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/web/pages/address.h"
#include "services/web/pages/template.h"
#include "sos/eligibility/v1/determination.pb.h"
#include "sos/reporting/v1/report.pb.h"

// How pages write the terms and numbers of the field.
namespace sos::web {

// `Eligible`, `Not eligible`, `Undecided`.
std::string OutcomeText(const language::Messages& messages, eligibility::v1::Outcome outcome);

// True for indicators that are measured in points (distance from standard), not in percent.
bool IsInPoints(Indicator indicator);

// `17.8 %` or `−12.3 points`. Empty where there is none.
std::string StatusText(const language::Messages& messages, Indicator indicator,
                       const education::v1::Decimal& status);
// `up 2.1`, `down 4.8` or `unchanged`. Empty where there is none.
std::string ChangeText(const language::Messages& messages, const education::v1::Decimal& change);
// A whole number with the separators of the language.
std::string CountText(const language::Messages& messages, int64_t count);
// The day of a time (UTC), such as `2026-11-29`.
std::string DayText(const language::Messages& messages, const google::protobuf::Timestamp& time);

// The class of a color in the style sheet, such as `red`; `none` for none.
std::string ColorClass(education::v1::Color color);

// Fills one cell for cell.tpl: class, gauge, words, status, change.
void FillCell(const language::Messages& messages, Indicator indicator,
              const reporting::v1::Cell& cell, Fields& fields);
// Fills a color for cell.tpl where there is nothing beside it; the name of the status level where
// there is no color.
void FillColor(const language::Messages& messages, Indicator indicator, education::v1::Color color,
               int status_level, Fields& fields);

// Fills the heading of a column for map.tpl: a narrow column may break it after each `/`.
void FillHeading(absl::string_view text, Fields& column);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_PAGES_WORDS_H_
