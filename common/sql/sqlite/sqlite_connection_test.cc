// SPDX-License-Identifier: Apache-2.0
#include "common/sql/sqlite/sqlite_connection.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include "common/status/error.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::sqlite {
namespace {

using test_util::IsError;
using test_util::IsOk;

constexpr sql::StoreErrors kErrors("sos.example.v1");

class SqliteConnectionTest : public testing::Test {
 protected:
  SqliteConnectionTest() { std::filesystem::create_directories(directory_); }
  ~SqliteConnectionTest() override { std::filesystem::remove_all(directory_); }

  std::string Path() const { return directory_ + "/store.sqlite"; }
  std::unique_ptr<SqliteConnection> Open() const {
    return *SqliteConnection::Open(Path(), Durability::kNone, kErrors);
  }

  const std::string directory_ =
      testing::TempDir() + "/" + testing::UnitTest::GetInstance()->current_test_info()->name();
};

int64_t CountRows(sql::Connection& connection) {
  const auto query = *connection.Prepare("SELECT count(*) FROM things");
  EXPECT_TRUE(*query->Step());
  return query->Int(0);
}

TEST_F(SqliteConnectionTest, KeepsWhatATransactionCommitsAndNothingElse) {
  const auto connection = Open();
  ASSERT_THAT(connection->Execute("CREATE TABLE things (name TEXT)"), IsOk());
  {
    auto transaction = *sql::Transaction::Begin(*connection, sql::Access::kWriteAlone);
    ASSERT_THAT(connection->Execute("INSERT INTO things VALUES ('kept')"), IsOk());
    ASSERT_THAT(transaction.Commit(), IsOk());
  }
  {
    const auto transaction = *sql::Transaction::Begin(*connection, sql::Access::kWriteAlone);
    ASSERT_THAT(connection->Execute("INSERT INTO things VALUES ('forgotten')"), IsOk());
  }
  EXPECT_EQ(CountRows(*connection), 1);
}

TEST_F(SqliteConnectionTest, TellsAnEmptyValueFromNone) {
  const auto connection = Open();
  ASSERT_THAT(connection->Execute("CREATE TABLE things (name TEXT)"), IsOk());
  const auto insert = *connection->Prepare("INSERT INTO things VALUES (?)");
  ASSERT_THAT(insert->BindText("").Run(), IsOk());
  ASSERT_THAT(insert->BindNull().Run(), IsOk());
  const auto query = *connection->Prepare("SELECT name FROM things ORDER BY name IS NULL");
  ASSERT_TRUE(*query->Step());
  EXPECT_FALSE(query->IsNull(0));
  ASSERT_TRUE(*query->Step());
  EXPECT_TRUE(query->IsNull(0));
}

TEST_F(SqliteConnectionTest, MakesAFileThatIsItsUsersAlone) {
  Open();
  EXPECT_EQ(std::filesystem::status(Path()).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

// Several services share this room: an error is of the one whose store it is.
TEST_F(SqliteConnectionTest, AnswersInTheNameOfTheServiceThatOpenedIt) {
  std::ofstream(Path()) << "this is no database, however long it is written and read; it never was";
  const absl::Status refused = SqliteConnection::Open(Path(), Durability::kNone, kErrors).status();
  EXPECT_THAT(refused, IsError(absl::StatusCode::kDataLoss, "STORE_DAMAGED"));
  EXPECT_THAT(refused.ToString(), testing::HasSubstr("sos.example.v1"));
}

TEST_F(SqliteConnectionTest, OneProcessWritesAFileAndAPoolToReadWritesNothing) {
  Open();
  const auto lock = DirectoryLock::Take(Path(), kErrors);
  ASSERT_THAT(lock.status(), IsOk());
  EXPECT_THAT(DirectoryLock::Take(Path(), kErrors).status(),
              IsError(absl::StatusCode::kFailedPrecondition, "STORE_HELD"));
  SqlitePool pool(Path(), kErrors);
  EXPECT_THAT(pool.Borrow(sql::Access::kRead).status(), IsOk());
  EXPECT_THAT(pool.Borrow(sql::Access::kWriteAlone).status(),
              IsError(absl::StatusCode::kFailedPrecondition, "STORE_HELD"));
}

}  // namespace
}  // namespace sos::sqlite
