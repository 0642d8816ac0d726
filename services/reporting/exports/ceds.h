// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_EXPORTS_CEDS_H_
#define SOS_SERVICES_REPORTING_EXPORTS_CEDS_H_

#include <string>
#include <vector>

#include "services/reporting/exports/school_support.h"

namespace sos::reporting {

// Support of schools by the names of the Common Education Data Standards: comma-separated values,
// one line a school and reason. A school without support has one line.
std::string CedsSupport(const std::vector<SchoolSupport>& schools, int dashboard_year);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_EXPORTS_CEDS_H_
