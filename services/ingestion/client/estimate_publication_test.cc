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
