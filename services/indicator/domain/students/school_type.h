// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_SCHOOL_TYPE_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_SCHOOL_TYPE_H_

#include <string>

#include "absl/strings/string_view.h"

// Which suspension table a school or district uses (METHODOLOGY.md; found by comparing every school
// and district of one county's published file with the directory, without an exception).
namespace sos::indicator::records {

// The type of a school by its `EILCode`: ES, MS, HS or UD. Empty for other levels.
inline std::string TypeOfSchool(absl::string_view level) {
  if (level == "ELEM") return "ES";
  if (level == "INTMIDJR") return "MS";
  if (level == "HS") return "HS";
  if (level == "ELEMHIGH") return "UD";
  return "";
}

// The type of a district by its `DOC`: ED, HD or UD. An elementary district of one school, not
// counting charter schools, has that school's type. Empty for other districts.
inline std::string TypeOfDistrict(absl::string_view doc, int school_count,
                                  const std::string& only_school_type) {
  if (doc == "52") return school_count == 1 ? only_school_type : "ED";
  if (doc == "56") return "HD";
  if (doc == "54" || doc == "00") return "UD";
  return "";
}

}  // namespace sos::indicator::records

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_SCHOOL_TYPE_H_
