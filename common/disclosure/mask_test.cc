// SPDX-License-Identifier: Apache-2.0
#include "common/disclosure/mask.h"

#include <string>

#include "gtest/gtest.h"
#include "sos/eligibility/v1/eligibility_service.pb.h"

namespace sos {
namespace {

using auth::Principal;
using auth::Role;
using education::v1::Disclosure;
using eligibility::v1::Determination;

constexpr char kLea[] = "19647330000000";

Determination DeterminationOf(const std::string& cds, Disclosure disclosure) {
  Determination determination;
  determination.mutable_entity()->set_name("entities/" + cds);
  auto& finding = *determination.add_findings();
  finding.set_description("Priority 5 not met: GRAD No Color (83.3).");
  finding.set_masked_description("Priority 5 not met: GRAD withheld: a small group.");
  auto& evidence = *finding.add_evidence();
  evidence.set_color(education::v1::COLOR_RED);
  evidence.set_status_level(1);
  evidence.mutable_status()->set_value("83.3");
  evidence.mutable_change()->set_value("1.1");
  evidence.set_student_count(6);
  evidence.set_disclosure(disclosure);
  auto& multiplier = *determination.mutable_equity_multiplier();
  multiplier.set_enrollment(100);
  multiplier.set_entitlement_dollars(50'000);
  multiplier.set_disclosure(education::v1::DISCLOSURE_SHOWN);
  return determination;
}

Determination As(const Principal& principal, Determination determination) {
  MaskFor(principal, determination);
  return determination;
}

const Principal kPublic{.role = Role::kPublic};
const Principal kOwnLea{.role = Role::kLea, .leas = {*CdsCode::Parse(kLea)}};

TEST(MaskTest, TakesOutEverythingThatIsWithheld) {
  const Determination seen = As(kPublic, DeterminationOf(kLea, education::v1::DISCLOSURE_WITHHELD));
  const auto& evidence = seen.findings(0).evidence(0);
  EXPECT_EQ(evidence.student_count(), -1);
  EXPECT_FALSE(evidence.has_status());
  EXPECT_FALSE(evidence.has_change());
  EXPECT_EQ(evidence.color(), education::v1::COLOR_UNSPECIFIED);
  EXPECT_EQ(evidence.status_level(), 0);
  EXPECT_EQ(seen.findings(0).description(), "Priority 5 not met: GRAD withheld: a small group.");
  EXPECT_EQ(seen.findings(0).masked_description(), "");
}

TEST(MaskTest, LeavesTheRest) {
  const Determination seen = As(kPublic, DeterminationOf(kLea, education::v1::DISCLOSURE_WITHHELD));
  EXPECT_EQ(seen.entity().name(), std::string("entities/") + kLea);
  EXPECT_EQ(seen.equity_multiplier().enrollment(), 100);
  EXPECT_EQ(seen.equity_multiplier().entitlement_dollars(), 50'000);
}

TEST(MaskTest, TakesOutAChangeAlone) {
  const Determination seen =
      As(kPublic, DeterminationOf(kLea, education::v1::DISCLOSURE_CHANGE_WITHHELD));
  const auto& evidence = seen.findings(0).evidence(0);
  EXPECT_FALSE(evidence.has_change());
  EXPECT_EQ(evidence.status().value(), "83.3");
  EXPECT_EQ(evidence.student_count(), 6);
}

TEST(MaskTest, ShowsWhatIsShown) {
  Determination whole = DeterminationOf(kLea, education::v1::DISCLOSURE_SHOWN);
  whole.mutable_findings(0)->clear_masked_description();
  EXPECT_EQ(As(kPublic, whole).SerializeAsString(), whole.SerializeAsString());
}

TEST(MaskTest, WithholdsWhatDoesNotSayWhatItIs) {
  const Determination seen =
      As(kPublic, DeterminationOf(kLea, education::v1::DISCLOSURE_UNSPECIFIED));
  EXPECT_EQ(seen.findings(0).evidence(0).student_count(), -1);
}

TEST(MaskTest, ShowsAnLeaItsOwnAndNobodyElses) {
  const auto withheld = education::v1::DISCLOSURE_WITHHELD;
  const auto count = [&](const Principal& principal, const std::string& cds) {
    return As(principal, DeterminationOf(cds, withheld)).findings(0).evidence(0).student_count();
  };
  EXPECT_EQ(count(kOwnLea, kLea), 6);
  EXPECT_EQ(count(kOwnLea, "19647331932623"), 6) << "a school of the LEA";
  EXPECT_EQ(count(kOwnLea, "19642120000000"), -1);
  EXPECT_EQ(count(kOwnLea, "not a code"), -1);
}

TEST(MaskTest, LooksIntoListsAndStreams) {
  eligibility::v1::StreamDeterminationsResponse message;
  for (const char* const cds : {"19642120000000", kLea}) {
    *message.add_determinations() = DeterminationOf(cds, education::v1::DISCLOSURE_WITHHELD);
  }
  MaskFor(kOwnLea, message);
  EXPECT_EQ(message.determinations(0).findings(0).evidence(0).student_count(), -1);
  EXPECT_EQ(message.determinations(1).findings(0).evidence(0).student_count(), 6);
}

TEST(MaskTest, KnowsWhoSeesEveryCount) {
  for (const Role role : {Role::kState, Role::kService, Role::kUnchecked}) {
    EXPECT_TRUE(SeesAllCounts({.role = role})) << auth::RoleName(role);
  }
  for (const Role role : {Role::kPublic, Role::kLea, Role::kCounty, Role::kOperator}) {
    EXPECT_FALSE(SeesAllCounts({.role = role})) << auth::RoleName(role);
  }
}

}  // namespace
}  // namespace sos
