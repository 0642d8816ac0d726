// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_RENDER_TARGET_ORDER_H_
#define SOS_SERVICES_REPORTING_RENDER_TARGET_ORDER_H_

#include <string>
#include <vector>

#include "common/language/messages.h"
#include "sos/reporting/v1/target_list.pb.h"

namespace sos::reporting {

// The targets as people are shown them: Red and Orange first (in years without colors: the two
// worst status levels), of these the nearest to the next color first. Points are compared with
// students as the nearest changes of eligibility are: 40 points of one student are one student.
// Those of which no distance is told come last.
std::vector<const v1::Target*> NearestFirst(const v1::TargetList& list);

// True for Red and Orange, or the two worst status levels.
bool IsLow(const v1::Target& target);

// The color that the next one of a result is, or in years without colors the status level.
std::string NextRating(const language::Messages& words, const v1::Target& target);

// `12 fewer students -> Orange`; why there is no distance where there is none.
std::string DistanceText(const language::Messages& words, const v1::Target& target);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_RENDER_TARGET_ORDER_H_
