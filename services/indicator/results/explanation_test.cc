// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/results/explanation.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "gtest/gtest.h"
#include "services/indicator/convert/rulebook_library.h"
#include "services/indicator/rulebooks/rulebook_files.h"

namespace sos::indicator {
namespace {

TEST(ExplanationCatalogTest, HasTheSameMessagesWithTheSamePlaceholdersInEveryLanguage) {
  const language::Catalog& catalog = ExplanationCatalog();
  const language::Messages& english = *catalog.Find("en");
  EXPECT_GE(catalog.Languages().size(), 2U);
  for (const std::string& code : catalog.Languages()) {
    const language::Messages& messages = *catalog.Find(code);
    EXPECT_EQ(messages.Keys(), english.Keys()) << code;
    for (const std::string& key : english.Keys()) {
      // The note of a source is English, so that other languages leave it to the citation.
      if (key == "step.override") continue;
      EXPECT_EQ(messages.Placeholders(key), english.Placeholders(key)) << code << " " << key;
    }
  }
}

TEST(ExplanationCatalogTest, HasAWordForEverythingThatTheRulebooksSay) {
  const auto library = RulebookLibrary::Load(RulebookFiles());
  const language::Messages& english = *ExplanationCatalog().Find("en");
  for (const auto& [name, entry] : library->entries()) {
    for (const v1::IndicatorRules& rules : entry.proto.indicators()) {
      for (const v1::ScoreTable& table : rules.tables()) {
        const std::string key = absl::StrCat("table.", table.id());
        EXPECT_EQ(english.Text(key), table.description()) << name;
        for (const v1::Band& band : table.status_bands()) {
          EXPECT_EQ(language::StatusTerm(english, rules.indicator(), band.level()), band.label())
              << name << " " << Code(rules.indicator());
        }
        for (const v1::Band& band : table.change_bands()) {
          EXPECT_EQ(language::ChangeTerm(english, rules.indicator(), band.level()), band.label())
              << name << " " << Code(rules.indicator());
        }
      }
      for (const v1::Override& rule : rules.overrides()) {
        const std::string flag = v1::Override::Condition_Name(rule.condition()).substr(10);
        EXPECT_TRUE(english.Has(absl::StrCat("flag.", flag))) << name << " " << flag;
        const std::string& reason = rule.leave_undetermined().reason();
        EXPECT_TRUE(reason.empty() || english.Has(absl::StrCat("undetermined.", reason))) << reason;
      }
      const std::string& reason = rules.undecided_groups().reason();
      EXPECT_TRUE(reason.empty() || english.Has(absl::StrCat("undetermined.", reason))) << reason;
      EXPECT_TRUE(rules.unit() == "%" || english.Has(absl::StrCat("unit.", rules.unit()))) << name;
    }
  }
}

}  // namespace
}  // namespace sos::indicator
