// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/convert/rulebook_library.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicator/rulebooks/rulebook_files.h"

namespace sos::indicator {
namespace {

using ::sos::test_util::IsError;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(RulebookLibraryTest, LoadsEveryYearThatHadADashboard) {
  const auto library = RulebookLibrary::Load(RulebookFiles());

  ASSERT_THAT(library, test_util::IsOk());
  std::vector<int> years;
  for (const auto& [name, entry] : library->entries())
    years.push_back(entry.proto.dashboard_year());
  EXPECT_THAT(years, ElementsAre(2017, 2018, 2019, 2022, 2023, 2024, 2025));
}

TEST(RulebookLibraryTest, SaysWhereAFileIsWrong) {
  const EmbeddedFile file{"dashboard-2030.textproto",
                          "name: \"rulebooks/dashboard-2030\"\nyear: 2030\n"};

  const auto library = RulebookLibrary::Load({&file, 1});

  EXPECT_THAT(library, IsError(absl::StatusCode::kInvalidArgument, "RULEBOOK_INVALID"));
  EXPECT_THAT(std::string(library.status().message()), HasSubstr("line 2, column"));
}

TEST(RulebookLibraryTest, RefusesTwoRulebooksOfOneYear) {
  const EmbeddedFile twice[] = {RulebookFiles()[0], RulebookFiles()[0]};

  EXPECT_THAT(RulebookLibrary::Load(twice),
              IsError(absl::StatusCode::kInvalidArgument, "RULEBOOK_INVALID"));
}

TEST(RulebookLibraryTest, RefusesAValueWithoutSource) {
  v1::Rulebook proto = RulebookLibrary::Load(RulebookFiles())->Find(2023)->proto;
  proto.mutable_indicators(0)->mutable_tables(0)->clear_citation();

  const auto rules = ToRules(proto);

  EXPECT_THAT(rules, IsError(absl::StatusCode::kInvalidArgument, "RULEBOOK_INVALID"));
  EXPECT_THAT(std::string(rules.status().message()), HasSubstr("has no source or basis"));
}

TEST(RulebookLibraryTest, RefusesCutScoresWithAGap) {
  v1::Rulebook proto = RulebookLibrary::Load(RulebookFiles())->Find(2023)->proto;
  proto.mutable_indicators(0)
      ->mutable_tables(0)
      ->mutable_status_bands(1)
      ->mutable_minimum()
      ->set_value("10.3");

  EXPECT_THAT(std::string(ToRules(proto).status().message()), HasSubstr("level"));
}

}  // namespace
}  // namespace sos::indicator
