// SPDX-License-Identifier: Apache-2.0
#include "common/workbook/workbook.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos {
namespace {

using ::testing::StartsWith;

Sheet SheetWith(const std::string& text) {
  return {.name = "Districts",
          .columns = {{.key = "cds", .heading = "Code"}, {.key = "n", .heading = "Students"}},
          .rows = {{{.text = text}, {.text = "12", .is_number = true}}}};
}

TEST(WorkbookTest, IsAZipArchiveAndTheSameForTheSameSheets) {
  const std::string bytes = WriteWorkbook({SheetWith("01100170000000")});
  EXPECT_THAT(bytes, StartsWith("PK"));
  EXPECT_EQ(WriteWorkbook({SheetWith("01100170000000")}), bytes);
  EXPECT_NE(WriteWorkbook({SheetWith("1100170000000")}), bytes) << "a code keeps its zeros";
}

TEST(WorkbookTest, HoldsTextsThatAreLongerThanACell) {
  EXPECT_THAT(WriteWorkbook({SheetWith(std::string(100'000, 'x'))}), StartsWith("PK"));
}

}  // namespace
}  // namespace sos
