// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_CONVERT_REASONING_H_
#define SOS_SERVICES_ELIGIBILITY_CONVERT_REASONING_H_

#include <functional>

#include "services/eligibility/domain/finding.h"
#include "sos/eligibility/v1/reasoning.pb.h"

namespace sos::eligibility {

// What the indicator service knows of the result: distances, counts, boxes. Where it knows of none,
// a fact without a name and with counts of -1.
using FactSource = std::function<v1::Fact(Indicator, StudentGroup, int dashboard_year)>;

// A finding as a step of an explanation, its parts below it and what it observed as its leaves. It
// must have been made with Detail::kSentences.
v1::Reasoning ToReasoning(const Finding& finding, const FactSource& facts);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_CONVERT_REASONING_H_
