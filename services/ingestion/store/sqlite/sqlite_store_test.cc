// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/store/sqlite/sqlite_store.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "common/time/clock.h"
#include "gtest/gtest.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/store/commit_conformance.h"
#include "services/ingestion/store/deletion_conformance.h"
#include "services/ingestion/store/sql/check_store.h"
#include "services/ingestion/store/sqlite/schema.h"

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
INSTANTIATE_TEST_SUITE_P(Sqlite, DeletionConformanceTest, ::testing::Values(MakeSqliteStore),
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
    const auto database =
        *sqlite::SqliteConnection::Open(path, sqlite::Durability::kFull, errors::kStore);
    ASSERT_TRUE(database->Execute(sqlite_schema::kSchemaSteps[0]).ok());
    ASSERT_TRUE(database->Execute("PRAGMA user_version = 1").ok());
  }

  ASSERT_THAT(OpenSqliteStore(path, TestClock()), test_util::IsOk());

  const auto database =
      *sqlite::SqliteConnection::Open(path, sqlite::Durability::kFull, errors::kStore);
  EXPECT_TRUE(database->Execute("SELECT field FROM partition_columns").ok());
}

TEST(SqliteStoreTest, GivesIdentitiesToAFileOfTheVersionBefore) {
  const std::string path = NewDirectory() + "/sos.sqlite";
  {
    // What the release before has written: a partition, an entity, a column, a release, bytes.
    const auto database =
        *sqlite::SqliteConnection::Open(path, sqlite::Durability::kFull, errors::kStore);
    for (int version = 0; version + 1 < sqlite_schema::kSealedVersion; ++version) {
      ASSERT_TRUE(database->Execute(sqlite_schema::kSchemaSteps[version]).ok());
    }
    v1::Submission submission;
    submission.set_name("submissions/1");
    submission.set_state(v1::Submission::STATE_COMMITTED);
    submission.set_revision(1);
    v1::Submission open;
    open.set_name("submissions/2");
    open.set_state(v1::Submission::STATE_UPLOADING);
    v1::Partition partition;
    partition.set_name("partitions/graduation-2023-27102720000000");
    partition.set_collection(v1::COLLECTION_GRADUATION);
    partition.set_dashboard_year(2023);
    partition.set_lea_cds("27102720000000");
    partition.mutable_measures();
    education::v1::Entity entity;
    entity.set_name("entities/27102720000000");
    v1::Release release;
    release.set_name("releases/2023");
    release.set_revision(1);
    const auto write = [&](const std::string& sql, const std::string& body) {
      const auto statement = *database->Prepare(sql);
      ASSERT_THAT(statement->BindBlob(body).Run(), test_util::IsOk());
    };
    write("INSERT INTO submissions VALUES (1, NULL, '', 0, 3, ?)", submission.SerializeAsString());
    write("INSERT INTO submissions VALUES (2, NULL, '', 1, 3, ?)", open.SerializeAsString());
    write("INSERT INTO chunks VALUES (2, 0, ?, 0)", "abc");
    write("INSERT INTO issues VALUES (1, 0, ?)", "");
    write("INSERT INTO revisions SELECT 1, 1 WHERE ? IS NOT NULL", "");
    write("INSERT INTO partitions VALUES ('27102720000000', 4, 2023, 1, ?)",
          partition.SerializeAsString());
    write("INSERT INTO entities VALUES ('27102720000000', 1, ?)", entity.SerializeAsString());
    write("INSERT INTO releases VALUES (1, 'releases/2023', 1, ?)", release.SerializeAsString());
    ASSERT_TRUE(
        database->Execute(absl::StrCat("PRAGMA user_version = ", sqlite_schema::kSealedVersion - 1))
            .ok());
  }

  const auto store = *OpenSqliteStore(path, TestClock());

  EXPECT_EQ(store->NewestRevision()->number, 1);
  EXPECT_EQ(store->NewestRevision()->identity.size(), 32);
  EXPECT_EQ(store->GetRelease("releases/2023")->revision_identity(),
            store->NewestRevision()->identity);
  EXPECT_EQ(*store->ReadBytes("submissions/2"), "abc");
  EXPECT_THAT(*store::FindDamage(**OpenSqlitePoolToRead(path), [](absl::string_view, int64_t) {}),
              ::testing::IsEmpty());
}

TEST(SqliteStoreTest, LetsOneProcessWriteAndSaysWhichOneDoes) {
  const std::string path = NewDirectory() + "/sos.sqlite";
  auto first = *OpenSqliteStore(path, TestClock());

  const auto second = OpenSqliteStore(path, TestClock());

  EXPECT_THAT(second, test_util::IsError(absl::StatusCode::kFailedPrecondition, "STORE_HELD"));
  EXPECT_THAT(second.status().message(),
              ::testing::AllOf(::testing::HasSubstr(absl::StrCat("process ", getpid())),
                               ::testing::HasSubstr("sos --server")));
  first.reset();
  EXPECT_THAT(OpenSqliteStore(path, TestClock()), test_util::IsOk());
}

TEST(SqliteStoreTest, LetsOthersReadBesideTheOneThatWrites) {
  const std::string path = NewDirectory() + "/sos.sqlite";
  const auto writer = *OpenSqliteStore(path, TestClock());
  v1::Submission asked;
  asked.set_display_name("file.txt");

  const auto reader = *OpenSqliteStoreToRead(path, TestClock());
  const auto another = *OpenSqliteStoreToRead(path, TestClock());
  const std::string name = writer->CreateSubmission(asked, "")->name();

  EXPECT_THAT(reader->GetSubmission(name), test_util::IsOk());
  EXPECT_THAT(another->GetSubmission(name), test_util::IsOk());
  EXPECT_THAT(reader->CreateSubmission(asked, ""),
              test_util::IsError(absl::StatusCode::kFailedPrecondition, "STORE_HELD"));
}

// The locks that this process has on a file, as the system counts them.
int LocksOn(const std::string& path) {
  struct stat facts = {};
  EXPECT_EQ(stat(path.c_str(), &facts), 0);
  std::ifstream locks("/proc/locks");
  const std::string file = absl::StrFormat(":%d ", facts.st_ino);
  const std::string owner = absl::StrCat(" ", getpid(), " ");
  int count = 0;
  for (std::string line; std::getline(locks, line);) {
    if (absl::StrContains(line, file) && absl::StrContains(line, owner)) ++count;
  }
  return count;
}

TEST(SqliteStoreTest, KeepsItsLocksHoweverManyReadersOpen) {
  const std::string path = NewDirectory() + "/sos.sqlite";
  const auto pool = *OpenSqlitePool(path);
  const int locks = LocksOn(path);
  ASSERT_GT(locks, 0) << "a connection in write-ahead-log mode holds a shared lock";

  std::vector<sql::ConnectionPool::Lease> readers;
  for (int i = 0; i < 3; ++i) {
    readers.push_back(*pool->Borrow(sql::Access::kRead));
    const auto query = *readers.back()->Prepare("SELECT count(*) FROM revisions");
    ASSERT_TRUE(query->Step().ok());
    EXPECT_EQ(LocksOn(path), locks) << i + 1 << " readers: opening one took the locks away";
  }
}

TEST(SqliteStoreTest, MakesAndKeepsTheFileForItsUserAlone) {
  const std::string path = NewDirectory() + "/sos.sqlite";
  const auto rights = [&](const std::string& suffix) {
    struct stat facts = {};
    EXPECT_EQ(stat((path + suffix).c_str(), &facts), 0) << suffix;
    return facts.st_mode & 0777;
  };
  const mode_t before = umask(0);
  OpenSqliteStore(path, TestClock())->reset();
  umask(before);
  EXPECT_EQ(rights(""), 0600);
  EXPECT_EQ(rights(".lock"), 0600);

  ASSERT_EQ(chmod(path.c_str(), 0644), 0);  // As a copy of it may come back.
  const auto store = *OpenSqliteStore(path, TestClock());

  EXPECT_EQ(rights(""), 0600);
  EXPECT_EQ(rights("-wal"), 0600);
}

TEST(SqliteStoreTest, BoundsWhatIsUploadedAtATime) {
  const UploadLimits limits{.uploads_per_caller = 2,
                            .bytes_per_caller = 10,
                            .uploads = 3,
                            .bytes = 15,
                            .expiry = absl::Hours(1)};
  FakeClock clock(absl::FromUnixSeconds(1'700'000'000));
  const auto store =
      *OpenSqliteStore(NewDirectory() + "/sos.sqlite", clock, sqlite::Durability::kFull, limits);
  const auto create = [&](const std::string& creator) {
    v1::Submission asked;
    asked.set_display_name("file.txt");
    asked.set_creator(creator);
    return store->CreateSubmission(asked, "");
  };
  const std::string a = create("a")->name();
  const std::string other = create("a")->name();
  EXPECT_THAT(create("a"),
              test_util::IsError(absl::StatusCode::kResourceExhausted, "UPLOAD_LIMIT"));
  const std::string b = create("b")->name();
  EXPECT_THAT(create("c"), test_util::IsError(absl::StatusCode::kResourceExhausted, "UPLOAD_LIMIT"))
      << "of all together";

  EXPECT_TRUE(store->AppendBytes(a, 0, "123456").ok());
  EXPECT_THAT(store->AppendBytes(other, 0, "12345"),
              test_util::IsError(absl::StatusCode::kResourceExhausted, "UPLOAD_LIMIT"));
  EXPECT_TRUE(store->AppendBytes(other, 0, "1234").ok()) << "ten bytes in all";
  EXPECT_THAT(store->AppendBytes(b, 0, "123456"),
              test_util::IsError(absl::StatusCode::kResourceExhausted, "UPLOAD_LIMIT"))
      << "sixteen of all together";

  clock.Advance(absl::Minutes(59));
  EXPECT_TRUE(store->AppendBytes(a, 6, "").ok());
  EXPECT_TRUE(store->AppendBytes(b, 0, "12345").ok());
  EXPECT_EQ(*store->DeleteExpired(), 0);
  clock.Advance(absl::Minutes(2));
  EXPECT_EQ(*store->DeleteExpired(), 2) << "a byte keeps an upload, an empty chunk does not";
  EXPECT_TRUE(store->GetSubmission(b).ok());
  EXPECT_THAT(create("a"), test_util::IsOk());
}

TEST(SqliteStoreTest, RefusesAFileOfANewerVersion) {
  const std::string path = NewDirectory() + "/sos.sqlite";
  {
    const auto database =
        *sqlite::SqliteConnection::Open(path, sqlite::Durability::kFull, errors::kStore);
    ASSERT_TRUE(database->Execute("PRAGMA user_version = 999").ok());
  }

  EXPECT_EQ(OpenSqliteStore(path, TestClock()).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST(SqliteStoreTest, SaysThatAnUnusableFileIsUnavailable) {
  EXPECT_EQ(OpenSqliteStore("/nonexistent/sos.sqlite", TestClock()).status().code(),
            absl::StatusCode::kUnavailable);
}

// The bytes of the database and of its write-ahead log.
std::string BytesOf(const std::string& path) {
  std::string bytes;
  for (const char* const end : {"", "-wal"}) {
    std::ifstream file(path + end, std::ios::binary);
    bytes.append(std::istreambuf_iterator<char>(file), {});
  }
  return bytes;
}

TEST(SqliteStoreTest, NothingOfDeletedStudentRecordsIsLeftInTheFile) {
  constexpr char kLocalId[] = "LOCAL-ID-OF-A-STUDENT";
  const std::string path = NewDirectory() + "/sos.sqlite";
  const auto store = *OpenSqliteStore(path, TestClock());
  const StudentColumns columns{.numbers = {RecordField::kStudent},
                               .texts = {RecordField::kLocalStudent}};
  PartitionBuilder rows;
  const std::vector<int64_t> numbers = {9'000'000'001};
  const std::vector<absl::string_view> texts = {kLocalId};
  rows.OnStudentRecord({.collection = Collection::kStudentEnrollment,
                        .dashboard_year = 2025,
                        .line = 1,
                        .lea = *CdsCode::Parse(kAlameda),
                        .columns = &columns,
                        .numbers = numbers,
                        .texts = texts});
  rows.Finish();
  v1::Submission asked;
  asked.set_display_name("file.txt");
  const std::string name = store->CreateSubmission(asked, "")->name();
  ASSERT_THAT(store->Commit({.submission = *store->GetSubmission(name),
                             .partitions = &rows.partitions(),
                             .entities = &rows.entities()}),
              test_util::IsOk());
  ASSERT_THAT(BytesOf(path), ::testing::HasSubstr(kLocalId));
  asked.set_lea_cds(kAlameda);
  asked.set_dashboard_year(2025);

  ASSERT_THAT(store->DeleteStudentRecords(asked, ""), test_util::IsOk());

  EXPECT_THAT(BytesOf(path), ::testing::Not(::testing::HasSubstr(kLocalId)));
}

}  // namespace
}  // namespace sos::ingestion
