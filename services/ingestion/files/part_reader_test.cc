// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/part_reader.h"

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/files/record_layout_library.h"
#include "services/ingestion/layouts/layout_files.h"

namespace sos::ingestion {
namespace {

const RecordLayouts& TheLayouts() {
  static const auto* const kLayouts = new RecordLayouts(*LoadRecordLayouts(LayoutFiles()));
  return *kLayouts;
}

std::string Row(int student, const std::string& school = "0000001",
                const std::string& lea = "0161119") {
  return absl::StrCat("SPRG^A^^", lea, "^", school, "^2023-2024^", 1'000'000'000 + student, "^L",
                      student, "^^^^^181^^20230815^^^^^^^^^^\n");
}

// Everything that a reading leaves behind, as text.
std::string Read(const std::string& file, int workers, int64_t max_quarantined) {
  PartitionBuilder rows;
  const ReadOutcome outcome = ReadInParts({.bytes = file,
                                           .display_name = "programs.txt",
                                           .max_quarantined_row_count = max_quarantined,
                                           .record_layouts = &TheLayouts()},
                                          {.worker_count = workers, .min_part_bytes = 100}, rows);
  rows.Finish();
  std::string text =
      absl::StrCat(static_cast<int>(outcome.rejection), " ", outcome.message, " ",
                   outcome.accepted_row_count, " ", outcome.quarantined_row_count, "\n");
  for (const Issue& issue : outcome.issues) {
    absl::StrAppend(&text, issue.line, " ", issue.column, " ", issue.description, " ",
                    issue.local_student.value_or("-"), "\n");
  }
  for (const auto& [key, partition] : rows.partitions()) {
    absl::StrAppend(&text, partition.DebugString());
  }
  return text;
}

void ExpectSameInParts(const std::string& file, int64_t max_quarantined = 1000) {
  const std::string whole = Read(file, 1, max_quarantined);
  for (const int workers : {2, 3, 7, 40}) {
    EXPECT_EQ(Read(file, workers, max_quarantined), whole) << workers << " parts";
  }
}

TEST(PartReaderTest, KeepsTheOrderOfRowsAndTheirLines) {
  std::string file;
  for (int i = 0; i < 50; ++i) {
    file += Row(i, "0000001", i % 3 == 0 ? "0161127" : "0161119");
    if (i % 7 == 0) file += "\n";  // Empty lines count as lines.
  }
  ExpectSameInParts(file);
}

TEST(PartReaderTest, ALastLineWithoutLineFeedIsALine) {
  std::string file;
  for (int i = 0; i < 20; ++i) file += Row(i);
  file.pop_back();
  ExpectSameInParts(file);
}

TEST(PartReaderTest, FindsAKeyThatOccursInTwoParts) {
  std::string file;
  for (int i = 0; i < 30; ++i) file += Row(i);
  file += Row(0);
  EXPECT_THAT(Read(file, 3, 1000), ::testing::HasSubstr("31 record type an earlier row has"));
  ExpectSameInParts(file);
}

TEST(PartReaderTest, APartMayBeWrongAltogether) {
  std::string file;
  for (int i = 0; i < 10; ++i) file += Row(i);
  for (int i = 0; i < 40; ++i) file += "what, is, this, and, why, is, it, here, at, all\n";
  for (int i = 10; i < 20; ++i) file += Row(i);
  ExpectSameInParts(file);
}

TEST(PartReaderTest, TooManyWrongRowsOfAllPartsTogetherRejectTheFile) {
  std::string file;
  for (int i = 0; i < 60; ++i) file += Row(i, i % 10 == 9 ? "" : "0000001");
  EXPECT_THAT(Read(file, 4, 5), ::testing::HasSubstr("more than 5 rows are wrong"));
  ExpectSameInParts(file, 5);
  ExpectSameInParts(file, 6);
}

TEST(PartReaderTest, AnyMixtureIsReadTheSameInParts) {
  for (uint32_t seed = 1; seed <= 30; ++seed) {
    SCOPED_TRACE(seed);
    std::minstd_rand random(seed);
    std::string file = Row(0);
    for (int i = 0; i < 80; ++i) {
      switch (random() % 12) {
        case 0:
          file += Row(static_cast<int>(random() % 40));  // Perhaps again.
          break;
        case 1:
          file += "SPRG^A^^\"0161119\n";
          break;
        case 2:
          file += "STAS^A^^0161119^0000001\n";
          break;
        case 3:
          file += "\r\n";
          break;
        default:
          file += Row(100 + i, "0000001", random() % 2 == 0 ? "0161119" : "0161127");
      }
    }
    ExpectSameInParts(file, static_cast<int64_t>(random() % 40));
  }
}

}  // namespace
}  // namespace sos::ingestion
