// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_ANALYSIS_NEAREST_ANSWERS_H_
#define SOS_SERVICES_ELIGIBILITY_ANALYSIS_NEAREST_ANSWERS_H_

#include <memory>
#include <vector>

#include "common/auth/principal.h"
#include "services/eligibility/analysis/decisions.h"
#include "services/eligibility/sources/detail_source.h"
#include "sos/eligibility/v1/eligibility_service.pb.h"
#include "sos/eligibility/v1/outlook.pb.h"

namespace sos::eligibility {

// The points that count as much as one student where the caller does not say it.
inline constexpr int kDefaultPointsPerStudent = 40;

// The nearest changes of each entity of `decisions`, as the request wants them. The request tells
// `caller` nothing of results that are withheld from it, however often it is repeated with other
// limits.
std::vector<v1::Nearest> NearestOf(const Rulebooks& rulebooks, const Decisions& decisions,
                                   const Crossings& crossings,
                                   const v1::StreamNearestRequest& request,
                                   const auth::Principal& caller);

// This year's evidence as it would be next year, if nothing changed: results are those of the
// crossings' year. What is no result (local indicators, late certification) is taken not to count.
// A result is disclosed as this year's.
std::shared_ptr<const Evidence> NextYear(const Evidence& evidence, const Crossings& crossings,
                                         int next_year);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_ANALYSIS_NEAREST_ANSWERS_H_
