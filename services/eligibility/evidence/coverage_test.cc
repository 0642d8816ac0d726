// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/evidence/coverage.h"

#include <string>
#include <vector>

#include "common/education/proto.h"
#include "gtest/gtest.h"

namespace sos::eligibility {
namespace {

using ingestion::v1::FileCoverage;

constexpr auto kSuspension = ingestion::v1::COLLECTION_SUSPENSION;
constexpr auto kLea = ingestion::v1::RECORD_TYPE_LEA;
constexpr auto kCharter = ingestion::v1::RECORD_TYPE_CHARTER_SCHOOL;
constexpr auto kSchool = ingestion::v1::RECORD_TYPE_SCHOOL;
const CdsCode kAlder = *CdsCode::Parse("01611190000000");
const CdsCode kBirch = *CdsCode::Parse("01611270000000");
const CdsCode kElsewhere = *CdsCode::Parse("27661590000000");

// A snapshot of one collection of 2023.
class Loaded {
 public:
  explicit Loaded(ingestion::v1::Collection collection) {
    coverage_ = snapshot_.add_coverages();
    coverage_->set_collection(collection);
    coverage_->set_dashboard_year(2023);
  }

  // A file of county 01 with rows of these types and groups.
  FileCoverage& Add(const std::vector<ingestion::v1::RecordType>& types,
                    const std::vector<StudentGroup>& groups) {
    file_ = coverage_->add_files();
    file_->set_display_name("suspdownload2023.txt");
    FileCoverage& coverage = *file_->mutable_coverage();
    auto& area = *coverage.add_areas();
    area.add_county_codes("01");
    for (const auto type : types) area.add_record_types(type);
    for (const auto group : groups) area.add_student_groups(ToProto(group));
    return coverage;
  }
  void Refuse(const std::string& cds, education::v1::StudentGroup group, int64_t line) {
    auto& row = *file_->add_refused_rows();
    row.set_cds(cds);
    row.set_student_group(group);
    row.set_line(line);
  }

  Coverage Read() const { return Coverage(snapshot_); }

 private:
  ingestion::v1::Snapshot snapshot_;
  ingestion::v1::CollectionCoverage* coverage_;
  ingestion::v1::LoadedFile* file_ = nullptr;
};

const std::vector<StudentGroup> kGroups = {StudentGroup::kAll, StudentGroup::kHispanic,
                                           StudentGroup::kHomeless};

TEST(CoverageTest, CoversTheRecordTypesAndGroupsThatTheFileHoldsInItsCounties) {
  Loaded loaded(kSuspension);
  loaded.Add({kLea, kCharter}, kGroups);
  const Coverage coverage = loaded.Read();

  EXPECT_TRUE(coverage.ReachOf(kSuspension, 2023, kAlder, kLea).Covers(StudentGroup::kHomeless));
  EXPECT_TRUE(coverage.ReachOf(kSuspension, 2023, kAlder, kCharter).Covers(StudentGroup::kAll));
  const Reach no_group = coverage.ReachOf(kSuspension, 2023, kAlder, kLea);
  EXPECT_FALSE(no_group.Covers(StudentGroup::kFosterYouth));
  EXPECT_EQ(no_group.silence, Silence::kNoSuchGroup);
  const Reach no_type = coverage.ReachOf(kSuspension, 2023, kAlder, kSchool);
  EXPECT_FALSE(no_type.Covers());
  EXPECT_EQ(no_type.silence, Silence::kNoSuchEntities);
  const Reach no_county = coverage.ReachOf(kSuspension, 2023, kElsewhere, kLea);
  EXPECT_FALSE(no_county.Covers());
  EXPECT_EQ(no_county.silence, Silence::kElsewhere);
  EXPECT_EQ(coverage.ReachOf(kSuspension, 2022, kAlder, kLea).silence, Silence::kNotLoaded);
}

TEST(CoverageTest, TakesNothingFromASelectionOfRows) {
  Loaded loaded(kSuspension);
  loaded.Add({kLea}, kGroups).set_filter(FileCoverage::FILTER_COLORS);

  const Reach reach = loaded.Read().ReachOf(kSuspension, 2023, kAlder, kLea);

  EXPECT_FALSE(reach.Covers());
  EXPECT_EQ(reach.silence, Silence::kSelection);
}

TEST(CoverageTest, TakesAFileOfOneLeaForThatLeaOnly) {
  Loaded loaded(kSuspension);
  FileCoverage& file = loaded.Add({kLea}, kGroups);
  file.set_filter(FileCoverage::FILTER_ONE_LEA);
  file.add_lea_cds(kAlder.ToString());
  const Coverage coverage = loaded.Read();

  EXPECT_TRUE(coverage.ReachOf(kSuspension, 2023, kAlder, kLea).Covers(StudentGroup::kAll));
  EXPECT_FALSE(coverage.ReachOf(kSuspension, 2023, kBirch, kLea).Covers(StudentGroup::kAll));
}

TEST(CoverageTest, CoversCountiesWithoutRowsOnlyWhereTheFileIsStatewide) {
  Loaded loaded(kSuspension);
  loaded.Add({kLea}, kGroups).set_statewide(true);

  EXPECT_TRUE(
      loaded.Read().ReachOf(kSuspension, 2023, kElsewhere, kLea).Covers(StudentGroup::kAll));
}

TEST(CoverageTest, AddsUpWhatSeveralFilesCover) {
  Loaded loaded(kSuspension);
  loaded.Add({kLea}, kGroups);
  loaded.Add({kSchool}, kGroups);
  const Coverage coverage = loaded.Read();

  EXPECT_TRUE(coverage.ReachOf(kSuspension, 2023, kAlder, kLea).Covers(StudentGroup::kAll));
  EXPECT_TRUE(coverage.ReachOf(kSuspension, 2023, kAlder, kSchool).Covers(StudentGroup::kAll));
}

TEST(CoverageTest, ForgetsWhatEarlierFilesCoveredOfAnLeaThatWasReset) {
  Loaded loaded(kSuspension);
  loaded.Add({kLea, kSchool}, kGroups);
  loaded.Add({kLea}, kGroups).add_reset_lea_cds(kAlder.ToString());
  const Coverage coverage = loaded.Read();

  EXPECT_FALSE(coverage.ReachOf(kSuspension, 2023, kAlder, kSchool).Covers());
  EXPECT_TRUE(coverage.ReachOf(kSuspension, 2023, kAlder, kLea).Covers());
  EXPECT_TRUE(coverage.ReachOf(kSuspension, 2023, kBirch, kSchool).Covers());
}

TEST(CoverageTest, KnowsThatOnlyEnglishLearnersHaveProgress) {
  constexpr auto kProgress = ingestion::v1::COLLECTION_ENGLISH_LEARNER_PROGRESS;
  Loaded loaded(kProgress);
  loaded.Add({kLea}, {StudentGroup::kEnglishLearners});

  const Reach reach = loaded.Read().ReachOf(kProgress, 2023, kAlder, kLea);

  EXPECT_TRUE(reach.Covers(StudentGroup::kWhite));
  EXPECT_TRUE(reach.Covers(StudentGroup::kEnglishLearners));
  EXPECT_FALSE(reach.Covers(StudentGroup::kLongTermEnglishLearners));
}

TEST(CoverageTest, FindsARefusedRowByItsGroupItsEntityOrTheReachOfItsFile) {
  Loaded loaded(kSuspension);
  loaded.Add({kLea}, kGroups);
  loaded.Refuse(kAlder.ToString(), education::v1::STUDENT_GROUP_HOMELESS, 12);
  loaded.Refuse(kBirch.ToString(), education::v1::STUDENT_GROUP_UNSPECIFIED, 15);
  const Coverage coverage = loaded.Read();

  bool exactly = false;
  const RefusedPlace* const row =
      coverage.RefusedRowOf(kSuspension, 2023, kAlder, StudentGroup::kHomeless, &exactly);
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->line, 12);
  EXPECT_EQ(row->file, "suspdownload2023.txt");
  EXPECT_TRUE(exactly);
  EXPECT_EQ(coverage.RefusedRowOf(kSuspension, 2023, kAlder, StudentGroup::kHispanic), nullptr);
  EXPECT_NE(coverage.RefusedRowOf(kSuspension, 2023, kBirch, StudentGroup::kHispanic, &exactly),
            nullptr);
  EXPECT_FALSE(exactly);
}

TEST(CoverageTest, TakesARowThatNamesNobodyForAnybodyInItsCounties) {
  Loaded loaded(kSuspension);
  loaded.Add({kLea}, kGroups);
  loaded.Refuse("", education::v1::STUDENT_GROUP_UNSPECIFIED, 3);
  const Coverage coverage = loaded.Read();

  EXPECT_NE(coverage.RefusedRowOf(kSuspension, 2023, kAlder, StudentGroup::kAll), nullptr);
  EXPECT_EQ(coverage.RefusedRowOf(kSuspension, 2023, kElsewhere, StudentGroup::kAll), nullptr);
}

}  // namespace
}  // namespace sos::eligibility
