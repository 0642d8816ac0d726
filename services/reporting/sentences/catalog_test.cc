// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/sentences/catalog.h"

#include <string>

#include "gtest/gtest.h"

namespace sos::reporting {
namespace {

TEST(CatalogTest, HasTheSameMessagesWithTheSamePlaceholdersInEveryLanguage) {
  const language::Catalog& catalog = SentenceCatalog();
  const language::Messages& english = *catalog.Find("en");
  EXPECT_GT(english.Keys().size(), 200U);
  for (const std::string& code : catalog.Languages()) {
    const language::Messages& messages = *catalog.Find(code);
    EXPECT_EQ(messages.Keys(), english.Keys()) << code;
    for (const std::string& key : english.Keys()) {
      EXPECT_EQ(messages.Placeholders(key), english.Placeholders(key)) << code << " " << key;
    }
  }
}

}  // namespace
}  // namespace sos::reporting
