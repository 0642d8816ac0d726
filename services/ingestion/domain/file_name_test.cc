// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/file_name.h"

#include <optional>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(FileNameTest, KnowsTheYearBehindTheStemsOfTheState) {
  for (const auto& [name, year] :
       {std::pair{"mathdownload2023.txt", 2023}, std::pair{"elpidownload2017f.txt", 2017},
        std::pair{"ela11download2017f.txt", 2017}, std::pair{"LocalIndPerf2018.txt", 2018},
        std::pair{"Pr12018.txt", 2018}, std::pair{"Pr102021.txt", 2021},
        std::pair{"priority1_2023.xlsx", 2023}, std::pair{"priority10_2023.xlsx", 2023},
        std::pair{"lcffem23p1.xlsx", 2023}, std::pair{"essaassistance22.xlsx", 2022},
        std::pair{"assistancestatus19-rev.xlsx", 2019}, std::pair{"lowperfsch23data.xlsx", 2023},
        std::pair{"lowperfleasnonall23data.xlsx", 2023},
        std::pair{"supportlevel_2018_school_all.csv.gz", 2018},
        std::pair{"sb_ca2023entities_csv.txt", 2023}, std::pair{"leas2023perec52064.xlsx", 2023},
        std::pair{"equitymultiplier_2023-24_p1.xlsx", 2023}}) {
    EXPECT_EQ(YearInName(name).year, year) << name;
  }
}

TEST(FileNameTest, ADateIsNoYear) {
  for (const char* name :
       {"20251106_LocalIndPerf2018.txt", "LocalIndPerf2018 (downloaded 2024-01-15).txt",
        "2024 board meeting LocalIndPerf2018.txt", "LocalIndPerf2018 (1).txt",
        "/home/2024/LocalIndPerf2018.txt", "2023-24/LocalIndPerf2018.txt"}) {
    EXPECT_EQ(YearInName(name).year, 2018) << name;
  }
  for (const char* name :
       {"20251106 ratings.txt", "ratings 2024-01-15.txt", "ratings 1-15-2024.txt",
        "ratings 15.1.2024.txt", "ratings January 2024.txt", "Jan 15, 2024", "ratings 2024-01.txt",
        "ratings_20240115T0930.txt"}) {
    EXPECT_THAT(YearInName(name).candidates, IsEmpty()) << name;
  }
}

TEST(FileNameTest, AYearInsideAWordIsNone) {
  for (const char* name :
       {"room2024 ratings.txt", "x12023.txt", "12023.txt", "202", "", "math38.txt"}) {
    EXPECT_EQ(YearInName(name).year, 0) << name;
  }
  EXPECT_EQ(YearInName("ratings 2023.txt").year, 2023);
  EXPECT_EQ(YearInName("ratings-2017f.txt").year, 2017);
}

TEST(FileNameTest, SeveralYearsAreADoubt) {
  const NamedYear two = YearInName("2018 and 2019.xlsx");
  EXPECT_EQ(two.year, 0);
  EXPECT_THAT(two.candidates, ElementsAre(2018, 2019));
  EXPECT_THAT(YearInName("local indicators 2022-23.csv").candidates, ElementsAre(2022, 2023));
  EXPECT_THAT(YearInName("LocalIndPerf2018 LocalIndPerf2017.txt").candidates,
              ElementsAre(2017, 2018));
  EXPECT_EQ(YearInName("2016-2017.csv").year, 2017) << "there was no Dashboard in 2016";
}

TEST(FileNameTest, TheNameOfTheFileSaysWhichOfTwoCollectionsItIs) {
  const Layout layout{.collections = {Collection::kEnglishLanguageArts, Collection::kMathematics},
                      .name_hints = {"ela", "math|maths"}};
  EXPECT_EQ(CollectionByName(layout, "MathDownload2018.txt"), Collection::kMathematics);
  EXPECT_EQ(CollectionByName(layout, "eladownload2018.txt"), Collection::kEnglishLanguageArts);
  EXPECT_EQ(CollectionByName(layout, "ela11download2017f.txt"), Collection::kEnglishLanguageArts);
  EXPECT_EQ(CollectionByName(layout, "2018 maths.csv"), Collection::kMathematics);
  EXPECT_EQ(CollectionByName(layout, "data.txt"), std::nullopt);
}

TEST(FileNameTest, AHintInsideAWordAndTwoHintsSayNothing) {
  const Layout layout{.collections = {Collection::kEnglishLanguageArts, Collection::kMathematics},
                      .name_hints = {"ela", "math"}};
  for (const char* name : {"relations.csv", "aftermath.csv", "ela and math.csv",
                           "delaware_2018.csv", "/ela/data.csv"}) {
    EXPECT_EQ(CollectionByName(layout, name), std::nullopt) << name;
  }
}

TEST(FileNameTest, TheNameDecidesNothingWhereTheHeaderOrEachRowDoes) {
  EXPECT_EQ(CollectionByName({.collections = {Collection::kScience}}, "math.txt"),
            Collection::kScience);
  EXPECT_EQ(CollectionByName({}, "math.txt"), std::nullopt);
}

}  // namespace
}  // namespace sos::ingestion
