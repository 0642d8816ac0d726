// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/convert/enums.h"
#include "services/eligibility/convert/finding.h"
#include "services/eligibility/convert/program_answers.h"

namespace sos::eligibility {

void AddLcapAnswer(const Determination& determination, const Evidence& evidence,
                   v1::Determination& proto) {
  for (const DutyAnswer& duty : determination.As<LcapAnswer>()->duties) {
    v1::DutyAnswer& added = *proto.add_duties();
    added.set_duty(duty.rule->name);
    added.set_outcome(ToProto(duty.outcome));
    added.set_reason(std::string(duty.reason));
    added.set_description(duty.rule->description);
    for (const StudentGroup group : duty.groups) added.add_student_groups(ToProto(group));
    for (const DutySubject& subject : duty.subjects) {
      v1::DutySubject& about = *added.add_subjects();
      *about.mutable_entity() = evidence.entities.at(subject.cds);
      about.set_student_group(ToProto(subject.group));
      for (const Indicator indicator : subject.indicators) {
        about.add_indicators(ToProto(indicator));
      }
    }
    AddFinding(duty.rule->name, duty.outcome, WithReason(duty.rule->description, duty.reason),
               duty.rule->citation, proto);
  }
}

}  // namespace sos::eligibility
