// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "gtest/gtest.h"
#include "services/eligibility/convert/program_answers.h"
#include "services/eligibility/domain/reasons.h"

namespace sos::eligibility {
namespace {

const DutyRule kGoals{.name = "required-goals",
                      .description = "A goal for the groups that recur.",
                      .citation = {.source = "EC 52064", .basis = Basis::kStatute}};

TEST(LcapAnswerTest, ADutyNamesItsGroupsAndTheEntitiesItIsAbout) {
  const CdsCode school = *CdsCode::Parse("01611190130229");
  Evidence evidence;
  evidence.entities[school].set_name("entities/01611190130229");
  evidence.entities[school].set_display_name("Bay School");
  Determination determination;
  determination.answer = LcapAnswer{
      .duties = {{.rule = &kGoals,
                  .outcome = Outcome::kMet,
                  .groups = {StudentGroup::kHomeless},
                  .subjects = {{.cds = school,
                                .group = StudentGroup::kHomeless,
                                .indicators = {Indicator::kSuspension, Indicator::kScience}}}}}};
  v1::Determination proto;
  AddLcapAnswer(determination, evidence, proto);

  ASSERT_EQ(proto.duties_size(), 1);
  const v1::DutyAnswer& duty = proto.duties(0);
  EXPECT_EQ(duty.duty(), "required-goals");
  EXPECT_EQ(duty.outcome(), v1::OUTCOME_MET);
  EXPECT_EQ(duty.description(), "A goal for the groups that recur.");
  ASSERT_EQ(duty.student_groups_size(), 1);
  EXPECT_EQ(duty.student_groups(0), education::v1::STUDENT_GROUP_HOMELESS);
  ASSERT_EQ(duty.subjects_size(), 1);
  EXPECT_EQ(duty.subjects(0).entity().display_name(), "Bay School");
  EXPECT_EQ(duty.subjects(0).student_group(), education::v1::STUDENT_GROUP_HOMELESS);
  ASSERT_EQ(duty.subjects(0).indicators_size(), 2);
  EXPECT_EQ(duty.subjects(0).indicators(1), education::v1::INDICATOR_SCIENCE);
}

TEST(LcapAnswerTest, AnOpenDutySaysWhyInItsFinding) {
  Determination determination;
  determination.answer = LcapAnswer{.duties = {{.rule = &kGoals,
                                                .outcome = Outcome::kInsufficientData,
                                                .reason = reason::kRuleUnknown}}};
  v1::Determination proto;
  AddLcapAnswer(determination, Evidence(), proto);
  EXPECT_EQ(proto.duties(0).reason(), "RULE_UNKNOWN");
  EXPECT_EQ(proto.duties(0).subjects_size(), 0);
  ASSERT_EQ(proto.findings_size(), 1);
  EXPECT_EQ(proto.findings(0).rule(), "required-goals");
  EXPECT_EQ(proto.findings(0).description(),
            "A goal for the groups that recur. Undecided: RULE_UNKNOWN.");
  EXPECT_EQ(proto.findings(0).citation().source(), "EC 52064");
}

}  // namespace
}  // namespace sos::eligibility
