// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/convert/enums.h"

#include <optional>
#include <set>

#include "gtest/gtest.h"

namespace sos::eligibility {
namespace {

// The twin of a contract's value that has one.
template <typename Domain>
std::optional<Domain> TwinOf(std::optional<Domain> twin) {
  return twin;
}
std::optional<Outcome> TwinOf(Outcome twin) { return twin; }

// Every value of a contract's enum has a twin, no two the same one, and back; `without` are those
// that the domain has no value for. No value of the domain, of which there are `domain_size`, is
// left over.
template <typename Domain, typename Proto>
void ExpectTwins(const google::protobuf::EnumDescriptor& descriptor, int domain_size,
                 const std::set<int>& without = {0}) {
  std::set<Domain> twins;
  for (int i = 0; i < descriptor.value_count(); ++i) {
    const auto value = static_cast<Proto>(descriptor.value(i)->number());
    if (without.contains(value)) continue;
    const std::optional<Domain> twin = TwinOf(FromProto(value));
    ASSERT_TRUE(twin.has_value()) << descriptor.value(i)->full_name();
    EXPECT_EQ(ToProto(*twin), value) << descriptor.value(i)->full_name();
    EXPECT_TRUE(twins.insert(*twin).second) << descriptor.value(i)->full_name();
  }
  EXPECT_EQ(static_cast<int>(twins.size()), domain_size) << descriptor.full_name();
}

TEST(EnumsTest, EveryValueHasItsTwin) {
  ExpectTwins<Outcome, v1::Outcome>(*v1::Outcome_descriptor(), 3);
  ExpectTwins<LetterBasis, v1::LetterBasis>(*v1::LetterBasis_descriptor(), 3, {});
  ExpectTwins<Program, v1::Program>(*v1::Program_descriptor(), 6, {});
  ExpectTwins<Reading, v1::Reading>(*v1::Reading_descriptor(), 3);
  ExpectTwins<Origin, v1::Evidence::Origin>(*v1::Evidence_Origin_descriptor(), 5);
  ExpectTwins<Disclosure, education::v1::Disclosure>(*education::v1::Disclosure_descriptor(), 3);
  ExpectTwins<LocalRating, ingestion::v1::LocalRating::Performance>(
      *ingestion::v1::LocalRating_Performance_descriptor(), 4);
  ExpectTwins<DutyKind, v1::DutyRule::Kind>(*v1::DutyRule_Kind_descriptor(), 8, {});
  ExpectTwins<Basis, v1::Basis>(*v1::Basis_descriptor(), 7, {});
  ExpectTwins<Combination, v1::Reasoning::Combination>(*v1::Reasoning_Combination_descriptor(), 6,
                                                       {});
  ExpectTwins<SupportCase, v1::SupporterRule::Case>(*v1::SupporterRule_Case_descriptor(), 9, {});
}

TEST(EnumsTest, AValueOfALaterContractHasNone) {
  EXPECT_EQ(FromProto(static_cast<v1::Program>(99)), std::nullopt);
  EXPECT_EQ(FromProto(static_cast<v1::Evidence::Origin>(99)), std::nullopt);
  EXPECT_EQ(FromProto(static_cast<v1::Outcome>(99)), Outcome::kInsufficientData);
  EXPECT_EQ(FromProto(v1::OUTCOME_UNSPECIFIED), Outcome::kInsufficientData);
}

}  // namespace
}  // namespace sos::eligibility
