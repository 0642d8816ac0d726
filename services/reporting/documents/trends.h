// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOCUMENTS_TRENDS_H_
#define SOS_SERVICES_REPORTING_DOCUMENTS_TRENDS_H_

#include <map>
#include <vector>

#include "sos/indicator/v1/result.pb.h"
#include "sos/reporting/v1/report.pb.h"

namespace sos::reporting {

// One indicator's known years of the whole entity.
using TrendYears = std::map<int, v1::TrendPoint>;

// The known years of each indicator, from the results of one entity: what a year's own row tells,
// and for a year without a row the prior-year value of the row after it.
std::map<education::v1::Indicator, TrendYears> TrendYearsOf(
    const std::vector<indicator::v1::ResultBlock>& blocks);

// One point a calendar year from `first` to `last`: a year without Dashboard breaks the line, and a
// year of which nothing is known has no data.
std::vector<v1::TrendPoint> TrendPoints(const TrendYears& years, int first, int last);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_DOCUMENTS_TRENDS_H_
