// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/convert/programs.h"

#include <string>
#include <variant>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/convert/rulebook_library.h"
#include "services/eligibility/domain/programs.h"
#include "services/eligibility/rulebooks/rulebook_files.h"

namespace sos::eligibility {
namespace {

using test_util::IsOk;

TEST(ProgramConversionTest, EveryProgramHasItsOwn) {
  for (const ProgramTraits& traits : AllPrograms()) {
    const ProgramConversion& conversion = ConversionOf(traits.program);
    EXPECT_EQ(conversion.program, traits.program) << traits.code;
    EXPECT_NE(conversion.to_rules, nullptr) << traits.code;
    EXPECT_NE(conversion.add_answer, nullptr) << traits.code;
  }
}

// A program that is converted as another one would read rules that its rulebooks do not have.
TEST(ProgramConversionTest, ReadsTheRulebooksOfItsProgramAsTheRulesOfThatProgram) {
  const auto library = RulebookLibrary::Load(RulebookFiles());
  ASSERT_THAT(library, IsOk());
  int rulebooks = 0;
  for (const auto& [name, rulebook] : library->entries()) {
    ++rulebooks;
    const auto rules = ConversionOf(rulebook.rules.program).to_rules(rulebook.proto);
    ASSERT_THAT(rules, IsOk()) << name;
    EXPECT_EQ(rules->index(), rulebook.rules.rules.index()) << name;
    // The variant lists the programs in the order of the enum, which begins with none.
    EXPECT_EQ(rules->index() + 1, static_cast<size_t>(rulebook.rules.program)) << name;
  }
  EXPECT_GT(rulebooks, 20);
}

}  // namespace
}  // namespace sos::eligibility
