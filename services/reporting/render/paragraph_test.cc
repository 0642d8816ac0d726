// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/render/paragraph.h"

#include <string>

#include "gtest/gtest.h"

namespace sos::reporting {
namespace {

TEST(ParagraphTest, FillsALineToItsEndAndNoFurther) {
  const std::string word(kTerminalWidth - 2, 'a');
  EXPECT_EQ(Paragraph(word + " b", 0), word + " b\n");
  EXPECT_EQ(Paragraph(word + " bc", 0), word + "\n  bc\n");
}

TEST(ParagraphTest, IndentsWhatFollowsTheFirstLineFurther) {
  const std::string word(kTerminalWidth / 2, 'a');
  EXPECT_EQ(Paragraph(word + " " + word, 2), "  " + word + "\n    " + word + "\n");
}

TEST(ParagraphTest, CountsLettersAndNotTheirBytes) {
  std::string letters;
  for (size_t i = 0; i < kTerminalWidth - 2; ++i) letters += "\u00e9";
  EXPECT_EQ(Paragraph(letters + " b", 0), letters + " b\n");
  EXPECT_EQ(ColumnsOf(letters), kTerminalWidth - 2);
}

TEST(ParagraphTest, BeginsTheFirstLineAndTheOthersAsAsked) {
  const std::string word(kTerminalWidth / 2, 'a');
  EXPECT_EQ(Paragraph(word + " " + word, "- ", "  "), "- " + word + "\n  " + word + "\n");
}

TEST(ParagraphTest, KeepsAWordThatIsLongerThanALine) {
  const std::string word(kTerminalWidth + 1, 'a');
  EXPECT_EQ(Paragraph(word, 0), word + "\n");
  EXPECT_EQ(Paragraph("", 0), "\n");
}

}  // namespace
}  // namespace sos::reporting
