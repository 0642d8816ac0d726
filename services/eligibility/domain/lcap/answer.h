// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_LCAP_ANSWER_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_LCAP_ANSWER_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "common/education/cds_code.h"
#include "common/education/indicator.h"
#include "common/education/student_group.h"
#include "services/eligibility/domain/lcap/rules.h"
#include "services/eligibility/domain/outcome.h"

namespace sos::eligibility {

// Whom a duty is about.
struct DutySubject {
  CdsCode cds;
  StudentGroup group = StudentGroup::kAll;
  std::vector<Indicator> indicators;
};

struct DutyAnswer {
  const DutyRule* rule = nullptr;
  Outcome outcome = Outcome::kInsufficientData;
  absl::string_view reason;
  std::vector<StudentGroup> groups;
  std::vector<DutySubject> subjects;
};

// What an LEA's plan must contain: one answer a duty of the rulebook.
struct LcapAnswer {
  std::vector<DutyAnswer> duties;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_LCAP_ANSWER_H_
