// SPDX-License-Identifier: Apache-2.0

// The store in a real PostgreSQL that is killed, restarted, made read-only and filled up.

#include <sys/mount.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_replace.h"
#include "common/test_util/postgres_server.h"
#include "common/time/clock.h"
#include "gtest/gtest.h"
#include "services/ingestion/store/commit_conformance.h"
#include "services/ingestion/store/deletion_conformance.h"
#include "services/ingestion/store/postgres/postgres_store.h"
#include "services/ingestion/store/sqlite/backup_file.h"
#include "services/ingestion/store/sqlite/sqlite_store.h"

namespace sos::ingestion {
namespace {

using test_util::PostgresServer;

const Clock& TestClock() {
  static const FakeClock* const kClock = new FakeClock(absl::FromUnixSeconds(1'700'000'000));
  return *kClock;
}

// One server for all tests that leave it as it is. It ends with the process.
PostgresServer& SharedServer() {
  static PostgresServer server;
  return server;
}

std::unique_ptr<Store> MakePostgresStore() {
  return *OpenPostgresStore({.connection = SharedServer().NewDatabase()}, TestClock());
}

INSTANTIATE_TEST_SUITE_P(Postgres, StoreConformanceTest, ::testing::Values(MakePostgresStore),
                         [](const auto&) { return "Store"; });
INSTANTIATE_TEST_SUITE_P(Postgres, DeletionConformanceTest, ::testing::Values(MakePostgresStore),
                         [](const auto&) { return "Store"; });

v1::Submission Named(const std::string& name) {
  v1::Submission submission;
  submission.set_display_name(name);
  return submission;
}

// Commits an empty submission as a revision; its number, or 0 if the store refused.
int64_t CommitNothing(Store& store) {
  const PartitionBuilder rows;
  const auto submission = store.CreateSubmission(Named("file.txt"), "");
  if (!submission.ok()) return 0;
  const auto committed = store.Commit({.submission = *submission,
                                       .partitions = &rows.partitions(),
                                       .entities = &rows.entities(),
                                       .always_a_revision = true});
  return committed.ok() ? committed->revision() : 0;
}

TEST(PostgresReplicasTest, GiveRevisionsWithoutGapsBetweenThem) {
  const std::string database = SharedServer().NewDatabase();
  constexpr int kReplicas = 3;
  constexpr int kCommits = 10;
  std::vector<std::vector<int64_t>> revisions(kReplicas);
  std::vector<std::thread> replicas;
  replicas.reserve(kReplicas);
  for (int replica = 0; replica < kReplicas; ++replica) {
    replicas.emplace_back([&, replica] {
      const auto store = *OpenPostgresStore({.connection = database}, TestClock());
      for (int i = 0; i < kCommits; ++i) revisions[replica].push_back(CommitNothing(*store));
    });
  }
  for (std::thread& replica : replicas) replica.join();

  std::vector<int64_t> all;
  for (const auto& some : revisions) {
    EXPECT_TRUE(std::is_sorted(some.begin(), some.end())) << "a replica went back";
    all.insert(all.end(), some.begin(), some.end());
  }
  std::sort(all.begin(), all.end());
  std::vector<int64_t> expected(all.size());
  for (size_t i = 0; i < expected.size(); ++i) expected[i] = static_cast<int64_t>(i) + 1;
  EXPECT_EQ(all, expected);
}

TEST(PostgresReplicasTest, CommitASubmissionExactlyOnce) {
  const std::string database = SharedServer().NewDatabase();
  const auto first = *OpenPostgresStore({.connection = database}, TestClock());
  const v1::Submission submission = *first->CreateSubmission(Named("file.txt"), "");
  const PartitionBuilder rows;
  std::vector<int64_t> revisions(4);
  std::vector<std::thread> replicas;
  replicas.reserve(revisions.size());
  for (int64_t& revision : revisions) {
    replicas.emplace_back([&] {
      const auto store = *OpenPostgresStore({.connection = database}, TestClock());
      revision = store
                     ->Commit({.submission = submission,
                               .partitions = &rows.partitions(),
                               .entities = &rows.entities()})
                     ->revision();
    });
  }
  for (std::thread& replica : replicas) replica.join();

  EXPECT_THAT(revisions, ::testing::Each(1));
  EXPECT_EQ(first->NewestRevision()->number, 1);
}

TEST(PostgresSchemaTest, RefusesTablesThatNobodyHasMade) {
  const auto store = OpenPostgresStore(
      {.connection = SharedServer().NewDatabase(), .migrate = false}, TestClock());

  EXPECT_EQ(store.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(store.status().message(), ::testing::HasSubstr("run `sos migrate`"));
}

TEST(PostgresSchemaTest, RefusesTablesOfANewerVersion) {
  const std::string database = SharedServer().NewDatabase();
  ASSERT_THAT(OpenPostgresStore({.connection = database}, TestClock()), test_util::IsOk());
  SharedServer().Psql("UPDATE schema_version SET version = 999",
                      database.substr(database.rfind('=') + 1));

  EXPECT_THAT(OpenPostgresStore({.connection = database}, TestClock()).status().message(),
              ::testing::HasSubstr("upgrade this program"));
}

TEST(PostgresPoolTest, AnswersUnavailableInTimeWhenEveryConnectionIsBusy) {
  const auto store = *OpenPostgresStore({.connection = SharedServer().NewDatabase(),
                                         .pool_size = 1,
                                         .connect_timeout = absl::Seconds(2)},
                                        TestClock());
  CommitNothing(*store);
  PartitionBuilder rows;
  absl::Status inner;
  // A walk holds the only connection while it visits; another call waits, and is told.
  ASSERT_THAT(store->CreateRelease([] {
    v1::Release release;
    release.set_name("releases/a");
    release.set_revision(1);
    return release;
  }()),
              test_util::IsOk());
  MeasureRow row;
  row.header.cds = *CdsCode::Parse(kAlameda);
  row.header.collection = Collection::kGraduation;
  row.header.dashboard_year = 2022;
  rows.OnMeasure(row);
  ASSERT_THAT(store->Commit({.submission = *store->CreateSubmission(Named("file.txt"), ""),
                             .partitions = &rows.partitions(),
                             .entities = &rows.entities()}),
              test_util::IsOk());
  int visited = 0;
  ASSERT_THAT(store->VisitPartitions({}, {}, true,
                                     [&](const v1::Partition&) {
                                       ++visited;
                                       inner = store->NewestRevision().status();
                                       return absl::OkStatus();
                                     }),
              test_util::IsOk());

  EXPECT_EQ(visited, 1);
  EXPECT_THAT(inner, test_util::IsError(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  EXPECT_TRUE(store->NewestRevision().ok()) << "the connection came back";
}

void NoProgress(absl::string_view, int64_t) {}

TEST(PostgresCopyTest, HoldsWhatTheSqliteStoreHeldAndGivesItBack) {
  const std::string directory =
      (std::filesystem::path(::testing::TempDir()) / "sos-copy-XXXXXX").string();
  std::string path = directory;
  ASSERT_NE(mkdtemp(path.data()), nullptr);
  {
    const auto store = *OpenSqliteStore(path + "/from", TestClock());
    ASSERT_EQ(CommitNothing(*store), 1);
    const std::string name = store->CreateSubmission(Named("open.txt"), "a-request")->name();
    ASSERT_TRUE(store->AppendBytes(name, 0, std::string("a\0\xff", 3)).ok());
  }
  const auto sqlite = *OpenSqlitePool(path + "/from");
  const std::string database = SharedServer().NewDatabase();
  const auto postgres = *OpenPostgresPool({.connection = database});

  const auto moved = store::CopyAll(*sqlite, *postgres, NoProgress);
  ASSERT_THAT(moved, test_util::IsOk());
  EXPECT_EQ(store::Summarize(*postgres, NoProgress)->digest, moved->digest);

  const auto backup = WriteBackup(*postgres, path + "/backup", NoProgress);
  ASSERT_THAT(backup, test_util::IsOk());
  EXPECT_EQ(backup->digest, moved->digest);
  EXPECT_EQ(store::CopyAll(*sqlite, *postgres, NoProgress).status().code(),
            absl::StatusCode::kFailedPrecondition)
      << "it is not empty any more";
  const auto store = *OpenPostgresStore({.connection = database}, TestClock());
  EXPECT_EQ(CommitNothing(*store), 2) << "numbers go on";
  std::filesystem::remove_all(path);
}

class PostgresFaultTest : public ::testing::Test {
 protected:
  PostgresServer server_;
  const std::string database_ = server_.NewDatabase();
  const std::unique_ptr<Store> store_ = *OpenPostgresStore({.connection = database_}, TestClock());
};

TEST_F(PostgresFaultTest, GoesOnAfterTheServerWasKilledAndLosesNothing) {
  const std::string name = store_->CreateSubmission(Named("file.txt"), "")->name();
  ASSERT_EQ(*store_->AppendBytes(name, 0, "abc"), 3);
  ASSERT_EQ(CommitNothing(*store_), 1);

  server_.Kill();
  EXPECT_THAT(store_->NewestRevision(),
              test_util::IsError(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  server_.Start();

  EXPECT_EQ(store_->NewestRevision()->number, 1);
  EXPECT_EQ(*store_->ReadBytes(name), "abc");
  EXPECT_EQ(*store_->AppendBytes(name, 3, "d"), 4);
}

TEST_F(PostgresFaultTest, DoesNotNoticeARestartBetweenTwoCalls) {
  ASSERT_EQ(CommitNothing(*store_), 1);

  server_.ShutDown();
  server_.Start();

  EXPECT_EQ(store_->NewestRevision()->number, 1) << "the dead connection is not tried";
}

TEST_F(PostgresFaultTest, KeepsReadingAndSaysThatWritesMustWaitWhileTheServerIsReadOnly) {
  ASSERT_EQ(CommitNothing(*store_), 1);
  server_.Psql(absl::StrCat("ALTER DATABASE ", database_.substr(database_.rfind('=') + 1),
                            " SET default_transaction_read_only = on"));
  server_.ShutDown();
  server_.Start();
  const auto reader = OpenPostgresStore(
      {.connection = database_ + " target_session_attrs=any", .migrate = false}, TestClock());
  ASSERT_THAT(reader, test_util::IsOk());

  EXPECT_EQ((*reader)->NewestRevision()->number, 1);
  EXPECT_THAT((*reader)->CreateSubmission(Named("b"), ""),
              test_util::IsError(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  EXPECT_THAT(store_->CreateSubmission(Named("b"), ""),
              test_util::IsError(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"))
      << "only a server that takes writes is connected to";
  server_.Psql(absl::StrCat("SET default_transaction_read_only = off; ALTER DATABASE ",
                            database_.substr(database_.rfind('=') + 1),
                            " RESET default_transaction_read_only"));

  EXPECT_THAT(store_->CreateSubmission(Named("b"), ""), test_util::IsOk());
}

TEST_F(PostgresFaultTest, SaysThatTheDiskIsFullAndKeepsWhatItHas) {
  if (getuid() != 0) GTEST_SKIP() << "only root can make a small disk";
  const std::string disk = server_.directory() + "/small";
  ASSERT_EQ(mkdir(disk.c_str(), 0777), 0);
  struct stat owner {};
  ASSERT_EQ(stat(server_.directory().c_str(), &owner), 0);
  const std::string options =
      absl::StrCat("size=24m,mode=700,uid=", owner.st_uid, ",gid=", owner.st_gid);
  if (mount("tmpfs", disk.c_str(), "tmpfs", 0, options.c_str()) != 0) {
    GTEST_SKIP() << "this machine mounts nothing";
  }
  const absl::Cleanup unmount = [&] {
    server_.Kill();
    EXPECT_EQ(umount(disk.c_str()), 0);
  };
  server_.Psql(absl::StrCat("CREATE TABLESPACE small LOCATION '", disk, "'"));
  server_.Psql("CREATE DATABASE on_small TABLESPACE small");
  const auto store =
      *OpenPostgresStore({.connection = server_.connection("on_small")}, TestClock());
  const std::string name = store->CreateSubmission(Named("big.txt"), "")->name();
  std::mt19937_64 random(1);
  std::string bytes(size_t{1} << 20, '\0');
  int64_t kept = 0;
  absl::Status failed;
  while (failed.ok() && kept < (int64_t{64} << 20)) {
    std::generate(bytes.begin(), bytes.end(), [&] { return static_cast<char>(random()); });
    const absl::StatusOr<int64_t> received = store->AppendBytes(name, kept, bytes);
    received.ok() ? static_cast<void>(kept = *received) : failed.Update(received.status());
  }

  EXPECT_THAT(failed, test_util::IsError(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  EXPECT_EQ(store->GetSubmission(name)->received_byte_count(), kept);
  EXPECT_EQ(static_cast<int64_t>(store->ReadBytes(name)->size()), kept);
}

TEST_F(PostgresFaultTest, TellsCallersTheSqlstateAndNotTheText) {
  ASSERT_EQ(CommitNothing(*store_), 1);
  server_.Psql("DROP TABLE releases", database_.substr(database_.rfind('=') + 1));

  const absl::Status status = store_->ListReleases(0, 10).status();

  EXPECT_THAT(status.message(), ::testing::HasSubstr("42P01"));
  EXPECT_THAT(status.message(), ::testing::Not(::testing::HasSubstr("releases")));
}

TEST(PostgresTlsTest, TalksOverTlsToTheServerThatItsAuthorityNames) {
  if (!PostgresServer::Installed()) GTEST_SKIP() << "PostgreSQL 15 is not installed";
  const PostgresServer server(/*tls=*/true);
  const auto store = OpenPostgresStore({.connection = server.tls_connection()}, TestClock());
  ASSERT_THAT(store, test_util::IsOk());
  EXPECT_EQ((*store)->NewestRevision()->number, 0);

  const std::string other_name = absl::StrReplaceAll(
      server.tls_connection(), {{"host=localhost hostaddr=127.0.0.1", "host=127.0.0.1"}});
  EXPECT_THAT(OpenPostgresStore({.connection = other_name}, TestClock()).status(),
              test_util::IsError(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
}

}  // namespace
}  // namespace sos::ingestion
