// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_EXPORTS_EDFACTS_H_
#define SOS_SERVICES_REPORTING_EXPORTS_EDFACTS_H_

#include <string>
#include <vector>

#include "common/revision/revision.h"
#include "services/reporting/exports/school_support.h"

// Files of the federal EDFacts collection, as far as determinations fill them. Field by field they
// are described in layouts/*.csv, against which tests check what is written.
namespace sos::reporting {

// File specification 206, school support and improvement: one record a school.
std::string EdfactsFs206(const std::vector<SchoolSupport>& schools, int dashboard_year,
                         const Revision& revision);

// File specification 212, reasons of comprehensive and targeted support: one record a reason.
std::string EdfactsFs212(const std::vector<SchoolSupport>& schools, int dashboard_year,
                         const Revision& revision);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_EXPORTS_EDFACTS_H_
