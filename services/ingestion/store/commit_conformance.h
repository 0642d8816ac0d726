// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_STORE_COMMIT_CONFORMANCE_H_
#define SOS_SERVICES_INGESTION_STORE_COMMIT_CONFORMANCE_H_

#include "services/ingestion/store/store_conformance.h"

// The part of the suite of every Store that is about what a commit changes: revisions and entities.
namespace sos::ingestion {

TEST_P(StoreConformanceTest, EqualContentsKeepTheirRevision) {
  CommitRows({{kAlameda, 1}, {kAlbany, 2}});
  const Revision second = RevisionIn(CommitRows({{kAlameda, 3}}));

  const v1::Submission again = CommitRows({{kAlameda, 3}});

  EXPECT_EQ(again.state(), v1::Submission::STATE_COMMITTED);
  EXPECT_TRUE(again.unchanged());
  EXPECT_EQ(RevisionIn(again), second);
  EXPECT_EQ(again.partition_count(), 1);
  EXPECT_EQ(*store_->NewestRevision(), second);
  EXPECT_TRUE(store_->GetSubmission(again.name())->unchanged()) << "it is remembered";
  EXPECT_TRUE(CommitRows({{kAlbany, 2}}).unchanged()) << "whichever revision wrote it";
  EXPECT_THAT(Partitions(0), ::testing::ElementsAre("01611190000000:3@2", "01611270000000:2@1"));
}

TEST_P(StoreConformanceTest, TheSameContentsAreNewAgainOnceOthersStoodInTheirPlace) {
  CommitRows({{kAlameda, 1}});
  CommitRows({{kAlameda, 2}});

  const v1::Submission first_again = CommitRows({{kAlameda, 1}});

  EXPECT_FALSE(first_again.unchanged());
  EXPECT_EQ(first_again.revision(), 3);
  EXPECT_FALSE(CommitRows({{kAlameda, 1}, {kAlbany, 1}}).unchanged()) << "a part of it is new";
}

TEST_P(StoreConformanceTest, MakesARevisionOfEqualContentsWhereOneIsWanted) {
  CommitRows({{kAlameda, 1}});
  const PartitionBuilder rows = Rows({{kAlameda, 1}});

  const v1::Submission again = *store_->Commit({.submission = *store_->GetSubmission(Create()),
                                                .partitions = &rows.partitions(),
                                                .entities = &rows.entities(),
                                                .always_a_revision = true});

  EXPECT_EQ(again.revision(), 2);
}

TEST_P(StoreConformanceTest, AFileThatLacksAnAttributeTakesItFromNoEntity) {
  CommitEntity({.cds = kAlameda, .district = "Valley Unified", .county = "Alameda"});

  CommitEntity({.collection = Collection::kLocalPriority1, .cds = kAlameda, .district = "Valley"});

  const v1::EntityRecord record = *store_->GetEntity(*CdsCode::Parse(kAlameda), {});
  EXPECT_EQ(record.entity().county_name(), "Alameda");
  EXPECT_EQ(record.entity().display_name(), "Valley Unified") << "the indicator file comes first";
  ASSERT_EQ(record.sources_size(), 3);
  EXPECT_EQ(record.sources(0).attribute(), v1::AttributeSource::ATTRIBUTE_DISPLAY_NAME);
  EXPECT_EQ(record.sources(0).collection(), v1::COLLECTION_GRADUATION);
  EXPECT_EQ(record.sources(0).dashboard_year(), 2022);
}

TEST_P(StoreConformanceTest, ALaterFileOfTheSameCollectionAndYearRenames) {
  CommitEntity({.cds = kAlameda, .district = "Old Unified", .county = "Alameda"});
  CommitEntity({.cds = kAlameda, .district = "New Unified", .numerator = 2});

  const v1::EntityRecord record = *store_->GetEntity(*CdsCode::Parse(kAlameda), {});
  EXPECT_EQ(record.entity().display_name(), "New Unified");
  EXPECT_EQ(record.entity().county_name(), "Alameda") << "it does not say another";
  EXPECT_EQ(store_->GetEntity(*CdsCode::Parse(kAlameda), {.number = 1})->entity().display_name(),
            "Old Unified")
      << "as that revision knew it";
}

TEST_P(StoreConformanceTest, LetsAFileOfAnAgencyDescribeOnlyWhatNobodyHasDescribed) {
  CommitRows({{"01611190000000", 1}});
  PartitionBuilder rows;
  for (const char* cds : {"01611190000000", "01611270000000"}) {
    MeasureRow row;
    row.header.cds = *CdsCode::Parse(cds);
    row.header.district_name = "=HYPERLINK()";
    row.header.collection = Collection::kGraduation;
    row.header.dashboard_year = 2022;
    rows.OnMeasure(row);
  }
  ASSERT_THAT(store_->Commit({.submission = *store_->GetSubmission(Create()),
                              .partitions = &rows.partitions(),
                              .entities = &rows.entities(),
                              .from_agency = true}),
              test_util::IsOk());

  EXPECT_EQ(store_->GetEntity(*CdsCode::Parse("01611190000000"), {})->entity().display_name(),
            "Valley Unified");
  EXPECT_EQ(store_->GetEntity(*CdsCode::Parse("01611270000000"), {})->entity().display_name(),
            "=HYPERLINK()");
}

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_STORE_COMMIT_CONFORMANCE_H_
