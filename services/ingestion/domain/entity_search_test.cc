// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/entity_search.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr size_t kPlenty = 100;

SearchedEntity County(const std::string& cds, const std::string& name) {
  return {.cds = cds, .name = name, .kind_words = {"county"}, .rank = 2};
}

SearchedEntity District(const std::string& cds, const std::string& name,
                        const std::string& county) {
  return {
      .cds = cds, .name = name, .county = county, .kind_words = {"school", "district"}, .rank = 3};
}

SearchedEntity School(const std::string& cds, const std::string& name, const std::string& district,
                      const std::string& county) {
  return {.cds = cds,
          .name = name,
          .district = district,
          .county = county,
          .kind_words = {"school"},
          .rank = 6};
}

// Two counties that do not exist.
std::vector<SearchedEntity> Entities() {
  return {
      County("01000000000000", "Alder"),
      District("01100170000000", "Alder County Office of Education", "Alder"),
      District("01611190000000", "Alder Valley Unified", "Alder"),
      School("01611190130229", "Alder High", "Alder Valley Unified", "Alder"),
      School("01611190130230", "Peña Elementary", "Alder Valley Unified", "Alder"),
      School("01611190130231", "O'Neill Middle", "Alder Valley Unified", "Alder"),
      School("01611190130232", "P.S. 122", "Alder Valley Unified", "Alder"),
      District("99611270000000", "San Birch Unified", "Birch"),
      School("99611270130233", "San Birch High", "San Birch Unified", "Birch"),
      School("99611270130234", "Washington Elementary", "San Birch Unified", "Birch"),
      School("99611270130235", "Washington Elem.", "Alder Valley Unified", "Alder"),
      School("99611270130236", "St. Helen Academy of the Arts", "San Birch Unified", "Birch"),
  };
}

class EntitySearchTest : public ::testing::Test {
 protected:
  // The names that are found, best first; `~` before those that are only alike.
  std::vector<std::string> Find(const std::string& query, size_t limit = kPlenty) const {
    std::vector<std::string> names;
    for (const SearchMatch& match : search_.Find(query, limit, [](size_t) { return true; })) {
      names.push_back((match.exact ? "" : "~") + entities_[match.index].name);
    }
    return names;
  }
  // The first of them; empty if there is none.
  std::string Best(const std::string& query) const {
    const std::vector<std::string> names = Find(query, 1);
    return names.empty() ? "" : names.front();
  }

  const std::vector<SearchedEntity> entities_ = Entities();
  const EntitySearch search_{entities_};
};

TEST_F(EntitySearchTest, NothingIsFoundByNothing) {
  EXPECT_THAT(Find(""), IsEmpty());
  EXPECT_THAT(Find(" -.*"), IsEmpty());
  EXPECT_THAT(Find("alder", 0), IsEmpty());
  EXPECT_THAT(EntitySearch({}).Find("alder", kPlenty, [](size_t) { return true; }), IsEmpty());
}

TEST_F(EntitySearchTest, FindsACodeHoweverItIsWritten) {
  for (const char* const code :
       {"01611190130229", "1611190130229", "01-61119-0130229", "1-61119-130229", "01 61119 0130229",
        "0161119.0130229", " 01611190130229 ", "0130229", "016111901302-29"}) {
    EXPECT_EQ(Best(code), "Alder High") << code;
  }
  for (const char* const code : {"01611190000000", "0161119", "1-61119", "01-61119-0"}) {
    EXPECT_EQ(Best(code), "Alder Valley Unified") << code;
  }
}

TEST_F(EntitySearchTest, APartOfACodeNeedsSevenDigits) {
  EXPECT_THAT(Find("9961127"),
              ElementsAre("San Birch Unified", "San Birch High", "Washington Elementary",
                          "Washington Elem.", "St. Helen Academy of the Arts"))
      << "the LEA, then its schools by code";
  EXPECT_THAT(Find("99611270130234"), ElementsAre("Washington Elementary"));
  EXPECT_THAT(Find("996112"), IsEmpty());
  EXPECT_THAT(Find("996112701302340"), IsEmpty()) << "15 digits";
  EXPECT_THAT(Find("9999999"), IsEmpty());
}

TEST_F(EntitySearchTest, TheSameNameGoesFirst) {
  EXPECT_EQ(Best("alder"), "Alder");
  EXPECT_EQ(Best("alder county"), "Alder");
  EXPECT_EQ(Best("alder high"), "Alder High");
  EXPECT_EQ(Best("Alder High School"), "Alder High");
  EXPECT_EQ(Best("alder valley unified school district"), "Alder Valley Unified");
  EXPECT_EQ(Best("san birch"), "San Birch Unified") << "of equals, districts go before schools";
}

TEST_F(EntitySearchTest, FindsTheBeginningsOfWordsInAnyOrder) {
  EXPECT_EQ(Best("hi ald"), "Alder High");
  EXPECT_EQ(Best("birch san"), "San Birch Unified");
  EXPECT_THAT(Find("lder"),
              ElementsAre("~Alder", "~Alder Valley Unified", "~Alder County Office of Education",
                          "~Alder High", "~Peña Elementary", "~O'Neill Middle", "~Washington Elem.",
                          "~P.S. 122"))
      << "the middle of a word is a slip";
}

TEST_F(EntitySearchTest, WordsOfTheDistrictOrCountySayWhichOneIsMeant) {
  EXPECT_THAT(Find("washington birch"), ElementsAre("Washington Elementary"));
  EXPECT_THAT(Find("washington elementary alder valley"), ElementsAre("Washington Elem."));
  EXPECT_THAT(Find("washington"), ElementsAre("Washington Elementary", "Washington Elem."));
}

TEST_F(EntitySearchTest, ShortFormsStandForTheirWords) {
  EXPECT_EQ(Best("alder HS"), "Alder High");
  EXPECT_EQ(Best("alder valley USD"), "Alder Valley Unified");
  EXPECT_EQ(Best("san birch unif"), "San Birch Unified");
  EXPECT_EQ(Best("alder COE"), "Alder County Office of Education");
  EXPECT_EQ(Best("oneill MS"), "O'Neill Middle");
  EXPECT_EQ(Best("saint helen acad"), "St. Helen Academy of the Arts");
  EXPECT_THAT(Find("washington elementary school"),
              ElementsAre("Washington Elementary", "Washington Elem."));
}

TEST_F(EntitySearchTest, AccentsCaseAndSignsDoNotMatter) {
  for (const char* const query : {"pena", "PEÑA", "Pen\u0303a elem", "peña"}) {
    EXPECT_EQ(Best(query), "Peña Elementary") << query;
  }
  for (const char* const query : {"oneill", "O'Neill", "o\u2019neill middle"}) {
    EXPECT_EQ(Best(query), "O'Neill Middle") << query;
  }
  EXPECT_EQ(Best("st helen arts"), "St. Helen Academy of the Arts");
  EXPECT_EQ(Best("sanbirch"), "San Birch Unified") << "written as one word";
}

TEST_F(EntitySearchTest, ForgivesSlips) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"aldre high", "~Alder High"},              // Changed places.
      {"alder hihg", "~Alder High"},              // Likewise, in a word of four letters.
      {"adler valley", "~Alder Valley Unified"},  // Likewise.
      {"allder hgh", "~Alder High"},              // One in each word.
      {"wahsingtn birch", "~Washington Elementary"},
      {"wasington elementry birch", "~Washington Elementary"},
      {"san brich unifed", "~San Birch Unified"},
      {"onil middle", ""},    // Two in a word of five letters.
      {"wxshyngtxn", ""},     // Three.
      {"ps 123", ""},         // Numbers have none.
      {"sx birch", ""},       // Nor words of two letters.
      {"aldre nowhere", ""},  // Every word must be found.
  };
  for (const auto& [query, name] : table) EXPECT_EQ(Best(query), name) << query;
}

TEST_F(EntitySearchTest, WhatIsAlikeComesAfterWhatIsThere) {
  const std::vector<std::string> found = Find("birch");
  EXPECT_EQ(found.front(), "San Birch Unified");
  EXPECT_THAT(Find("birch", 2), ElementsAre("San Birch Unified", "San Birch High"));
}

TEST_F(EntitySearchTest, FindsOnlyWhatIsWanted) {
  const auto schools = [this](size_t i) { return entities_[i].rank == 6; };
  const auto found = search_.Find("alder", 1, schools);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(entities_[found.front().index].name, "Alder High");
  EXPECT_THAT(search_.Find("01611190000000", kPlenty, schools), IsEmpty());
}

TEST_F(EntitySearchTest, NoQueryIsMoreThanItsWords) {
  EXPECT_THAT(Find(".*"), IsEmpty());
  EXPECT_EQ(Best("^(alder) [high]+$"), "Alder High") << "signs separate words";
  EXPECT_EQ(Best("alder\x1b[31m high"), "") << "31m is a word that no name has";
  EXPECT_EQ(Best("alder\xff\xfe\thigh\n"), "Alder High");
  EXPECT_EQ(Best("alder' OR '1'='1"), "");
  EXPECT_THAT(Find(std::string(200, 'a')), IsEmpty());
  std::string many;
  for (char first = 'a'; first <= 'z'; ++first) many += std::string("alder ") + first + " ";
  EXPECT_THAT(Find(many), IsEmpty());
  std::string repeated;
  for (int i = 0; i < 33; ++i) repeated += "alder ";
  EXPECT_EQ(Best(repeated + "high"), "Alder High");
}

}  // namespace
}  // namespace sos::ingestion
