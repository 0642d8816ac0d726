// SPDX-License-Identifier: Apache-2.0

// What all uploads that are read at once may take together.

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/test_util/status_matchers.h"
#include "common/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/files/committer.h"
#include "services/ingestion/files/read_cost.h"
#include "services/ingestion/files/record_layout_library.h"
#include "services/ingestion/layouts/layout_files.h"
#include "services/ingestion/store/sqlite/sqlite_store.h"

namespace sos::ingestion {
namespace {

using ::sos::test_util::IsOk;
using ::testing::HasSubstr;

constexpr int64_t kMiB = int64_t{1} << 20;
constexpr char kFile[] =
    "cds\trtype\tstudentgroup\tcurrnumer\tcurrdenom\tcurrstatus\tfiveyrnumer\treportingyear\n"
    "01611190000000\tD\tALL\t50\t60\t83.3\t0\t2022\n";

class ReadBudgetTest : public ::testing::Test {
 protected:
  ReadBudgetTest() {
    std::string directory = (std::filesystem::path(::testing::TempDir()) / "sos-XXXXXX").string();
    EXPECT_NE(mkdtemp(directory.data()), nullptr);
    store_ = *OpenSqliteStore(directory + "/sos.sqlite", clock_);
  }

  std::string Upload(absl::string_view bytes) {
    v1::Submission asked;
    asked.set_display_name("file.txt");
    std::string name = store_->CreateSubmission(asked, "")->name();
    EXPECT_THAT(store_->AppendBytes(name, 0, bytes), IsOk());
    return name;
  }

  absl::StatusOr<v1::Submission> Commit(const std::string& name, MemoryBudget& budget) {
    const auto anything = [](const PartitionKey&) { return absl::OkStatus(); };
    return CommitUpload(*store_, layouts_, name, {.read_memory = budget, .may_commit = anything});
  }

  const FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  const RecordLayouts layouts_;
  std::unique_ptr<Store> store_;
};

TEST_F(ReadBudgetTest, AsksToRetryWhileOthersReadAndCommitsOnceTheyHaveEnded) {
  MemoryBudget budget(300 * kMiB);
  const std::string name = Upload(kFile);
  {
    MemoryAccount other(budget, 300 * kMiB);
    ASSERT_TRUE(other.Hold(300 * kMiB));

    const absl::Status refused = Commit(name, budget).status();

    EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
    EXPECT_EQ(ErrorReason(refused), "MEMORY_BUDGET");
    EXPECT_TRUE(refused.GetPayload("type.googleapis.com/google.rpc.RetryInfo"));
    EXPECT_EQ(store_->GetSubmission(name)->state(), v1::Submission::STATE_UPLOADING);
  }
  const absl::StatusOr<v1::Submission> committed = Commit(name, budget);
  ASSERT_THAT(committed, IsOk());
  EXPECT_EQ(committed->state(), v1::Submission::STATE_COMMITTED);
  EXPECT_EQ(budget.reserved_bytes(), 0);
}

TEST_F(ReadBudgetTest, AsksToRetryWhereOthersTakeTheMemoryInTheMiddleOfAFile) {
  MemoryBudget budget(300 * kMiB);
  std::string file = kFile;
  for (int i = 1; i < 20'000; ++i) {
    absl::StrAppend(&file, 1'611'190'000'000 + i, "\tS\tALL\t50\t60\t83.3\t0\t2022\n");
  }
  const std::string name = Upload(file);
  MemoryAccount other(budget, 300 * kMiB);
  ASSERT_TRUE(other.Hold(295 * kMiB));

  EXPECT_EQ(ErrorReason(Commit(name, budget).status()), "MEMORY_BUDGET");
}

TEST_F(ReadBudgetTest, RejectsAFileThatIsTooCostlyHoweverOftenItIsTried) {
  MemoryBudget budget(300 * kMiB);
  const absl::StatusOr<v1::Submission> rejected =
      Commit(Upload(std::string(5 * kMiB, 'x')), budget);

  ASSERT_THAT(rejected, IsOk());
  EXPECT_EQ(rejected->state(), v1::Submission::STATE_REJECTED);
  EXPECT_EQ(rejected->rejection_reason(), v1::Submission::REJECTION_REASON_TOO_COSTLY);
  EXPECT_THAT(rejected->rejection_message(), HasSubstr("line 1 is longer than"));
}

TEST_F(ReadBudgetTest, CountsTheWarningsOfRecordsThatAreChecked) {
  const RecordLayouts layouts = *LoadRecordLayouts(LayoutFiles());
  const auto commit = [&](int students) {
    std::string file;
    for (int i = 0; i < students; ++i) {
      absl::StrAppend(&file, "SPRG^A^^0161119^0000001^2023-2024^", 1'000'000'000 + i, "^L", i,
                      "^^^^^181^^20230815^^^^^^^^^^\n");
    }
    // Four files of 100,000 rows could be read, and one of them checked.
    MemoryBudget budget(int64_t{96} * kMiB);
    const auto anything = [](const PartitionKey&) { return absl::OkStatus(); };
    return CommitUpload(*store_, layouts, Upload(file),
                        {.validate_only = true, .read_memory = budget, .may_commit = anything});
  };
  EXPECT_EQ(commit(100'000)->state(), v1::Submission::STATE_COMMITTED);
  EXPECT_EQ(commit(300'000)->rejection_reason(), v1::Submission::REJECTION_REASON_TOO_COSTLY);
}

TEST_F(ReadBudgetTest, NamesTheLimitForAFileThatCanNeverFit) {
  MemoryBudget budget(3 * kMiB);
  const absl::Status refused = Commit(Upload(std::string(kMiB + 1, '\n')), budget).status();

  EXPECT_EQ(ErrorReason(refused), "SUBMISSION_TOO_LARGE");
  EXPECT_THAT(std::string(refused.message()), HasSubstr("1048576 bytes"));
}

}  // namespace
}  // namespace sos::ingestion
