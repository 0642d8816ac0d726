// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/sources/year_files.h"

#include <memory>
#include <string>

#include "gtest/gtest.h"

namespace sos::eligibility {
namespace {

std::shared_ptr<const YearFile> FileOf(size_t bytes) {
  return std::make_shared<const YearFile>(YearFile{{std::string(bytes, 'x')}});
}

TEST(YearFilesTest, KnowsNothingBeforeSomethingIsKept) {
  EXPECT_EQ(YearFiles().Find("2024"), nullptr);
}

TEST(YearFilesTest, HandsOutTheFileThatWasKeptFirst) {
  YearFiles files;
  const auto first = FileOf(10);
  files.Keep("2024", first);
  files.Keep("2024", FileOf(10));
  EXPECT_EQ(files.Find("2024"), first) << "both hold the same year of the same revision";
}

TEST(YearFilesTest, TheFileUsedLeastRecentlyGivesWay) {
  YearFiles files(3'000);
  files.Keep("2022", FileOf(1'000));
  files.Keep("2023", FileOf(1'000));
  EXPECT_NE(files.Find("2022"), nullptr);
  files.Keep("2024", FileOf(1'000));
  EXPECT_NE(files.Find("2022"), nullptr) << "used since";
  EXPECT_EQ(files.Find("2023"), nullptr);
  EXPECT_NE(files.Find("2024"), nullptr);
}

TEST(YearFilesTest, AFileLargerThanAllThatMayBeKeptIsNotKept) {
  YearFiles files(1'000);
  files.Keep("2023", FileOf(100));
  files.Keep("2024", FileOf(1'001));
  EXPECT_EQ(files.Find("2024"), nullptr);
  EXPECT_NE(files.Find("2023"), nullptr) << "nothing gives way to what is not kept";
}

}  // namespace
}  // namespace sos::eligibility
