// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_STORE_STORE_CONFORMANCE_H_
#define SOS_SERVICES_INGESTION_STORE_STORE_CONFORMANCE_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/revision/revision.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/store/store.h"

namespace sos::ingestion {

// The suite that every Store passes, with commit_conformance.h. An implementation instantiates it
// with a factory of empty stores:
//
//   INSTANTIATE_TEST_SUITE_P(Sqlite, StoreConformanceTest, ::testing::Values(MakeSqliteStore));
using StoreFactory = std::function<std::unique_ptr<Store>()>;

inline constexpr char kAlameda[] = "01611190000000";
inline constexpr char kAlbany[] = "01611270000000";

class StoreConformanceTest : public ::testing::TestWithParam<StoreFactory> {
 protected:
  StoreConformanceTest() : store_(GetParam()()) {}

  std::string Create(const std::string& request_id = "") {
    v1::Submission asked;
    asked.set_display_name("file.txt");
    return store_->CreateSubmission(asked, request_id)->name();
  }

  // Commits one graduation row a district, so that partitions can be told apart by their counts.
  v1::Submission CommitRows(const std::vector<std::pair<std::string, int>>& numerators,
                            int year = 2022) {
    return *CommitBuiltOn(std::nullopt, numerators, year);
  }
  static PartitionBuilder Rows(const std::vector<std::pair<std::string, int>>& numerators,
                               int year = 2022) {
    PartitionBuilder rows;
    for (const auto& [cds, numerator] : numerators) {
      MeasureRow row;
      row.header.cds = *CdsCode::Parse(cds);
      row.header.district_name = "Valley Unified";
      row.header.county_name = "Alameda";
      row.header.collection = Collection::kGraduation;
      row.header.dashboard_year = year;
      row.current_numerator = numerator;
      rows.OnMeasure(row);
    }
    return rows;
  }

  // What one file says of one entity.
  struct Said {
    Collection collection = Collection::kGraduation;
    std::string cds;
    std::string district;
    std::string county;
    int numerator = 1;
  };
  void CommitEntity(const Said& said) {
    PartitionBuilder rows;
    MeasureRow row;
    row.header.cds = *CdsCode::Parse(said.cds);
    row.header.district_name = said.district;
    row.header.county_name = said.county;
    row.header.collection = said.collection;
    row.header.dashboard_year = 2022;
    row.current_numerator = said.numerator;
    rows.OnMeasure(row);
    EXPECT_THAT(store_->Commit({.submission = *store_->GetSubmission(Create()),
                                .partitions = &rows.partitions(),
                                .entities = &rows.entities()}),
                test_util::IsOk());
  }

  absl::StatusOr<v1::Submission> CommitBuiltOn(
      std::optional<int64_t> built_on, const std::vector<std::pair<std::string, int>>& numerators,
      int year = 2022) {
    const PartitionBuilder rows = Rows(numerators, year);
    std::optional<Revision> base;
    if (built_on) base = *store_->Resolve({.number = *built_on});
    v1::Submission submission = *store_->GetSubmission(Create());
    return store_->Commit({.submission = submission,
                           .partitions = &rows.partitions(),
                           .entities = &rows.entities(),
                           .built_on = base});
  }

  // "lea:numerator@revision" of every partition of a revision.
  std::vector<std::string> Partitions(int64_t revision, const v1::PartitionFilter& filter = {}) {
    std::vector<std::string> found;
    EXPECT_THAT(store_->VisitPartitions(filter, {.number = revision}, true,
                                        [&](const v1::Partition& partition) {
                                          found.push_back(absl::StrCat(
                                              partition.lea_cds(), ":",
                                              partition.measures().current_numerators(0), "@",
                                              partition.revision()));
                                          return absl::OkStatus();
                                        }),
                test_util::IsOk());
    return found;
  }

  std::unique_ptr<Store> store_;
};

TEST_P(StoreConformanceTest, RepeatsTheAnswerToARepeatedRequestId) {
  const std::string first = Create("11111111-1111-4111-8111-111111111111");

  EXPECT_EQ(Create("11111111-1111-4111-8111-111111111111"), first);
  EXPECT_NE(Create("22222222-2222-4222-8222-222222222222"), first);
}

TEST_P(StoreConformanceTest, RefusesARequestIdThatWasUsedForSomethingElse) {
  Create("11111111-1111-4111-8111-111111111111");
  v1::Submission other;
  other.set_display_name("other.txt");

  EXPECT_THAT(store_->CreateSubmission(other, "11111111-1111-4111-8111-111111111111"),
              test_util::IsError(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED"));
}

TEST_P(StoreConformanceTest, AppendsBytesOnceHoweverOftenTheyAreSent) {
  const std::string name = Create();

  EXPECT_EQ(*store_->AppendBytes(name, 0, "abc"), 3);
  EXPECT_EQ(*store_->AppendBytes(name, 0, "abc"), 3) << "all repeated";
  EXPECT_EQ(*store_->AppendBytes(name, 1, "bcde"), 5) << "partly repeated";
  EXPECT_EQ(*store_->ReadBytes(name), "abcde");
}

TEST_P(StoreConformanceTest, RefusesRepeatedBytesThatDiffer) {
  const std::string name = Create();
  EXPECT_EQ(*store_->AppendBytes(name, 0, "abc"), 3);
  EXPECT_EQ(*store_->AppendBytes(name, 3, "def"), 6);

  for (const auto& [offset, bytes] : std::vector<std::pair<int64_t, std::string>>{
           {0, "abx"}, {2, "cdx"}, {5, "xg"}, {0, "xbcdefg"}, {3, "deg"}}) {
    EXPECT_THAT(store_->AppendBytes(name, offset, bytes),
                test_util::IsError(absl::StatusCode::kAlreadyExists, "BYTES_DIFFER"))
        << bytes << " at " << offset;
  }
  EXPECT_EQ(*store_->AppendBytes(name, 1, "bcdefg"), 7) << "over two chunks";
  EXPECT_EQ(*store_->ReadBytes(name), "abcdefg");
}

TEST_P(StoreConformanceTest, GivesEqualHistoriesEqualIdentitiesAndOthersOthers) {
  const auto other = GetParam()();
  const auto commit = [](Store& store, int numerator) {
    PartitionBuilder rows;
    MeasureRow row;
    row.header.cds = *CdsCode::Parse("01611190000000");
    row.header.district_name = "Valley Unified";
    row.header.collection = Collection::kGraduation;
    row.header.dashboard_year = 2022;
    row.current_numerator = numerator;
    rows.OnMeasure(row);
    v1::Submission asked;
    asked.set_display_name("file.txt");
    return RevisionIn(*store.Commit({.submission = *store.CreateSubmission(asked, ""),
                                     .partitions = &rows.partitions(),
                                     .entities = &rows.entities()}));
  };
  EXPECT_TRUE(store_->NewestRevision()->identity.empty());
  Create();  // Not a part of the history.

  const Revision first = commit(*store_, 1);
  EXPECT_EQ(first.identity.size(), 32);
  EXPECT_EQ(commit(*other, 1), first);

  const Revision second = commit(*store_, 2);
  const Revision elsewhere = commit(*other, 3);
  EXPECT_EQ(elsewhere.number, second.number);
  EXPECT_NE(elsewhere.identity, second.identity);
  EXPECT_EQ(commit(*store_, 2), second) << "the same contents once more";

  EXPECT_EQ(*store_->Resolve({.identity = first.identity}), first);
  EXPECT_EQ(*store_->Resolve(second), second);
  EXPECT_EQ(store_->Resolve({.number = 1})->identity, first.identity);
  for (const Revision& unknown : {elsewhere, Revision{.identity = elsewhere.identity},
                                  Revision{.number = 1, .identity = second.identity},
                                  Revision{.number = 99}, Revision{.number = -1}}) {
    EXPECT_THAT(store_->Resolve(unknown),
                test_util::IsError(absl::StatusCode::kNotFound, "REVISION_NOT_FOUND"))
        << ToString(unknown);
  }
}

TEST_P(StoreConformanceTest, NamesReleasesByTheIdentityOfTheirRevision) {
  const Revision first = RevisionIn(CommitRows({{"01611190000000", 1}}));
  v1::Release release;
  release.set_name("releases/2022-final");
  release.set_revision_identity(first.identity);

  EXPECT_EQ(RevisionIn(*store_->CreateRelease(release)), first);
  EXPECT_EQ(RevisionIn(*store_->GetRelease("releases/2022-final")), first);
  release.set_name("releases/2022-other");
  release.set_revision_identity("00000000000000000000000000000000");
  EXPECT_THAT(store_->CreateRelease(release),
              test_util::IsError(absl::StatusCode::kNotFound, "REVISION_NOT_FOUND"));
}

TEST_P(StoreConformanceTest, ForgetsAnOpenSubmissionAndNoOther) {
  const std::string open = Create("11111111-1111-4111-8111-111111111111");
  EXPECT_EQ(*store_->AppendBytes(open, 0, "abc"), 3);
  const std::string closed = Create();
  EXPECT_THAT(store_->Reject(*store_->GetSubmission(closed), {}), test_util::IsOk());

  EXPECT_THAT(store_->Delete(open), test_util::IsOk());

  EXPECT_THAT(store_->GetSubmission(open),
              test_util::IsError(absl::StatusCode::kNotFound, "SUBMISSION_NOT_FOUND"));
  EXPECT_THAT(store_->Delete(open),
              test_util::IsError(absl::StatusCode::kNotFound, "SUBMISSION_NOT_FOUND"));
  EXPECT_THAT(store_->Delete(closed),
              test_util::IsError(absl::StatusCode::kFailedPrecondition, "SUBMISSION_CLOSED"));
}

TEST_P(StoreConformanceTest, GivesNoNumberTwice) {
  const std::string deleted = Create();
  EXPECT_THAT(store_->Delete(deleted), test_util::IsOk());

  EXPECT_NE(Create(), deleted) << "somebody may still be writing to it";
}

TEST_P(StoreConformanceTest, GivesOutOnlyTheColumnsOfStudentRecordsThatAreAskedFor) {
  const StudentColumns columns{.numbers = {RecordField::kStudent, RecordField::kSchool}};
  const int64_t numbers[] = {1000000001, 9000001};
  PartitionBuilder rows;
  rows.OnStudentRecord({.collection = Collection::kAbsenceSummary,
                        .dashboard_year = 2024,
                        .line = 1,
                        .lea = *CdsCode::Parse(kAlameda),
                        .columns = &columns,
                        .numbers = numbers});
  rows.Finish();
  ASSERT_THAT(store_->Commit({.submission = *store_->GetSubmission(Create()),
                              .partitions = &rows.partitions(),
                              .entities = &rows.entities()}),
              test_util::IsOk());
  v1::PartitionFilter filter;
  const auto fields = [&] {
    std::vector<int> found;
    EXPECT_THAT(
        store_->VisitPartitions(filter, {}, true,
                                [&](const v1::Partition& partition) {
                                  EXPECT_EQ(partition.student_records().row_count(), 1);
                                  for (const auto& column : partition.student_records().columns()) {
                                    found.push_back(column.field());
                                  }
                                  return absl::OkStatus();
                                }),
        test_util::IsOk());
    return found;
  };

  EXPECT_THAT(fields(), ::testing::IsEmpty());

  filter.add_record_fields(v1::RECORD_FIELD_SCHOOL);
  filter.add_record_fields(v1::RECORD_FIELD_DURATION);
  EXPECT_THAT(fields(), ::testing::ElementsAre(v1::RECORD_FIELD_SCHOOL));
}

TEST_P(StoreConformanceTest, RefusesAGapBetweenChunks) {
  const std::string name = Create();

  EXPECT_THAT(store_->AppendBytes(name, 1, "x"),
              test_util::IsError(absl::StatusCode::kOutOfRange, "OFFSET_MISMATCH"));
}

TEST_P(StoreConformanceTest, RefusesBytesForAClosedSubmission) {
  const std::string name = CommitRows({{kAlameda, 1}}).name();

  EXPECT_THAT(store_->AppendBytes(name, 0, "x"),
              test_util::IsError(absl::StatusCode::kFailedPrecondition, "SUBMISSION_CLOSED"));
}

TEST_P(StoreConformanceTest, GivesRevisionsWithoutGaps) {
  EXPECT_EQ(store_->NewestRevision()->number, 0);
  EXPECT_EQ(CommitRows({{kAlameda, 1}}).revision(), 1);
  EXPECT_EQ(CommitRows({{kAlameda, 2}}).revision(), 2);
  EXPECT_EQ(store_->NewestRevision()->number, 2);
}

TEST_P(StoreConformanceTest, ReplacesExactlyThePartitionsOfACommitAndKeepsHistory) {
  CommitRows({{kAlameda, 10}, {kAlbany, 20}});
  CommitRows({{kAlameda, 11}});

  EXPECT_THAT(Partitions(0), ::testing::ElementsAre("01611190000000:11@2", "01611270000000:20@1"));
  EXPECT_THAT(Partitions(1), ::testing::ElementsAre("01611190000000:10@1", "01611270000000:20@1"));
}

TEST_P(StoreConformanceTest, CommitsASubmissionOnce) {
  const v1::Submission committed = CommitRows({{kAlameda, 1}});
  PartitionBuilder nothing;

  const v1::Submission again = *store_->Commit({.submission = committed,
                                                .partitions = &nothing.partitions(),
                                                .entities = &nothing.entities()});

  EXPECT_EQ(again.revision(), 1);
  EXPECT_EQ(store_->NewestRevision()->number, 1);
}

TEST_P(StoreConformanceTest, CommitsConcurrentSubmissionsOneAfterTheOther) {
  constexpr int kThreads = 4;
  constexpr int kCommits = 5;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([this, t] {
      for (int i = 0; i < kCommits; ++i) CommitRows({{kAlameda, 1 + t * kCommits + i}});
    });
  }
  for (std::thread& thread : threads) thread.join();

  EXPECT_EQ(store_->NewestRevision()->number, kThreads * kCommits);
}

TEST_P(StoreConformanceTest, RefusesPartitionsThatWereBuiltOnAnOlderRevisionOfThem) {
  CommitRows({{kAlameda, 1}, {kAlbany, 2}});
  CommitRows({{kAlameda, 3}});

  EXPECT_THAT(CommitBuiltOn(1, {{kAlameda, 4}}).status(),
              test_util::IsError(absl::StatusCode::kAborted, ""));
  EXPECT_THAT(CommitBuiltOn(1, {{kAlbany, 5}, {kAlameda, 4}}).status(),
              test_util::IsError(absl::StatusCode::kAborted, ""));
  EXPECT_EQ(store_->NewestRevision()->number, 2) << "nothing was committed";
  EXPECT_THAT(Partitions(0), ::testing::ElementsAre("01611190000000:3@2", "01611270000000:2@1"));

  EXPECT_THAT(CommitBuiltOn(2, {{kAlameda, 4}}), test_util::IsOk()) << "on the newest";
  EXPECT_THAT(CommitBuiltOn(1, {{kAlbany, 5}}), test_util::IsOk()) << "nobody else has written it";
  EXPECT_THAT(CommitBuiltOn(1, {{kAlameda, 6}}, 2023), test_util::IsOk()) << "nor this year of it";
  EXPECT_THAT(CommitBuiltOn(std::nullopt, {{kAlameda, 7}}), test_util::IsOk()) << "made of nothing";
}

TEST_P(StoreConformanceTest, KeepsTheIssuesOfARejectedSubmissionAndNothingElse) {
  v1::Submission submission = *store_->GetSubmission(Create());
  submission.set_rejection_message("no");
  v1::SubmissionIssue issue;
  issue.set_line(7);

  const v1::Submission rejected = *store_->Reject(submission, {.issues = {issue, issue}});

  EXPECT_EQ(rejected.state(), v1::Submission::STATE_REJECTED);
  EXPECT_EQ(store_->ListIssues(rejected.name(), 1, 10)->size(), 1);
  EXPECT_EQ(store_->NewestRevision()->number, 0);
}

TEST_P(StoreConformanceTest, FiltersPartitionsByCollectionYearLeaAndCounty) {
  CommitRows({{kAlameda, 1}, {"27102720000000", 2}});
  CommitRows({{kAlameda, 3}}, 2023);
  v1::PartitionFilter filter;
  filter.add_dashboard_years(2022);
  EXPECT_THAT(Partitions(0, filter), ::testing::SizeIs(2));
  filter.add_lea_cds(kAlameda);
  EXPECT_THAT(Partitions(0, filter), ::testing::ElementsAre("01611190000000:1@1"));
  filter.clear_lea_cds();
  filter.add_counties("27");
  EXPECT_THAT(Partitions(0, filter), ::testing::ElementsAre("27102720000000:2@1"));
  filter.add_collections(v1::COLLECTION_SUSPENSION);
  EXPECT_THAT(Partitions(0, filter), ::testing::IsEmpty());
}

TEST_P(StoreConformanceTest, TellsWhatEachCollectionCovers) {
  CommitRows({{kAlameda, 1}, {kAlbany, 1}, {"27102720000000", 2}});

  const v1::Snapshot snapshot = *store_->GetSnapshot({});

  ASSERT_EQ(snapshot.coverages_size(), 1);
  EXPECT_EQ(snapshot.coverages(0).partition_count(), 3);
  EXPECT_THAT(snapshot.coverages(0).county_codes(), ::testing::ElementsAre("01", "27"));
}

TEST_P(StoreConformanceTest, RefusesARevisionThatDoesNotExistYet) {
  EXPECT_THAT(store_->GetSnapshot({.number = 1}),
              test_util::IsError(absl::StatusCode::kNotFound, "REVISION_NOT_FOUND"));
}

TEST_P(StoreConformanceTest, NamesARevisionForGood) {
  CommitRows({{kAlameda, 1}});
  CommitRows({{kAlameda, 2}});
  v1::Release release;
  release.set_name("releases/2022-final");
  release.set_revision(1);
  EXPECT_THAT(store_->CreateRelease(release), test_util::IsOk());
  EXPECT_THAT(store_->CreateRelease(release), test_util::IsOk()) << "the same again";

  release.set_revision(2);

  EXPECT_THAT(store_->CreateRelease(release),
              test_util::IsError(absl::StatusCode::kAlreadyExists, "RELEASE_EXISTS"));
  EXPECT_EQ(store_->GetRelease("releases/2022-final")->revision(), 1);
}

TEST_P(StoreConformanceTest, DescribesEntitiesAsARevisionKnewThem) {
  CommitRows({{kAlameda, 1}});

  EXPECT_EQ(store_->GetEntity(*CdsCode::Parse(kAlameda), {})->entity().display_name(),
            "Valley Unified");
  EXPECT_THAT(store_->GetEntity(*CdsCode::Parse(kAlbany), {}),
              test_util::IsError(absl::StatusCode::kNotFound, "ENTITY_NOT_FOUND"));
}

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_STORE_STORE_CONFORMANCE_H_
