// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/loaded_files.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/digest/sha256.h"
#include "common/memory/memory_budget.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/files/committer.h"
#include "services/ingestion/files/read_cost.h"
#include "services/ingestion/store/fake_store.h"

namespace sos::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kColumns[] =
    "cds,rtype,districtname,studentgroup,currnumer,currdenom,currstatus,type,reportingyear\n";

// A row of a district in the suspension file of 2018.
std::string District(const std::string& cds, const std::string& group,
                     const std::string& denominator = "100") {
  return absl::StrCat(cds, ",D,Alder Creek Unified,", group, ",5,", denominator, ",5.0,UD,2018\n");
}

constexpr char kAlderCode[] = "01611190000000";
constexpr char kBirchCode[] = "01611270000000";

// Two LEAs, so that the file covers its county.
std::string TwoDistricts(const std::string& denominator = "100") {
  std::string rows;
  for (const char* const group : {"ALL", "HI", "SED"}) {
    absl::StrAppend(&rows, District(kAlderCode, group),
                    District(kBirchCode, group, group == std::string("HI") ? denominator : "100"));
  }
  return rows;
}

class LoadedFilesTest : public ::testing::Test {
 protected:
  v1::Submission Commit(const std::string& rows,
                        v1::CoverageClaim claim = v1::COVERAGE_CLAIM_UNSPECIFIED) {
    v1::Submission asked;
    asked.set_display_name("suspdownload2018.csv");
    asked.set_coverage_claim(claim);
    const std::string name = store_.CreateSubmission(asked, "")->name();
    EXPECT_THAT(store_.AppendBytes(name, 0, kColumns + rows), test_util::IsOk());
    static const auto* const kNoLayouts = new RecordLayouts();
    const auto anything = [](const PartitionKey&) { return absl::OkStatus(); };
    return *CommitUpload(
        store_, *kNoLayouts, name,
        {.read_memory = read_memory_, .loaded_files = &reader_, .may_commit = anything});
  }

  // The files of the only collection and year, at a revision.
  std::vector<v1::LoadedFile> Files(int64_t revision = 0) {
    v1::Snapshot snapshot = *store_.GetSnapshot({.number = revision});
    (*reader_.At(RevisionIn(snapshot)))->TellTo(snapshot);
    EXPECT_THAT(snapshot.coverages(), SizeIs(1));
    const auto& files = snapshot.coverages(0).files();
    return {files.begin(), files.end()};
  }
  std::vector<int64_t> RefusedLines(int64_t revision = 0) {
    std::vector<int64_t> lines;
    for (const v1::LoadedFile& file : Files(revision)) {
      for (const v1::RefusedRow& row : file.refused_rows()) lines.push_back(row.line());
    }
    return lines;
  }

  FakeStore store_;
  LoadedFilesReader reader_{&store_};
  MemoryBudget read_memory_{kDefaultReadMemoryBytes};
};

TEST_F(LoadedFilesTest, SaysFromWhichFileACollectionIsAndWhatItCovers) {
  Commit(TwoDistricts());

  const std::vector<v1::LoadedFile> files = Files();

  ASSERT_THAT(files, SizeIs(1));
  EXPECT_EQ(files[0].display_name(), "suspdownload2018.csv");
  EXPECT_EQ(files[0].revision(), 1);
  EXPECT_THAT(files[0].coverage().areas(0).county_codes(), ElementsAre("01"));
  EXPECT_EQ(files[0].coverage().row_count(), 6);
}

TEST_F(LoadedFilesTest, NamesAPublishedFileByTheDigestOfItsBytes) {
  const v1::Submission committed = Commit(TwoDistricts());
  EXPECT_EQ(Files()[0].content_digest(), Sha256Hex(kColumns + TwoDistricts()));
  EXPECT_EQ(Files()[0].content_digest(), committed.content_digest());
}

TEST(LoadedFilesDigestTest, IsEmptyWhereItIsNotKnownAndForFilesOfAgencies) {
  const auto digest_of = [](v1::Collection collection, const std::string& digest) {
    v1::Submission committed;
    committed.set_content_digest(digest);
    committed.add_coverages()->set_collection(collection);
    LoadedFiles files;
    files.Add(committed);
    v1::Snapshot snapshot;
    snapshot.add_coverages()->set_collection(collection);
    files.TellTo(snapshot);
    EXPECT_THAT(snapshot.coverages(0).files(), SizeIs(1));
    return snapshot.coverages(0).files(0).content_digest();
  };
  EXPECT_EQ(digest_of(v1::COLLECTION_SUSPENSION, ""), "") << "stored by an older version";
  EXPECT_EQ(digest_of(v1::COLLECTION_SUSPENSION, "0123"), "0123");
  EXPECT_EQ(digest_of(v1::COLLECTION_STUDENT_ENROLLMENT, "0123"), "");
}

TEST_F(LoadedFilesTest, KeepsARefusedRowOpenUntilALaterFileHasIt) {
  Commit(TwoDistricts("a hundred"));
  EXPECT_THAT(RefusedLines(), ElementsAre(5));

  const v1::Submission unrelated = Commit(District(kAlderCode, "WH"), v1::COVERAGE_CLAIM_PARTIAL);
  EXPECT_THAT(unrelated.settled_rows(), IsEmpty());
  EXPECT_THAT(RefusedLines(), ElementsAre(5));

  const v1::Submission mended = Commit(District(kBirchCode, "HI"), v1::COVERAGE_CLAIM_PARTIAL);
  EXPECT_THAT(mended.settled_rows(), SizeIs(1));
  EXPECT_THAT(RefusedLines(), IsEmpty());
  EXPECT_THAT(RefusedLines(1), ElementsAre(5)) << "as the first revision knew it";
}

TEST_F(LoadedFilesTest, SettlesARefusedRowByAFileThatCoversItsPlaceAndLacksIt) {
  Commit(TwoDistricts("a hundred"));
  std::string without;
  for (const char* const group : {"ALL", "HI", "SED"}) {
    without += District(kAlderCode, group);
    if (group != std::string("HI")) without += District(kBirchCode, group);
  }

  Commit(without);

  EXPECT_THAT(RefusedLines(), IsEmpty());
}

TEST_F(LoadedFilesTest, MakesARevisionOfAFileThatOnlyCoversMore) {
  Commit(TwoDistricts());
  EXPECT_TRUE(Commit(TwoDistricts()).unchanged());

  const v1::Submission claimed = Commit(TwoDistricts(), v1::COVERAGE_CLAIM_COMPLETE);

  EXPECT_FALSE(claimed.unchanged());
  EXPECT_EQ(claimed.revision(), 2);
  EXPECT_TRUE(Files().back().coverage().statewide());
}

TEST_F(LoadedFilesTest, ReadsTheCoverageOfOldSubmissionsFromTheirRows) {
  const v1::Submission committed = Commit(TwoDistricts());
  LoadedFiles files;
  v1::Submission old = committed;
  old.clear_coverages();
  files.Add(old);

  EXPECT_TRUE(files.LearnFrom(committed)) << "what is not kept is not known";
  EXPECT_FALSE((*reader_.At({.number = 1, .identity = committed.revision_identity()}))
                   ->LearnFrom(committed));
}

}  // namespace
}  // namespace sos::ingestion
