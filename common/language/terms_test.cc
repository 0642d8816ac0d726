// SPDX-License-Identifier: Apache-2.0
#include "common/language/terms.h"

#include <string>

#include "gtest/gtest.h"

namespace sos::language {
namespace {

const Catalog& Terms() {
  static const auto* const kTerms = new Catalog(*Catalog::Create(TermFiles()));
  return *kTerms;
}

// Every value of `Enum` but the unspecified one, and names of values that later contracts may have.
template <typename Enum>
void ExpectAWordForEvery(int last) {
  for (const std::string& code : Terms().Languages()) {
    const Messages& messages = *Terms().Find(code);
    for (int value = 1; value <= last; ++value) {
      const std::string word = Term(messages, static_cast<Enum>(value));
      EXPECT_NE(word, "") << code << " " << value;
      EXPECT_EQ(word.find('.'), std::string::npos) << word << " is a key";
    }
  }
}

TEST(TermsTest, ThereIsAWordForEveryValueOfTheContractInEveryLanguage) {
  ExpectAWordForEvery<education::v1::Indicator>(education::v1::Indicator_MAX);
  ExpectAWordForEvery<education::v1::StudentGroup>(education::v1::StudentGroup_MAX);
  ExpectAWordForEvery<education::v1::Color>(education::v1::Color_MAX);
  ExpectAWordForEvery<education::v1::EntityType>(education::v1::EntityType_MAX);
}

TEST(TermsTest, LessOfAbsenceAndSuspensionIsBetter) {
  const Messages& english = *Terms().Find("en");
  EXPECT_EQ(StatusTerm(english, education::v1::INDICATOR_SUSPENSION, 1), "Very High");
  EXPECT_EQ(StatusTerm(english, education::v1::INDICATOR_SUSPENSION, 5), "Very Low");
  EXPECT_EQ(StatusTerm(english, education::v1::INDICATOR_GRADUATION, 1), "Very Low");
  EXPECT_EQ(ChangeTerm(english, education::v1::INDICATOR_CHRONIC_ABSENTEEISM, 1),
            "Increased Significantly");
  EXPECT_EQ(ChangeTerm(english, education::v1::INDICATOR_MATHEMATICS, 5),
            "Increased Significantly");
  EXPECT_EQ(StatusTerm(english, education::v1::INDICATOR_GRADUATION, 0), "");
  EXPECT_EQ(StatusTerm(english, education::v1::INDICATOR_GRADUATION, 6), "");
}

TEST(TermsTest, NoColorIsAWord) {
  EXPECT_EQ(Term(*Terms().Find("en"), education::v1::COLOR_UNSPECIFIED), "No Color");
  EXPECT_EQ(Term(*Terms().Find("es"), education::v1::COLOR_NONE), "Sin color");
}

}  // namespace
}  // namespace sos::language
