// SPDX-License-Identifier: Apache-2.0
#include "common/language/messages.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::language {
namespace {

using test_util::IsOk;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Catalog CatalogOf(const std::vector<EmbeddedFile>& files) {
  auto catalog = Catalog::Create(files);
  EXPECT_THAT(catalog, IsOk());
  return catalog.ok() ? *std::move(catalog) : Catalog();
}

Catalog TwoLanguages() {
  return CatalogOf(
      {{"en.json",
        R"({"absent": "{count, plural, one{# student was} other{# students were}} absent",
            "change": "{points} points", "only": "only English"})"},
       {"es.json",
        R"({"absent": "{count, plural, one{# estudiante estuvo} other{# estudiantes estuvieron}} ausente",
            "change": "{points} puntos"})"}});
}

TEST(MessagesTest, HaveThePluralFormOfTheNumber) {
  const Catalog catalog = TwoLanguages();
  const Messages& english = *catalog.Find("en");
  EXPECT_EQ(english.Text("absent", {{"count", int64_t{1}}}), "1 student was absent");
  EXPECT_EQ(english.Text("absent", {{"count", int64_t{0}}}), "0 students were absent");
  EXPECT_EQ(english.Text("absent", {{"count", int64_t{1020}}}), "1,020 students were absent");
  const Messages& spanish = *catalog.Find("es");
  EXPECT_EQ(spanish.Text("absent", {{"count", int64_t{1}}}), "1 estudiante estuvo ausente");
  EXPECT_EQ(spanish.Text("absent", {{"count", int64_t{1020}}}),
            "1,020 estudiantes estuvieron ausente");
}

TEST(MessagesTest, WriteDecimalsAsInTheUnitedStatesAndWithATrueMinus) {
  const Catalog catalog = TwoLanguages();
  for (const char* const code : {"en", "es"}) {
    const Messages& messages = *catalog.Find(code);
    EXPECT_EQ(messages.Number({"17.8"}), "17.8") << code;
    EXPECT_EQ(messages.Number({"0.0"}), "0.0") << code;
    EXPECT_EQ(messages.Number({"-12.3"}), "\u221212.3") << code;
    EXPECT_EQ(messages.Number({"-1020.5"}), "\u22121,020.5") << code;
    EXPECT_EQ(messages.Number({"not a number"}), "not a number") << code;
  }
  EXPECT_EQ(catalog.Find("es")->Text("change", {{"points", DecimalText{"-0.4"}}}),
            "\u22120.4 puntos");
}

TEST(MessagesTest, JoinItemsAsTheLanguageDoes) {
  const Catalog catalog = TwoLanguages();
  const std::vector<std::string> items = {"A", "B", "Inglés"};
  EXPECT_EQ(catalog.Find("en")->List(items), "A, B, and Inglés");
  EXPECT_EQ(catalog.Find("es")->List(items), "A, B e Inglés");
  EXPECT_EQ(catalog.Find("en")->List({"A"}), "A");
  EXPECT_EQ(catalog.Find("en")->List({}), "");
}

TEST(MessagesTest, LetTextIntoPlaceholdersAsItIs) {
  const Catalog catalog = TwoLanguages();
  EXPECT_EQ(catalog.Find("en")->Text("change", {{"points", std::string("{x} 'quoted' <b>")}}),
            "{x} 'quoted' <b> points");
}

TEST(MessagesTest, AnswerAMissingKeyWithItself) {
  const Catalog catalog = TwoLanguages();
  EXPECT_EQ(catalog.Find("es")->Text("only"), "only");
  EXPECT_FALSE(catalog.Find("es")->Has("only"));
  EXPECT_TRUE(catalog.Find("en")->Has("only"));
  EXPECT_THAT(catalog.Find("es")->Keys(), ElementsAre("absent", "change"));
}

TEST(CatalogTest, HasTheLanguagesOfItsFilesEnglishFirst) {
  const Catalog catalog = CatalogOf({{"ar.json", "{}"}, {"es.json", "{}"}, {"en.json", "{}"}});
  EXPECT_THAT(catalog.Languages(), ElementsAre("en", "ar", "es"));
  EXPECT_EQ(catalog.Find("")->language_code(), "en");
  EXPECT_EQ(catalog.Find("fr"), nullptr);
}

TEST(CatalogTest, NamesFileAndKeyOfAMessageThatIcuCannotRead) {
  const auto catalog = Catalog::Create(std::vector<EmbeddedFile>{
      {"es.json", R"({"good": "{a}", "bad": "{count, plural, one{#}}"})"}});
  EXPECT_THAT(std::string(catalog.status().message()),
              AllOf(HasSubstr("es.json, message bad:"), HasSubstr("ICU cannot read it")));
}

TEST(CatalogTest, RefusesAKeyOfTwoFilesANumberedPlaceholderAndWhatIsNoCatalog) {
  const auto why = [](std::vector<EmbeddedFile> files) {
    return std::string(Catalog::Create(files).status().message());
  };
  EXPECT_THAT(why({{"en.json", R"({"a": ""})"}, {"terms.en.json", R"({"a": ""})"}}),
              HasSubstr("terms.en.json, message a: there is a message of this key already"));
  EXPECT_THAT(why({{"en.json", R"({"a": "{0}"})"}}), HasSubstr("Give it a name"));
  EXPECT_THAT(why({{"en.json", R"({"a": 1})"}}), HasSubstr("en.json, message a: this is no text"));
  EXPECT_THAT(why({{"en.json", "["}}), HasSubstr("no JSON object"));
  EXPECT_THAT(why({{"english.txt", "{}"}}), HasSubstr("tells no language"));
}

TEST(TermFilesTest, HaveTheSameTermsInEveryLanguageWithoutPlaceholders) {
  const auto catalog = Catalog::Create(TermFiles());
  ASSERT_THAT(catalog, IsOk());
  const Messages& english = *catalog->Find("en");
  for (const std::string& code : catalog->Languages()) {
    EXPECT_EQ(catalog->Find(code)->Keys(), english.Keys()) << code;
    for (const std::string& key : english.Keys()) {
      EXPECT_THAT(catalog->Find(code)->Placeholders(key), IsEmpty()) << code << " " << key;
      EXPECT_NE(catalog->Find(code)->Text(key), "") << code << " " << key;
    }
  }
  EXPECT_THAT(catalog->Languages(), ElementsAre("en", "es"));
}

}  // namespace
}  // namespace sos::language
