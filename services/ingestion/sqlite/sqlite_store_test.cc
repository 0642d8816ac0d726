#include "services/ingestion/sqlite/sqlite_store.h"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "common/time/clock.h"
#include "gtest/gtest.h"
#include "services/ingestion/sqlite/schema.h"
#include "services/ingestion/store_conformance.h"

namespace sos::ingestion {
namespace {

// A new directory under the test's temporary directory.
std::string NewDirectory() {
  std::string directory =
      (std::filesystem::path(::testing::TempDir()) / "sos-store-XXXXXX").string();
  EXPECT_NE(mkdtemp(directory.data()), nullptr);
  return directory;
}

const Clock& TestClock() {
  static const FakeClock* const kClock = new FakeClock(absl::FromUnixSeconds(1'700'000'000));
  return *kClock;
}

std::unique_ptr<Store> MakeSqliteStore() {
  return *OpenSqliteStore(NewDirectory() + "/sos.sqlite", TestClock());
}

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreConformanceTest, ::testing::Values(MakeSqliteStore),
                         [](const auto&) { return "Store"; });

TEST(SqliteStoreTest, KeepsEverythingWhenOpenedAgain) {
  const std::string path = NewDirectory() + "/sos.sqlite";
  v1::Submission asked;
  asked.set_display_name("file.txt");
  std::string name;
  {
    const auto store = *OpenSqliteStore(path, TestClock());
    name = store->CreateSubmission(asked, "")->name();
    ASSERT_EQ(*store->AppendBytes(name, 0, "abc"), 3);
  }

  const auto store = *OpenSqliteStore(path, TestClock());

  EXPECT_EQ(store->GetSubmission(name)->received_byte_count(), 3);
  EXPECT_EQ(*store->ReadBytes(name), "abc");
}

TEST(SqliteStoreTest, BringsAFileOfTheFirstVersionUpToDate) {
  const std::string path = NewDirectory() + "/sos.sqlite";
  {
    const auto database = *sqlite::SqliteConnection::Open(path, sqlite::Durability::kFull);
    ASSERT_TRUE(database->Execute(sqlite::kSchemaSteps[0]).ok());
    ASSERT_TRUE(database->Execute("PRAGMA user_version = 1").ok());
  }

  ASSERT_THAT(OpenSqliteStore(path, TestClock()), test_util::IsOk());

  const auto database = *sqlite::SqliteConnection::Open(path, sqlite::Durability::kFull);
  EXPECT_TRUE(database->Execute("SELECT field FROM partition_columns").ok());
}

TEST(SqliteStoreTest, RefusesAFileOfANewerVersion) {
  const std::string path = NewDirectory() + "/sos.sqlite";
  {
    const auto database = *sqlite::SqliteConnection::Open(path, sqlite::Durability::kFull);
    ASSERT_TRUE(database->Execute("PRAGMA user_version = 999").ok());
  }

  EXPECT_EQ(OpenSqliteStore(path, TestClock()).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST(SqliteStoreTest, SaysThatAnUnusableFileIsUnavailable) {
  EXPECT_EQ(OpenSqliteStore("/nonexistent/sos.sqlite", TestClock()).status().code(),
            absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace sos::ingestion
