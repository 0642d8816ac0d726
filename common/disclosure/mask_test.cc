// SPDX-License-Identifier: Apache-2.0
#include "common/disclosure/mask.h"

#include <limits>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sos/eligibility/v1/eligibility_service.pb.h"
#include "sos/indicator/v1/indicator_service.pb.h"

namespace sos {
namespace {

using auth::Principal;
using auth::Role;
using education::v1::Disclosure;
using eligibility::v1::Determination;
using testing::ElementsAre;

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

// Three rows of two entities: withheld, shown, and one whose change is withheld.
indicator::v1::ResultBlock Columns() {
  indicator::v1::ResultBlock block;
  block.add_entities()->set_name("entities/19642120000000");
  block.add_entities()->set_name(std::string("entities/") + kLea);
  for (const auto disclosure : {education::v1::DISCLOSURE_WITHHELD, education::v1::DISCLOSURE_SHOWN,
                                education::v1::DISCLOSURE_CHANGE_WITHHELD}) {
    block.add_entity_indexes(0);
    block.add_current_numerators(3);
    block.add_current_denominators(9);
    block.add_prior_denominators(8);
    block.add_status_tenths(333);
    block.add_change_tenths(-12);
    block.add_colors(education::v1::COLOR_RED);
    block.add_boxes(120);
    block.add_current_size_met(true);
    block.add_disclosures(disclosure);
  }
  (*block.mutable_undetermined_reasons())[0] = "the reason of the first";
  (*block.mutable_undetermined_reasons())[1] = "the reason of the second";
  return block;
}

TEST(MaskTest, MasksColumnsRowByRow) {
  indicator::v1::StreamResultsResponse message;
  *message.add_blocks() = Columns();
  MaskFor(kPublic, message);
  const indicator::v1::ResultBlock& block = message.blocks(0);
  EXPECT_THAT(block.current_numerators(), ElementsAre(-1, 3, 3));
  EXPECT_THAT(block.current_denominators(), ElementsAre(-1, 9, 9));
  EXPECT_THAT(block.prior_denominators(), ElementsAre(-1, 8, -1));
  constexpr int32_t kNone = std::numeric_limits<int32_t>::min();
  EXPECT_THAT(block.status_tenths(), ElementsAre(kNone, 333, 333));
  EXPECT_THAT(block.change_tenths(), ElementsAre(kNone, -12, kNone));
  EXPECT_THAT(block.colors(), ElementsAre(education::v1::COLOR_UNSPECIFIED,
                                          education::v1::COLOR_RED, education::v1::COLOR_RED));
  EXPECT_THAT(block.boxes(), ElementsAre(0, 120, 0));
  EXPECT_THAT(block.current_size_met(), ElementsAre(false, true, true));
  ASSERT_EQ(block.undetermined_reasons().size(), 1);
  EXPECT_EQ(block.undetermined_reasons().at(1), "the reason of the second");
}

TEST(MaskTest, LeavesColumnsOfACallersOwnEntities) {
  indicator::v1::ResultBlock block = Columns();
  block.set_entity_indexes(0, 1);
  MaskFor(kOwnLea, block);
  EXPECT_THAT(block.current_denominators(), ElementsAre(9, 9, 9)) << "the first is its own";
}

TEST(MaskTest, WithholdsRowsOfColumnsThatDoNotSayWhatTheyAre) {
  indicator::v1::ResultBlock block = Columns();
  block.clear_disclosures();
  MaskFor(kPublic, block);
  EXPECT_THAT(block.current_denominators(), ElementsAre(-1, -1, -1));
}

TEST(MaskTest, LooksIntoMessagesThatContainThemselves) {
  eligibility::v1::Reasoning top;
  eligibility::v1::Reasoning& leaf = *top.add_parts()->add_parts();
  leaf.set_statement("6 of 9 students.");
  leaf.set_masked_statement("Withheld: a small group.");
  leaf.mutable_fact()->set_current_numerator(6);
  leaf.mutable_fact()->set_box(120);
  MaskFor(kPublic, top);
  const eligibility::v1::Reasoning& seen = top.parts(0).parts(0);
  EXPECT_EQ(seen.statement(), "Withheld: a small group.");
  EXPECT_EQ(seen.fact().current_numerator(), -1);
  EXPECT_EQ(seen.fact().box(), 0);
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
