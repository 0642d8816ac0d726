// SPDX-License-Identifier: Apache-2.0

// A store whose file was changed by something else than the store: whatever it answers, it is what
// was committed, or it is DATA_LOSS.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/revision/revision.h"
#include "common/status/error.h"
#include "common/test_util/status_matchers.h"
#include "common/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/store/sql/check_store.h"
#include "services/ingestion/store/sqlite/backup_file.h"
#include "services/ingestion/store/sqlite/sqlite_store.h"

namespace sos::ingestion {
namespace {

using sqlite::SqliteConnection;

const Clock& TestClock() {
  static const FakeClock* const kClock = new FakeClock(absl::FromUnixSeconds(1'700'000'000));
  return *kClock;
}

void NoProgress(absl::string_view, int64_t) {}

MeasureRow GraduationRow(const std::string& cds, int numerator) {
  MeasureRow row;
  row.header.cds = *CdsCode::Parse(cds);
  row.header.district_name = "Valley Unified";
  row.header.county_name = "Synthetic";
  row.header.collection = Collection::kGraduation;
  row.header.dashboard_year = 2024;
  row.current_numerator = numerator;
  return row;
}

v1::Submission Asked() {
  v1::Submission asked;
  asked.set_display_name("file.txt");
  return asked;
}

// Fills a store with something in every table.
void Fill(Store& store) {
  for (const int numerator : {10, 11}) {
    PartitionBuilder rows;
    rows.OnMeasure(GraduationRow("99600020000000", numerator));
    if (numerator == 10) rows.OnMeasure(GraduationRow("99600030000000", 20));
    v1::SubmissionIssue issue;
    issue.set_line(7);
    v1::QuarantinedStudent student;
    student.set_line(7);
    ASSERT_THAT(store.Commit({.submission = *store.CreateSubmission(Asked(), ""),
                              .partitions = &rows.partitions(),
                              .entities = &rows.entities(),
                              .notes = {.issues = {issue, issue}, .students = {student}}}),
                test_util::IsOk());
  }
  const StudentColumns columns{.numbers = {RecordField::kStudent, RecordField::kSchool}};
  const int64_t numbers[] = {1000000001, 9000001};
  PartitionBuilder records;
  records.OnStudentRecord({.collection = Collection::kAbsenceSummary,
                           .dashboard_year = 2024,
                           .line = 1,
                           .lea = *CdsCode::Parse("99600020000000"),
                           .columns = &columns,
                           .numbers = numbers});
  records.Finish();
  ASSERT_THAT(store.Commit({.submission = *store.CreateSubmission(Asked(), ""),
                            .partitions = &records.partitions(),
                            .entities = &records.entities()}),
              test_util::IsOk());
  v1::Release release;
  release.set_name("releases/2024-preview");
  release.set_revision(1);
  ASSERT_THAT(store.CreateRelease(release), test_util::IsOk());
  const std::string open =
      store.CreateSubmission(Asked(), "11111111-1111-4111-8111-111111111111")->name();
  ASSERT_TRUE(store.AppendBytes(open, 0, "some bytes").ok());
  ASSERT_TRUE(store.AppendBytes(open, 10, "more bytes").ok());
}

// Every answer that a store can give, each a text: what it says, or the reason it gives for saying
// nothing.
class Answers {
 public:
  explicit Answers(Store& store) : store_(store) {
    for (const int64_t revision : {0, 1, 2, 3}) {
      const Revision asked{.number = revision};
      Add("resolve", store.Resolve(asked), [](const Revision& r) { return ToString(r); });
      AddMessage("snapshot", store.GetSnapshot(asked));
      AddWalks(asked);
      AddMessage("entity", store.GetEntity(*CdsCode::Parse("99600030000000"), asked));
    }
    for (const int id : {1, 2, 3, 4}) {
      const std::string name = absl::StrCat("submissions/", id);
      AddMessage("submission", store.GetSubmission(name));
      AddMessages("issues", store.ListIssues(name, 0, 10));
      AddMessages("students", store.ListQuarantinedStudents(name, 0, 10));
    }
    AddMessages("submissions", store.ListSubmissions(0, 10));
    Add("bytes", store.ReadBytes("submissions/4"), [](const std::string& bytes) { return bytes; });
    AddMessage("release", store.GetRelease("releases/2024-preview"));
    AddMessages("releases", store.ListReleases(0, 10));
  }

  // Those that are neither the same as before nor DATA_LOSS.
  std::vector<std::string> WrongAgainst(const Answers& before) const {
    std::vector<std::string> wrong;
    for (size_t i = 0; i < texts_.size(); ++i) {
      if (texts_[i] != before.texts_[i] && texts_[i] != kDamaged) {
        wrong.push_back(absl::StrCat(before.texts_[i], "\n  became\n", texts_[i]));
      }
    }
    return wrong;
  }
  bool operator==(const Answers& other) const { return texts_ == other.texts_; }

 private:
  static constexpr char kDamaged[] = "DATA_LOSS";

  template <typename Result, typename Print>
  void Add(absl::string_view what, const Result& result, Print print) {
    if (absl::IsDataLoss(result.status())) {
      EXPECT_EQ(ErrorReason(result.status()), "STORE_DAMAGED");
      EXPECT_FALSE(absl::StrContains(result.status().message(), "retry"));
      texts_.emplace_back(kDamaged);
    } else {
      texts_.push_back(
          absl::StrCat(what, ": ", result.ok() ? print(*result) : result.status().ToString()));
    }
  }
  template <typename Message>
  void AddMessage(absl::string_view what, const absl::StatusOr<Message>& message) {
    Add(what, message, [](const Message& m) { return m.ShortDebugString(); });
  }
  template <typename Message>
  void AddMessages(absl::string_view what, const absl::StatusOr<std::vector<Message>>& messages) {
    Add(what, messages, [](const std::vector<Message>& all) {
      std::string text;
      for (const Message& message : all) absl::StrAppend(&text, message.ShortDebugString(), "; ");
      return text;
    });
  }
  void AddWalks(const Revision& asked) {
    v1::PartitionFilter filter;
    filter.add_record_fields(v1::RECORD_FIELD_STUDENT);
    filter.add_record_fields(v1::RECORD_FIELD_SCHOOL);
    for (const bool with_contents : {false, true}) {
      std::string text;
      const absl::Status walked =
          store_.VisitPartitions(filter, asked, with_contents, [&](const v1::Partition& partition) {
            absl::StrAppend(&text, partition.ShortDebugString(), "; ");
            return absl::OkStatus();
          });
      Add("partitions", walked.ok() ? absl::StatusOr<std::string>(text) : walked,
          [](const std::string& all) { return all; });
    }
    std::string text;
    const absl::Status walked = store_.VisitEntities(asked, [&](const v1::EntityRecord& entity) {
      absl::StrAppend(&text, entity.ShortDebugString(), "; ");
      return absl::OkStatus();
    });
    Add("entities", walked.ok() ? absl::StatusOr<std::string>(text) : walked,
        [](const std::string& all) { return all; });
  }

  Store& store_;
  std::vector<std::string> texts_;
};

class DamageTest : public ::testing::Test {
 protected:
  DamageTest() {
    directory_ = (std::filesystem::path(::testing::TempDir()) / "sos-damage-XXXXXX").string();
    EXPECT_NE(mkdtemp(directory_.data()), nullptr);
    const auto store = *OpenSqliteStore(Path("whole"), TestClock());
    Fill(*store);
    whole_ = std::make_unique<Answers>(*store);
  }
  ~DamageTest() override { std::filesystem::remove_all(directory_); }

  std::string Path(const std::string& name) const { return directory_ + "/" + name; }

  // A copy of the store to spoil.
  std::string Copy() {
    std::filesystem::remove(Path("spoiled"));
    EXPECT_THAT(CopySqliteFile(Path("whole"), Path("spoiled")), test_util::IsOk());
    return Path("spoiled");
  }

  // Runs `sql` in a copy and expects that nothing wrong is answered, and that it is found.
  void ExpectFound(const std::string& sql) {
    const std::string path = Copy();
    {
      const auto file = *SqliteConnection::Open(path, sqlite::Durability::kNone, errors::kStore);
      ASSERT_TRUE(file->Execute("PRAGMA foreign_keys=OFF").ok());
      ASSERT_THAT(file->Execute(sql), test_util::IsOk()) << sql;
    }
    const auto store = OpenSqliteStoreToRead(path, TestClock());
    ASSERT_THAT(store, test_util::IsOk());
    EXPECT_THAT(Answers(**store).WrongAgainst(*whole_), ::testing::IsEmpty()) << sql;
    const auto pool = *OpenSqlitePoolToRead(path);
    EXPECT_THAT(*store::FindDamage(*pool, NoProgress), ::testing::Not(::testing::IsEmpty())) << sql;
    EXPECT_EQ(WriteBackup(*pool, Path("backup"), NoProgress).status().code(),
              absl::StatusCode::kDataLoss)
        << sql;
    EXPECT_FALSE(std::filesystem::exists(Path("backup"))) << "a damaged store is not sealed";
  }

  std::string directory_;
  std::unique_ptr<Answers> whole_;
};

// Every column of every table, and what spoils it there: a byte that is another, or a number.
TEST_F(DamageTest, IsSeenInEveryCellOfEveryTable) {
  std::vector<std::pair<std::string, std::string>> cells;
  {
    const auto file = *SqliteConnection::OpenToRead(Path("whole"), errors::kStore);
    const auto query = *file->Prepare(
        "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type "
        "= 'table' AND c.pk = 0");
    while (*query->Step()) {
      cells.emplace_back(std::string(query->Bytes(0)), std::string(query->Bytes(1)));
    }
  }
  EXPECT_GT(cells.size(), 30);
  for (const auto& [table, column] : cells) {
    // Numbers that nothing vouches for: the one given out last, and which submission made a
    // revision.
    if (table == "submission_numbers" || (table == "revisions" && column == "submission")) continue;
    const std::string cell = absl::StrCat("\"", column, "\"");
    ExpectFound(absl::StrCat("UPDATE ", table, " SET ", cell, " = CASE typeof(", cell,
                             ") WHEN 'integer' THEN 1 - ", cell,
                             " WHEN 'null' THEN 'x' ELSE x'00' "
                             "|| coalesce(substr(CAST(",
                             cell,
                             " AS BLOB), 2), '') END WHERE rowid = (SELECT "
                             "min(rowid) FROM ",
                             table, ")"));
  }
}

TEST_F(DamageTest, IsSeenWhereARowIsGone) {
  for (const char* table :
       {"submissions", "chunks", "issues", "quarantined_students", "revisions", "partitions",
        "partition_columns", "entities", "releases", "newest_revision"}) {
    for (const char* which : {"min", "max"}) {
      // The submission at work is vouched for by nobody: it is then as if it had been deleted.
      if (std::string(table) == "submissions" && std::string(which) == "max") continue;
      ExpectFound(absl::StrCat("DELETE FROM ", table, " WHERE rowid = (SELECT ", which,
                               "(rowid) FROM ", table, ")"));
    }
  }
}

TEST_F(DamageTest, IsSeenWhereARowIsTheOldOneOrAnothers) {
  ExpectFound(
      "UPDATE partitions SET body = (SELECT body FROM partitions WHERE revision = 1 LIMIT 1) WHERE "
      "revision = 2");
  ExpectFound(
      "INSERT INTO partitions SELECT lea, collection, 2023, revision, body, column_digests FROM "
      "partitions WHERE revision = 2");
  ExpectFound(
      "INSERT INTO entities SELECT '99600040000000', revision, body, sources FROM entities LIMIT "
      "1");
}

TEST_F(DamageTest, OfTheHistoryKeepsFilesOut) {
  const std::string path = Copy();
  {
    const auto file = *SqliteConnection::Open(path, sqlite::Durability::kNone, errors::kStore);
    ASSERT_TRUE(file->Execute("UPDATE revisions SET manifest = x'00' WHERE revision = 2").ok());
  }
  const auto store = *OpenSqliteStore(path, TestClock());
  const PartitionBuilder rows;

  EXPECT_THAT(store->Commit({.submission = *store->CreateSubmission(Asked(), ""),
                             .partitions = &rows.partitions(),
                             .entities = &rows.entities()}),
              test_util::IsError(absl::StatusCode::kDataLoss, "STORE_DAMAGED"));
}

// Single flipped bits anywhere in the file: SQLite's own pages too.
TEST_F(DamageTest, IsNeverAnsweredWhateverBitIsFlipped) {
  constexpr int kFlips = 1000;
  const std::string path = Copy();
  std::stringstream read;
  read << std::ifstream(path, std::ios::binary).rdbuf();
  const std::string bytes = read.str();
  std::mt19937 random(4711);
  int unchanged = 0;
  int refused = 0;
  for (int flip = 0; flip < kFlips; ++flip) {
    std::string spoiled = bytes;
    const size_t at = random() % bytes.size();
    spoiled[at] = static_cast<char>(spoiled[at] ^ (1 << (random() % 8)));
    std::ofstream(path, std::ios::binary | std::ios::trunc) << spoiled;
    const auto store = OpenSqliteStoreToRead(path, TestClock());
    if (!store.ok()) {
      ++refused;
      EXPECT_FALSE(absl::IsUnavailable(store.status())) << store.status() << " at byte " << at;
      continue;
    }
    const Answers answers(**store);
    EXPECT_THAT(answers.WrongAgainst(*whole_), ::testing::IsEmpty()) << "byte " << at;
    (answers == *whole_ ? unchanged : refused)++;
  }
  EXPECT_GT(refused, 20) << "the flips must hit something";
  EXPECT_GT(unchanged, 50);
}

TEST_F(DamageTest, IsNotFoundInAStoreThatIsWhole) {
  EXPECT_THAT(*store::FindDamage(**OpenSqlitePoolToRead(Path("whole")), NoProgress),
              ::testing::IsEmpty());
}

}  // namespace
}  // namespace sos::ingestion
