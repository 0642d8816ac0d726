// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_RENDER_RED_LIST_TEXT_H_
#define SOS_SERVICES_REPORTING_RENDER_RED_LIST_TEXT_H_

#include <string>

#include "common/language/messages.h"
#include "sos/reporting/v1/red_list.pb.h"

namespace sos::reporting {

// The list for a terminal of 80 columns: the Reds by LEA, school and group, then what plans must
// answer. For Render() alone: it hands over documents whose strings are printable.
std::string RedListText(const v1::RedList& list, const language::Messages& words);

// The code and the name of the LEA to whose plan an entity belongs: its own but for a school that
// is no charter.
std::string RedLeaCds(const education::v1::Entity& entity);
std::string RedLeaName(const education::v1::Entity& entity);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_RENDER_RED_LIST_TEXT_H_
