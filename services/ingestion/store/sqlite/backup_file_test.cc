// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/store/sqlite/backup_file.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "common/test_util/status_matchers.h"
#include "common/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/store/sqlite/sqlite_store.h"

namespace sos::ingestion {
namespace {

void NoProgress(absl::string_view, int64_t) {}

class BackupTest : public ::testing::Test {
 protected:
  BackupTest() {
    directory_ = (std::filesystem::path(::testing::TempDir()) / "sos-backup-XXXXXX").string();
    EXPECT_NE(mkdtemp(directory_.data()), nullptr);
    store_ = *OpenSqliteStore(Path("store"), clock_);
    v1::Submission asked;
    asked.set_display_name("file.txt");
    const PartitionBuilder rows;
    v1::SubmissionIssue issue;
    issue.set_line(7);
    EXPECT_THAT(store_->Commit({.submission = *store_->CreateSubmission(asked, ""),
                                .partitions = &rows.partitions(),
                                .entities = &rows.entities(),
                                .notes = {.issues = {issue}}}),
                test_util::IsOk());
    open_ = store_->CreateSubmission(asked, "11111111-1111-4111-8111-111111111111")->name();
    EXPECT_TRUE(store_->AppendBytes(open_, 0, std::string("a\0b", 3)).ok());
  }
  ~BackupTest() override { std::filesystem::remove_all(directory_); }

  std::string Path(const std::string& name) const { return directory_ + "/" + name; }
  absl::StatusOr<store::Contents> Backup(const std::string& name) {
    return WriteBackup(**OpenSqlitePoolToRead(Path("store")), Path(name), NoProgress);
  }
  absl::StatusOr<store::Contents> RestoreInto(const std::string& name) {
    return RestoreBackup(
        Path("backup"), [&] { return OpenSqlitePool(Path(name)); }, NoProgress);
  }

  const FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  std::string directory_;
  std::unique_ptr<Store> store_;
  std::string open_;
};

TEST_F(BackupTest, RestoresEverythingOfTheMomentItWasMade) {
  const auto made = Backup("backup");
  ASSERT_THAT(made, test_util::IsOk());
  EXPECT_EQ(made->newest_revision.number, 1);
  ASSERT_EQ(*store_->AppendBytes(open_, 3, "later"), 8);

  const auto restored = RestoreInto("restored");

  ASSERT_THAT(restored, test_util::IsOk());
  EXPECT_EQ(restored->digest, made->digest);
  const auto store = *OpenSqliteStore(Path("restored"), clock_);
  EXPECT_EQ(*store->NewestRevision(), made->newest_revision) << "the same history";
  EXPECT_EQ(*store->ReadBytes(open_), std::string("a\0b", 3)) << "an upload goes on from there";
  EXPECT_EQ(store->ListIssues("submissions/1", 0, 10)->size(), 1);
  v1::Submission asked;
  asked.set_display_name("file.txt");
  EXPECT_EQ(store->CreateSubmission(asked, "11111111-1111-4111-8111-111111111111")->name(), open_);
}

TEST_F(BackupTest, RefusesToOverwriteABackupOrAStoreThatIsNotEmpty) {
  ASSERT_THAT(Backup("backup"), test_util::IsOk());

  EXPECT_EQ(Backup("backup").status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_THAT(RestoreInto("store"),
              test_util::IsError(absl::StatusCode::kFailedPrecondition, "STORE_HELD"));
  store_.reset();
  EXPECT_EQ(RestoreInto("store").status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(BackupTest, FindsOneChangedCell) {
  ASSERT_THAT(Backup("backup"), test_util::IsOk());
  {
    const auto file =
        *sqlite::SqliteConnection::Open(Path("backup"), sqlite::Durability::kFull, errors::kStore);
    ASSERT_TRUE(file->Execute("UPDATE submissions SET received = 4 WHERE id = 2").ok());
  }

  EXPECT_EQ(VerifyBackup(Path("backup"), NoProgress).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(RestoreInto("restored").status().code(), absl::StatusCode::kDataLoss);
  EXPECT_FALSE(std::filesystem::exists(Path("restored"))) << "no store is made of a bad backup";
}

TEST_F(BackupTest, LeavesAStoreOfAnotherVersionAsItIs) {
  const auto version_of = [&] {
    const auto file =
        *sqlite::SqliteConnection::Open(Path("store"), sqlite::Durability::kFull, errors::kStore);
    const auto query = *file->Prepare("PRAGMA user_version");
    EXPECT_TRUE(*query->Step());
    return query->Int(0);
  };
  const int64_t older = version_of() - 1;
  {
    const auto file =
        *sqlite::SqliteConnection::Open(Path("store"), sqlite::Durability::kFull, errors::kStore);
    ASSERT_TRUE(file->Execute(absl::StrCat("PRAGMA user_version = ", older)).ok());
  }

  EXPECT_EQ(OpenSqlitePoolToRead(Path("store")).status().code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(version_of(), older);
}

TEST_F(BackupTest, FindsATornFile) {
  ASSERT_THAT(Backup("backup"), test_util::IsOk());
  std::filesystem::resize_file(Path("backup"), std::filesystem::file_size(Path("backup")) / 2);

  EXPECT_FALSE(VerifyBackup(Path("backup"), NoProgress).ok());
}

TEST_F(BackupTest, TakesNoStoreForABackup) {
  EXPECT_EQ(VerifyBackup(Path("store"), NoProgress).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(VerifyBackup(Path("nothing"), NoProgress).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace sos::ingestion
