// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_EXPORTS_SCHOOL_SUPPORT_H_
#define SOS_SERVICES_REPORTING_EXPORTS_SCHOOL_SUPPORT_H_

#include <string>
#include <vector>

#include "sos/eligibility/v1/determination.pb.h"

namespace sos::reporting {

// How a school stands in one kind of federal support.
enum class Standing { kUnknown, kNot, kIn, kLeft };

// What an ESSA determination says in the terms of federal files.
struct SchoolSupport {
  // Seven digits each.
  std::string lea_code;
  std::string school_code;
  std::string lea_name;
  std::string school_name;
  Standing comprehensive = Standing::kUnknown;
  Standing targeted = Standing::kUnknown;
  Standing additional = Standing::kUnknown;
  // Why the school is in comprehensive support.
  bool low_performance = false;
  bool low_graduation = false;
  // The groups for which it is in targeted or additional targeted support.
  std::vector<education::v1::StudentGroup> groups;
};

// Reads it off a determination of ESSA. What is undecided there is kUnknown here.
SchoolSupport SchoolSupportOf(const eligibility::v1::Determination& determination);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_EXPORTS_SCHOOL_SUPPORT_H_
