// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOCUMENTS_COUNTY_FILTERS_H_
#define SOS_SERVICES_REPORTING_DOCUMENTS_COUNTY_FILTERS_H_

#include <vector>

#include "absl/strings/str_cat.h"
#include "common/education/county.h"
#include "sos/indicator/v1/result.pb.h"

namespace sos::reporting {

// The same results county by county, in the order of the codes, so that no more than one county is
// in memory. For a filter that names no county, entity or LEA.
inline std::vector<indicator::v1::ResultFilter> CountyByCounty(
    const indicator::v1::ResultFilter& filter) {
  constexpr int kCountyCodes = 100;
  std::vector<indicator::v1::ResultFilter> filters;
  for (int number = 1; number < kCountyCodes; ++number) {
    const std::string county = absl::StrCat(number < 10 ? "0" : "", number);
    if (!IsCaliforniaCountyCode(county)) continue;
    filters.push_back(filter);
    filters.back().add_counties(county);
  }
  return filters;
}

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_DOCUMENTS_COUNTY_FILTERS_H_
