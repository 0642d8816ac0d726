// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/state_layouts.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/state_layouts/state_layout_files.h"

namespace sos::reporting {
namespace {

using testing::HasSubstr;

// What is wrong with a layout that has these lines beside the required ones.
std::string ProblemOf(const std::string& lines) {
  const std::string contents =
      "program: PROGRAM_LCFF dashboard_year: 2026 source: 'a file' " + lines;
  const EmbeddedFile file = {"lcff-2026.textproto", contents};
  return std::string(StateLayouts::Load({&file, 1}).status().message());
}

TEST(StateLayoutsTest, EveryLayoutOfThisProgramIsWhole) {
  const auto layouts = StateLayouts::Load(StateLayoutFiles());
  ASSERT_TRUE(layouts.ok()) << layouts.status();
  for (const EmbeddedFile& file : StateLayoutFiles()) {
    EXPECT_THAT(std::string(file.contents), HasSubstr("source:")) << file.name;
  }
}

TEST(StateLayoutsTest, FindsALayoutByProgramAndYear) {
  const v1::StateLayout* const layout =
      KnownStateLayouts().Find(eligibility::v1::PROGRAM_ESSA, 2019);
  ASSERT_NE(layout, nullptr);
  EXPECT_EQ(layout->columns(4).header(), "TitleI1819");
  EXPECT_EQ(layout->columns(4).school_year(), 2019);
  EXPECT_EQ(KnownStateLayouts().Find(eligibility::v1::PROGRAM_ESSA, 2017), nullptr);
}

TEST(StateLayoutsTest, ANewYearIsAFileAndNoCode) {
  const std::string contents =
      "program: PROGRAM_LCFF dashboard_year: 2031 source: 'a coming file' "
      "columns { header: 'cds' content: CONTENT_CDS } "
      "columns { header: 'AssistanceStatus2031' content: CONTENT_STATUS dashboard_year: 2031 }";
  const EmbeddedFile file = {"lcff-2031.textproto", contents};
  const auto layouts = StateLayouts::Load({&file, 1});
  ASSERT_TRUE(layouts.ok()) << layouts.status();
  EXPECT_NE(layouts->Find(eligibility::v1::PROGRAM_LCFF, 2031), nullptr);
}

TEST(StateLayoutsTest, SaysWhichColumnLacksWhat) {
  EXPECT_THAT(ProblemOf(""), HasSubstr("lcff-2026.textproto: columns are required"));
  EXPECT_THAT(ProblemOf("columns { content: CONTENT_CDS }"), HasSubstr("no header"));
  EXPECT_THAT(ProblemOf("columns { header: 'x' }"), HasSubstr("column x needs content"));
  EXPECT_THAT(ProblemOf("columns { header: 'x' content: CONTENT_GROUP_LETTER }"),
              HasSubstr("column x needs student_group"));
  EXPECT_THAT(ProblemOf("columns { header: 'x' content: CONTENT_STATUS }"),
              HasSubstr("column x needs dashboard_year"));
  EXPECT_THAT(ProblemOf("columns { header: 'x' content: CONTENT_CDS } "
                        "columns { header: 'x' content: CONTENT_NAME }"),
              HasSubstr("two columns have the header x"));
}

TEST(StateLayoutsTest, KnowsTheYearsWithoutADashboard) {
  EXPECT_FALSE(IsUnpublishedYear(2019));
  EXPECT_TRUE(IsUnpublishedYear(2020));
  EXPECT_TRUE(IsUnpublishedYear(2021));
  EXPECT_FALSE(IsUnpublishedYear(2022));
}

}  // namespace
}  // namespace sos::reporting
