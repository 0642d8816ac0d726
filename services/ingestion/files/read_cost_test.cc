// SPDX-License-Identifier: Apache-2.0

// What reading one file may cost: that it is counted, that the count covers what is really taken,
// and where it ends.

#include "services/ingestion/files/read_cost.h"

#include <malloc.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/table/packed_test_files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/files/part_reader.h"
#include "services/ingestion/files/record_layout_library.h"
#include "services/ingestion/layouts/layout_files.h"
#include "services/ingestion/store/store.h"

namespace sos::ingestion {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr int64_t kMiB = int64_t{1} << 20;

const RecordLayouts& TheLayouts() {
  static const auto* const kLayouts = new RecordLayouts(*LoadRecordLayouts(LayoutFiles()));
  return *kLayouts;
}

// Suspension rows of `schools` schools in LEAs of 50 each, in county 27.
std::string Suspensions(int schools, int groups) {
  static constexpr absl::string_view kGroups[] = {"ALL", "AA", "AI", "AS", "EL", "FI", "HI", "WH"};
  std::string text =
      "cds\trtype\tschoolname\tdistrictname\tcountyname\ttype\tstudentgroup\tcurrnumer\tcurrdenom\t"
      "currstatus\treportingyear\n";
  for (int i = 0; i < schools; ++i) {
    for (int group = 0; group < groups; ++group) {
      absl::StrAppend(&text,
                      absl::StrFormat("27%05d%07d\tS\tSchool number %d\tA Unified\tMonterey"
                                      "\tES\t",
                                      1 + i / 50, 1 + i, i),
                      kGroups[group], "\t5\t100\t5.0\t2018\n");
    }
  }
  return text;
}

std::string Programs(int students) {
  std::string text;
  for (int i = 0; i < students; ++i) {
    absl::StrAppend(&text, "SPRG^A^^0161119^0000001^2023-2024^", 1'000'000'000 + i, "^L", i,
                    "^^^^^181^^20230815^^^^^^^^^^\n");
  }
  return text;
}

ReadOutcome Read(absl::string_view bytes, MemoryAccount* memory, PartitionBuilder& rows) {
  return ReadInParts({.bytes = bytes,
                      .display_name = "file.txt",
                      .max_quarantined_row_count = 100'000,
                      .record_layouts = &TheLayouts(),
                      .memory = memory},
                     {.worker_count = 2}, rows);
}

ReadOutcome ReadWithin(int64_t limit_bytes, absl::string_view bytes) {
  MemoryBudget budget(limit_bytes);
  MemoryAccount memory(budget, limit_bytes);
  PartitionBuilder rows(&memory);
  return Read(bytes, &memory, rows);
}

TEST(ReadCostTest, RejectsAFileThatTakesMoreThanItMayAndSaysWhatToDo) {
  const std::string file = Suspensions(5000, 8);
  EXPECT_EQ(ReadWithin(64 * kMiB, file).rejection, Rejection::kNone);

  const ReadOutcome outcome = ReadWithin(4 * kMiB, file);

  EXPECT_EQ(outcome.rejection, Rejection::kTooCostly);
  EXPECT_THAT(outcome.message, AllOf(HasSubstr("takes more than 4 MiB of memory"),
                                     HasSubstr("of this server (SOS_READ_MEMORY)"),
                                     HasSubstr("split it by LEA or year")));
}

TEST(ReadCostTest, NamesTheBytesOfAFileWhoseLimitTheyAre) {
  const std::string file = table::Gzip(Suspensions(90'000, 4) + std::string(40 * kMiB, '\n'));
  const int64_t limit = ReadMemoryLimit(static_cast<int64_t>(file.size()));
  MemoryBudget budget(2 * limit);
  MemoryAccount memory(budget, limit);
  ASSERT_TRUE(memory.Hold(200 * kMiB)) << "as if it were larger, which would take long";
  PartitionBuilder rows(&memory);

  EXPECT_THAT(Read(file, &memory, rows).message,
              HasSubstr(absl::StrCat("the limit for its ", file.size(), " bytes")));
}

TEST(ReadCostTest, RejectsStudentRecordsInPartsLikewise) {
  const std::string file = Programs(400'000);  // 27 MB: two parts.
  EXPECT_EQ(ReadWithin(ReadMemoryLimit(0), file).rejection, Rejection::kNone);
  EXPECT_EQ(ReadWithin(32 * kMiB, file).rejection, Rejection::kTooCostly);
}

TEST(ReadCostTest, RejectsTheWrongRowsOfAFileLikewise) {
  std::string file = Suspensions(1, 1);
  for (int i = 0; i < 50'000; ++i) file += "bad\tS\t\t\t\tES\tALL\t1\t2\t50.0\t2018\n";
  EXPECT_EQ(ReadWithin(128 * kMiB, file).rejection, Rejection::kNone);
  EXPECT_EQ(ReadWithin(32 * kMiB, file).rejection, Rejection::kTooCostly);
}

TEST(ReadCostTest, RejectsAFileWithMoreEntitiesThanTheStateHas) {
  EXPECT_EQ(ReadWithin(ReadMemoryLimit(0), Suspensions(kMaxEntitiesOfFile, 1)).rejection,
            Rejection::kNone);

  const ReadOutcome outcome =
      ReadWithin(ReadMemoryLimit(0), Suspensions(kMaxEntitiesOfFile + 1, 1));

  EXPECT_EQ(outcome.rejection, Rejection::kTooCostly);
  EXPECT_THAT(outcome.message, HasSubstr("more than 100000 schools and LEAs"));
}

TEST(ReadCostTest, RejectsABombForItsCostAndADamagedFileForItsDamage) {
  const ReadOutcome bomb = ReadWithin(ReadMemoryLimit(0), table::Gzip(std::string(80 * kMiB, 'x')));
  EXPECT_EQ(bomb.rejection, Rejection::kTooCostly);
  EXPECT_THAT(bomb.message, HasSubstr("unpacks to more than"));
  EXPECT_EQ(ReadWithin(ReadMemoryLimit(0), table::Gzip("x").substr(0, 12)).rejection,
            Rejection::kUnreadableFile);
}

struct Kind {
  std::string name;
  std::string file;
};
void PrintTo(const Kind& kind, std::ostream* os) { *os << kind.name; }

class CountTest : public ::testing::TestWithParam<Kind> {};

// What malloc has given out and not got back.
int64_t Allocated() {
  const struct mallinfo2 info = mallinfo2();
  return static_cast<int64_t>(info.uordblks + info.hblkhd);
}

TEST_P(CountTest, CoversWhatTheRowsReallyTakeAndNotMuchMore) {
  const int64_t before = Allocated();
  if (before == 0) GTEST_SKIP() << "a sanitizer's malloc does not count";
  MemoryBudget budget(1024 * kMiB);
  MemoryAccount memory(budget, 1024 * kMiB);
  PartitionBuilder rows(&memory);
  ASSERT_EQ(Read(GetParam().file, &memory, rows).rejection, Rejection::kNone);

  const int64_t taken = Allocated() - before;

  EXPECT_GT(taken, 4 * kMiB) << "else the test shows little";
  EXPECT_GE(memory.held_bytes(), taken * 95 / 100);
  EXPECT_LE(memory.held_bytes(), taken * 2);
}

INSTANTIATE_TEST_SUITE_P(Kinds, CountTest,
                         ::testing::Values(Kind{"ManySchools", Suspensions(30'000, 1)},
                                           Kind{"ManyGroups", Suspensions(10'000, 8)},
                                           Kind{"StudentRecords", Programs(100'000)}),
                         [](const auto& info) { return info.param.name; });

TEST(ReadCostTest, LetsTheDefaultReadTheLargestSubmissionAndLessMemorySmallerOnes) {
  EXPECT_EQ(MaxSubmissionBytes(kDefaultReadMemoryBytes), kMaxSubmissionBytes);
  EXPECT_EQ(MaxSubmissionBytes(300 * kMiB), 100 * kMiB);
}

}  // namespace
}  // namespace sos::ingestion
