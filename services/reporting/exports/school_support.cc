// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/exports/school_support.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "common/education/cds_code.h"
#include "common/resource_names/resource_names.h"

namespace sos::reporting {
namespace {

constexpr size_t kLeaDigits = 7;

}  // namespace

SchoolSupport SchoolSupportOf(const eligibility::v1::Determination& determination) {
  SchoolSupport support;
  const absl::string_view code = EntityId(determination.entity().name());
  support.lea_code = std::string(code.substr(0, kLeaDigits));
  support.school_code = std::string(code.substr(std::min(code.size(), kLeaDigits)));
  support.lea_name = determination.entity().district_name();
  support.school_name = determination.entity().display_name();
  const std::string& status = determination.status();
  if (status.empty()) return support;
  const bool in_comprehensive = absl::StartsWith(status, "CSI");
  const bool in_additional = status == "ATSI";
  const bool in_targeted = status == "TSI";
  const std::string& exit = determination.exit();
  support.comprehensive = in_comprehensive    ? Standing::kIn
                          : exit == "CSIEXIT" ? Standing::kLeft
                                              : Standing::kNot;
  support.additional = in_additional        ? Standing::kIn
                       : exit == "ATSIEXIT" ? Standing::kLeft
                                            : Standing::kNot;
  support.targeted = in_targeted ? Standing::kIn : Standing::kNot;
  support.low_graduation = in_comprehensive && absl::StrContains(status, "Grad");
  support.low_performance = in_comprehensive && absl::StrContains(status, "Low");
  if (!in_additional && !in_targeted) return support;
  for (const auto& group : determination.groups()) {
    if (group.outcome() == eligibility::v1::OUTCOME_MET) {
      support.groups.push_back(group.student_group());
    }
  }
  return support;
}

}  // namespace sos::reporting
