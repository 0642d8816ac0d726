// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/client/estimate_publication.h"

#include <string>

#include "common/revision/revision.h"
#include "gtest/gtest.h"
#include "sos/ingestion/v1/ingestion_service.pb.h"

namespace sos {
namespace {

PublishedEstimates PublishedIn(
    const std::string& cell,
    ingestion::v1::Collection collection = ingestion::v1::COLLECTION_ESTIMATE_PUBLICATION) {
  ingestion::v1::Partition partition;
  partition.set_collection(collection);
  partition.set_lea_cds("01611190000000");
  partition.set_dashboard_year(2025);
  for (const char* const name : {"CDS", "Publish Estimates"}) {
    partition.mutable_records()->add_columns(name);
  }
  auto& record = *partition.mutable_records()->add_records();
  record.add_cells("01611190000000");
  record.add_cells(cell);
  PublishedEstimates published;
  AddPublished(partition, published);
  return published;
}

TEST(EstimatePublicationTest, AYesPublishesTheLeaAndYear) {
  for (const char* const yes : {"Y", "yes", "TRUE", "1"}) {
    EXPECT_EQ(PublishedIn(yes), (PublishedEstimates{{"01611190000000", 2025}})) << yes;
  }
}

TEST(EstimatePublicationTest, WhateverIsNoYesPublishesNothing) {
  for (const char* const no : {"N", "", "maybe", "0"}) {
    EXPECT_TRUE(PublishedIn(no).empty()) << no;
  }
  EXPECT_TRUE(PublishedIn("Y", ingestion::v1::COLLECTION_CENSUS_ENROLLMENT).empty());
  ingestion::v1::Partition without;
  without.set_collection(ingestion::v1::COLLECTION_ESTIMATE_PUBLICATION);
  PublishedEstimates published;
  AddPublished(without, published);
  EXPECT_TRUE(published.empty());
}

TEST(EstimatePublicationTest, OnlyARowOfTheLeaItselfPublishes) {
  ingestion::v1::Partition partition;
  partition.set_collection(ingestion::v1::COLLECTION_ESTIMATE_PUBLICATION);
  partition.set_lea_cds("01611190000000");
  partition.set_dashboard_year(2025);
  for (const char* const name : {"CDS", "Publish Estimates"}) {
    partition.mutable_records()->add_columns(name);
  }
  const auto add = [&](const char* cds, const char* answer) {
    auto& record = *partition.mutable_records()->add_records();
    record.add_cells(cds);
    record.add_cells(answer);
    PublishedEstimates published;
    AddPublished(partition, published);
    return !published.empty();
  };
  EXPECT_FALSE(add("01611190000001", "Y")) << "a school";
  EXPECT_TRUE(add("1611190000000", "Y")) << "whose first zero a spreadsheet has dropped";
  EXPECT_FALSE(add("01611190000000", "N")) << "who says no, too";
}

TEST(RevisionViewTest, AViewHasTheLeasAndCountiesOfItsCaller) {
  const Revision revision{.number = 3, .identity = "0123456789abcdef0123456789abcdef"};
  const Revision view = PublicViewOf(AfterDeletion(revision, 17), {"19", "99600020000000"});
  EXPECT_TRUE(ViewHas(view, "99600020000000"));
  EXPECT_TRUE(ViewHas(view, "19647330000000")) << "of the county";
  EXPECT_FALSE(ViewHas(view, "99600030000000"));
  EXPECT_FALSE(ViewHas(view, "17643210000000")) << "the number of a deletion is no county";
  EXPECT_FALSE(ViewHas(PublicViewOf(revision), "99600020000000"));
  EXPECT_EQ(DeletionIn(view), 17);
  EXPECT_EQ(DeletionIn(revision), 0);
  EXPECT_EQ(ViewOf(view), "-public-19-99600020000000");
  EXPECT_EQ(WithoutView(view), AfterDeletion(revision, 17));
  EXPECT_EQ(WholeOf(view), revision);
}

TEST(RevisionViewTest, RequestsPassTheViewOnAndAnswersNameTheRevision) {
  const Revision revision{.number = 3, .identity = "0123456789abcdef0123456789abcdef"};
  const Revision view = PublicViewOf(revision);
  EXPECT_TRUE(IsPublicView(view));
  EXPECT_FALSE(IsPublicView(revision));
  EXPECT_NE(view, revision) << "what is kept under one answers nobody who has the other";
  EXPECT_EQ(PublicViewOf(view), view);
  EXPECT_EQ(WholeOf(view), revision);
  ingestion::v1::GetRevisionRequest request;
  SetRevision(view, request);
  EXPECT_EQ(RevisionIn(request), view);
  ingestion::v1::Revision answer;
  SetRevision(view, answer);
  EXPECT_EQ(RevisionIn(answer), revision);
}

}  // namespace
}  // namespace sos
