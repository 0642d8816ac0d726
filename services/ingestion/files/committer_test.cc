// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/committer.h"

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/test_util/status_matchers.h"
#include "common/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/files/read_cost.h"
#include "services/ingestion/files/record_layout_library.h"
#include "services/ingestion/files/replacement.h"
#include "services/ingestion/layouts/layout_files.h"
#include "services/ingestion/store/sqlite/sqlite_store.h"

namespace sos::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kDistrict[] = "01611190000000";
constexpr char kNeighbor[] = "01611270000000";

// A store in which something else happens just before a commit.
class RacingStore : public SqlStore {
 public:
  using SqlStore::SqlStore;

  absl::StatusOr<v1::Submission> Commit(const CommitContents& contents) override {
    if (const auto what = before_commit_; what) what();  // It may put another in its place.
    return SqlStore::Commit(contents);
  }
  void BeforeCommit(std::function<void()> what) { before_commit_ = std::move(what); }

 private:
  std::function<void()> before_commit_;
};

std::string Header() {
  return "cds,rtype,districtname,studentgroup,currnumer,currdenom,currstatus,type,reportingyear\n";
}

// Rows of `count` schools of a district from the `first` on, with a numerator.
std::string Schools(int count, int numerator = 5, int first = 0,
                    const std::string& lea = kDistrict) {
  std::string rows;
  for (int i = first; i < first + count; ++i) {
    absl::StrAppend(&rows, lea.substr(0, 7), 1'000'000 + i, ",S,Alder Creek Unified,ALL,",
                    numerator, ",100,", numerator, ".0,HS,2018\n");
  }
  return rows;
}

// How a file is sent in.
struct How {
  bool corrects = false;
  bool shrink_allowed = false;
  bool validate_only = false;
  std::optional<int64_t> byte_count;
  std::string content_digest;
  bool from_agency = false;
  v1::CoverageClaim claim = v1::COVERAGE_CLAIM_UNSPECIFIED;
};

class CommitterTest : public ::testing::Test {
 protected:
  CommitterTest() {
    directory_ = (std::filesystem::path(::testing::TempDir()) / "sos-committer-XXXXXX").string();
    EXPECT_NE(mkdtemp(directory_.data()), nullptr);
    store_ = std::make_unique<RacingStore>(
        *OpenSqlitePool(directory_ + "/sos.sqlite", sqlite::Durability::kNone), clock_);
  }
  ~CommitterTest() override {
    store_.reset();
    std::filesystem::remove_all(directory_);
  }

  absl::StatusOr<v1::Submission> TryCommit(const std::string& text, const How& how = {}) {
    v1::Submission asked;
    asked.set_display_name("susp2018.csv");
    asked.set_corrects(how.corrects);
    asked.set_shrink_allowed(how.shrink_allowed);
    asked.set_coverage_claim(how.claim);
    const std::string name = store_->CreateSubmission(asked, "")->name();
    EXPECT_THAT(store_->AppendBytes(name, 0, text), test_util::IsOk());
    static const auto* const kLayouts = new RecordLayouts(*LoadRecordLayouts(LayoutFiles()));
    const auto anything = [](const PartitionKey&) { return absl::OkStatus(); };
    CommitTerms terms{.validate_only = how.validate_only,
                      .byte_count = how.byte_count,
                      .content_digest = how.content_digest,
                      .from_agency = how.from_agency,
                      .read_memory = read_memory_,
                      .may_commit = anything};
    return CommitUpload(*store_, *kLayouts, name, terms);
  }
  v1::Submission Commit(const std::string& rows, const How& how = {}) {
    return *TryCommit(Header() + rows, how);
  }

  // The numerators that are stored of an LEA, row by row.
  std::vector<int64_t> Numerators(const std::string& lea = kDistrict) {
    std::vector<int64_t> numerators;
    v1::PartitionFilter filter;
    filter.add_lea_cds(lea);
    EXPECT_THAT(store_->VisitPartitions(filter, {}, true,
                                        [&](const v1::Partition& partition) {
                                          const auto& found =
                                              partition.measures().current_numerators();
                                          numerators.assign(found.begin(), found.end());
                                          return absl::OkStatus();
                                        }),
                test_util::IsOk());
    return numerators;
  }

  FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  std::string directory_;
  std::unique_ptr<RacingStore> store_;
  MemoryBudget read_memory_{kDefaultReadMemoryBytes};
};

TEST_F(CommitterTest, RefusesAFileThatWasCutAtALineEndAndSaysWhatItLacks) {
  Commit(Schools(14));

  const v1::Submission cut = Commit(Schools(1, 6));

  EXPECT_EQ(cut.state(), v1::Submission::STATE_REJECTED);
  EXPECT_EQ(cut.rejection_reason(), v1::Submission::REJECTION_REASON_SHRINKS);
  EXPECT_EQ(
      cut.rejection_message(),
      "the file lacks stored rows that it would replace, as if it had been cut: Alder Creek "
      "Unified (01611190000000), suspension 2018: 13 of 14 rows. Send the whole file; say "
      "--correct if it holds changed rows only, or --allow-shrink if the rows are meant to go");
  ASSERT_THAT(cut.replacements(), SizeIs(1));
  EXPECT_EQ(cut.replacements(0).vanished_row_count(), 13);
  EXPECT_THAT(Numerators(), SizeIs(14));
}

TEST_F(CommitterTest, TakesASmallerFileWhereThatIsAllowed) {
  Commit(Schools(14));

  const v1::Submission smaller = Commit(Schools(1, 6), {.shrink_allowed = true});

  EXPECT_EQ(smaller.state(), v1::Submission::STATE_COMMITTED);
  ASSERT_THAT(smaller.replacements(), SizeIs(1));
  const v1::Submission::Replacement& replacement = smaller.replacements(0);
  EXPECT_EQ(replacement.collection(), v1::COLLECTION_SUSPENSION);
  EXPECT_EQ(replacement.dashboard_year(), 2018);
  EXPECT_EQ(replacement.lea_cds(), kDistrict);
  EXPECT_EQ(replacement.stored_row_count(), 14);
  EXPECT_EQ(replacement.row_count(), 1);
  EXPECT_EQ(replacement.vanished_row_count(), 13);
  EXPECT_EQ(replacement.vanished_group_count(), 13);
  EXPECT_THAT(Numerators(), ElementsAre(6));
}

TEST_F(CommitterTest, TakesAFileThatDropsATenthOrTwoRows) {
  const struct {
    int stored;
    int sent;
    bool taken;
  } kCases[] = {{30, 27, true}, {29, 26, false}, {30, 26, false}, {3, 1, true}, {3, 0, true}};
  for (const auto& c : kCases) {
    Commit(Schools(c.stored), {.shrink_allowed = true});
    // Without a school there is one row of the neighbor, and the district is not in the file.
    const v1::Submission sent = Commit(c.sent == 0 ? Schools(1, 5, 0, kNeighbor) : Schools(c.sent));

    EXPECT_EQ(sent.state() == v1::Submission::STATE_COMMITTED, c.taken)
        << c.sent << " of " << c.stored << ": " << sent.rejection_message();
  }
}

TEST_F(CommitterTest, AddsUpPartsOfAFileWhateverTheirOrder) {
  Commit(Schools(10));
  Commit(Schools(10, 5, 3));
  EXPECT_THAT(Numerators(), SizeIs(13));

  Commit(Schools(1), {.shrink_allowed = true});
  Commit(Schools(10, 5, 3));
  Commit(Schools(10));
  EXPECT_THAT(Numerators(), SizeIs(13));
}

TEST_F(CommitterTest, DoesNotTouchAnLeaThatIsNotInTheFile) {
  Commit(Schools(10) + Schools(10, 5, 0, kNeighbor));

  const v1::Submission half = Commit(Schools(10, 6));

  EXPECT_EQ(half.state(), v1::Submission::STATE_COMMITTED);
  EXPECT_THAT(half.replacements(), SizeIs(1));
  EXPECT_THAT(Numerators(kNeighbor), SizeIs(10));
}

TEST_F(CommitterTest, SaysBeforeItCountsWhatAFileWouldReplace) {
  Commit(Schools(14));

  const v1::Submission cut = Commit(Schools(1), {.validate_only = true});
  const v1::Submission whole = Commit(Schools(14), {.validate_only = true});

  EXPECT_EQ(cut.state(), v1::Submission::STATE_REJECTED);
  ASSERT_THAT(cut.replacements(), SizeIs(1));
  EXPECT_EQ(cut.replacements(0).vanished_row_count(), 13);
  EXPECT_EQ(whole.state(), v1::Submission::STATE_COMMITTED);
  ASSERT_THAT(whole.replacements(), SizeIs(1));
  EXPECT_EQ(whole.replacements(0).vanished_row_count(), 0);
  EXPECT_EQ(store_->NewestRevision()->number, 1);
}

TEST_F(CommitterTest, HasNothingToReplaceAtFirst) {
  EXPECT_THAT(Commit(Schools(3)).replacements(), IsEmpty());
}

TEST_F(CommitterTest, CorrectsTheRowsOfTheFileAndNoOthers) {
  Commit(Schools(4));

  const v1::Submission corrected = Commit(Schools(1, 9, 2), {.corrects = true});

  EXPECT_EQ(corrected.state(), v1::Submission::STATE_COMMITTED) << corrected.rejection_message();
  ASSERT_THAT(corrected.replacements(), SizeIs(1));
  EXPECT_EQ(corrected.replacements(0).row_count(), 4);
  EXPECT_EQ(corrected.replacements(0).vanished_row_count(), 0);
  EXPECT_THAT(Numerators(), ElementsAre(5, 5, 9, 5));
}

TEST_F(CommitterTest, AddsTheNewRowsAndLeasOfACorrectingFile) {
  Commit(Schools(2));

  Commit(Schools(1, 9, 2) + Schools(1, 8, 0, kNeighbor), {.corrects = true});

  EXPECT_THAT(Numerators(), ElementsAre(5, 5, 9));
  EXPECT_THAT(Numerators(kNeighbor), ElementsAre(8));
}

TEST_F(CommitterTest, RefusesACorrectingFileWithoutAColumnThatIsStored) {
  Commit(Schools(2));

  const v1::Submission rejected = *TryCommit(
      absl::StrCat("cds,rtype,districtname,studentgroup,currnumer,currdenom,type,reportingyear\n",
                   "01611191000000,S,Alder Creek Unified,ALL,9,100,HS,2018\n"),
      {.corrects = true});

  EXPECT_EQ(rejected.state(), v1::Submission::STATE_REJECTED);
  EXPECT_EQ(rejected.rejection_message(),
            "the file cannot correct suspension 2018 of LEA 01611190000000: the file lacks the "
            "column currstatus, in which stored rows have values. Send the changed rows with the "
            "columns of the file that is stored");
  EXPECT_THAT(Numerators(), ElementsAre(5, 5));
}

TEST_F(CommitterTest, KeepsBothOfTwoCorrectionsAtOnce) {
  Commit(Schools(3));
  store_->BeforeCommit([this] {
    store_->BeforeCommit(nullptr);
    Commit(Schools(1, 8, 1), {.corrects = true});
  });

  const v1::Submission second = Commit(Schools(1, 9, 2), {.corrects = true});

  EXPECT_EQ(second.revision(), 3);
  EXPECT_THAT(Numerators(), ElementsAre(5, 8, 9));
}

TEST_F(CommitterTest, ComparesWithTheRevisionThatTheCommitFollows) {
  Commit(Schools(3));
  store_->BeforeCommit([this] {
    store_->BeforeCommit(nullptr);
    Commit(Schools(10));
  });

  const v1::Submission overtaken = Commit(Schools(3, 6));

  EXPECT_EQ(overtaken.rejection_reason(), v1::Submission::REJECTION_REASON_SHRINKS)
      << "of ten rows three are left";
  EXPECT_THAT(Numerators(), SizeIs(10));
}

TEST_F(CommitterTest, IsNotHinderedByCommitsOfOtherLeas) {
  Commit(Schools(3));
  int attempts = 0;
  std::function<void()> other = [&] {
    ++attempts;
    store_->BeforeCommit(nullptr);
    Commit(Schools(1, 8, 0, kNeighbor));
    store_->BeforeCommit(other);
  };
  store_->BeforeCommit(other);

  EXPECT_EQ(Commit(Schools(3, 6)).revision(), 3);
  EXPECT_EQ(attempts, 1);
}

TEST_F(CommitterTest, TheSameFileAgainMakesNoRevision) {
  EXPECT_FALSE(Commit(Schools(3)).unchanged());

  const v1::Submission again = Commit(Schools(3));

  EXPECT_TRUE(again.unchanged());
  EXPECT_EQ(again.revision(), 1);
  EXPECT_EQ(store_->NewestRevision()->number, 1);
}

TEST_F(CommitterTest, WhatTheSenderSaysOfTheSameRowsIsARevision) {
  Commit(Schools(3));

  const v1::Submission complete = Commit(Schools(3), {.claim = v1::COVERAGE_CLAIM_COMPLETE});

  EXPECT_FALSE(complete.unchanged()) << "what it lacks is not there: that is new";
  EXPECT_EQ(complete.revision(), 2);
  EXPECT_TRUE(Commit(Schools(3), {.claim = v1::COVERAGE_CLAIM_COMPLETE}).unchanged());
  EXPECT_TRUE(Commit(Schools(3), {.claim = v1::COVERAGE_CLAIM_PARTIAL}).unchanged())
      << "it speaks for rows that are stored so";
}

TEST_F(CommitterTest, ARowThatIsRefusedOfTheSameFileIsRememberedOnce) {
  const std::string refused = Schools(3) + Schools(1, 500, 7);  // More than the denominator.

  EXPECT_EQ(Commit(refused).revision(), 1);
  EXPECT_TRUE(Commit(refused).unchanged());
  EXPECT_FALSE(Commit(Schools(3) + Schools(1, 500, 8)).unchanged()) << "another row is unknown";
}

TEST_F(CommitterTest, GivesUpWhereOthersAreAlwaysFirst) {
  Commit(Schools(3));
  int numerator = 6;
  std::function<void()> rival = [&] {
    store_->BeforeCommit(nullptr);
    Commit(Schools(3, ++numerator));
    store_->BeforeCommit(rival);
  };
  store_->BeforeCommit(rival);

  EXPECT_THAT(TryCommit(Header() + Schools(1, 9), {.corrects = true}),
              test_util::IsError(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  store_->BeforeCommit(nullptr);
  EXPECT_THAT(Numerators(), ElementsAre(numerator, numerator, numerator));
}

// Programs of students of one LEA, of whom `first` is the first.
std::string Programs(int count, int first = 0) {
  std::string rows;
  for (int student = first; student < first + count; ++student) {
    absl::StrAppend(&rows, "SPRG^A^^0161119^0000001^2023-2024^", 1'000'000'000 + student, "^L",
                    student, "^^^^^181^^20230815^^^^^^^^^^\n");
  }
  return rows;
}

TEST_F(CommitterTest, RefusesStudentRecordsThatWereCut) {
  ASSERT_EQ(TryCommit(Programs(20))->state(), v1::Submission::STATE_COMMITTED);

  const v1::Submission cut = *TryCommit(Programs(10));
  const v1::Submission whole = *TryCommit(Programs(20));
  const v1::Submission smaller = *TryCommit(Programs(10), {.shrink_allowed = true});

  EXPECT_EQ(cut.rejection_reason(), v1::Submission::REJECTION_REASON_SHRINKS);
  EXPECT_THAT(cut.rejection_message(), HasSubstr("student-program 2024: 10 of 20 rows"));
  EXPECT_THAT(cut.certification(), IsEmpty());
  EXPECT_EQ(whole.certification(0).replaced_row_count(), 20);
  EXPECT_EQ(smaller.certification(0).replaced_row_count(), 20);
  EXPECT_EQ(smaller.replacements(0).vanished_row_count(), 10);
}

TEST_F(CommitterTest, RefusesTheRecordsOfOtherStudentsInThePlaceOfThose) {
  ASSERT_EQ(TryCommit(Programs(20))->state(), v1::Submission::STATE_COMMITTED);

  const v1::Submission second_half = *TryCommit(Programs(20, 20));
  const v1::Submission two_others = *TryCommit(Programs(20, 2));

  EXPECT_EQ(second_half.rejection_reason(), v1::Submission::REJECTION_REASON_SHRINKS);
  EXPECT_THAT(second_half.rejection_message(), HasSubstr("student-program 2024: 20 of 20 rows"));
  EXPECT_EQ(two_others.state(), v1::Submission::STATE_COMMITTED) << "a few go and come";
  EXPECT_EQ(two_others.replacements(0).vanished_row_count(), 2);
}

TEST_F(CommitterTest, DoesNotCorrectStudentRecords) {
  EXPECT_THAT(TryCommit(Programs(2), {.corrects = true}),
              test_util::IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST(TellReplacementsTest, ListsThoseThatLoseMostAndAddsUpTheRest) {
  std::vector<v1::Submission::Replacement> replacements(kMaxReplacements + 2);
  for (auto& replacement : replacements) {
    replacement.set_lea_cds(kDistrict);
    replacement.set_stored_row_count(10);
    replacement.set_row_count(9);
    replacement.set_vanished_row_count(1);
    replacement.set_vanished_group_count(1);
  }
  replacements.back().set_vanished_row_count(7);
  v1::Submission submission;

  TellReplacements(std::move(replacements), submission);

  ASSERT_THAT(submission.replacements(), SizeIs(kMaxReplacements + 1));
  EXPECT_EQ(submission.replacements(0).vanished_row_count(), 7);
  const auto& rest = *submission.replacements().rbegin();
  EXPECT_EQ(rest.lea_cds(), "");
  EXPECT_EQ(rest.stored_row_count(), 20);
  EXPECT_EQ(rest.row_count(), 18);
  EXPECT_EQ(rest.vanished_row_count(), 2);
  EXPECT_EQ(rest.vanished_group_count(), 2);
}

}  // namespace
}  // namespace sos::ingestion
