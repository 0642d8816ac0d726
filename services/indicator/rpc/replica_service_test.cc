// SPDX-License-Identifier: Apache-2.0

// What replicas do for each other.

#include <string>
#include <vector>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicator/rpc/in_process_test.h"
#include "services/indicator/students/replica_share_maker.h"
#include "services/indicator/students/share_codec.h"

namespace sos::indicator {
namespace {

using test_util::IsError;
using test_util::IsOk;
using ::testing::IsEmpty;
using ::testing::SizeIs;

replica::v1::StreamSharesRequest Absence() {
  replica::v1::StreamSharesRequest request;
  request.set_dashboard_year(2024);
  request.set_school_year(2024);
  request.add_indicators(education::v1::INDICATOR_CHRONIC_ABSENTEEISM);
  request.add_lea_cds(kDistrict);
  request.set_revision(1);
  return request;
}

InProcessIndicator::Streamed<replica::v1::StreamSharesResponse> StreamShares(
    InProcessIndicator& indicator, const replica::v1::StreamSharesRequest& request,
    const std::string& token = kToken) {
  return indicator.StreamShares(request, token);
}

TEST(ReplicaServiceTest, MakesTheSharesOfAnLeaForAnotherReplica) {
  InProcessIndicator indicator(AbsenceOfThreeStudents());
  const auto streamed = StreamShares(indicator, Absence());

  ASSERT_THAT(streamed.status, IsOk());
  ASSERT_THAT(streamed.messages, SizeIs(1));
  EXPECT_EQ(streamed.messages[0].lea_cds(), kDistrict);
  EXPECT_EQ(streamed.messages[0].indicator(), education::v1::INDICATOR_CHRONIC_ABSENTEEISM);
  const auto shares = DecodeShares(streamed.messages[0], 1);
  ASSERT_THAT(shares, IsOk());
  ASSERT_THAT(*shares, SizeIs(3));
  EXPECT_EQ((*shares)[1].student, 2);
  EXPECT_EQ((*shares)[1].days, 1800);
}

TEST(ReplicaServiceTest, AnswersForAnLeaWithoutRecordsToo) {
  InProcessIndicator indicator(AbsenceOfThreeStudents());
  replica::v1::StreamSharesRequest request = Absence();
  request.add_lea_cds(kNeighbor);
  const auto streamed = StreamShares(indicator, request);
  ASSERT_THAT(streamed.status, IsOk());
  EXPECT_THAT(streamed.messages, SizeIs(2)) << "whoever asks counts the answers";
}

TEST(ReplicaServiceTest, GivesSharesToNobodyElse) {
  InProcessIndicator indicator(AbsenceOfThreeStudents());
  for (const char* token : {"", "another token", "the replicas' own toke"}) {
    const auto streamed = StreamShares(indicator, Absence(), token);
    EXPECT_THAT(streamed.status, IsError(absl::StatusCode::kPermissionDenied, "REPLICAS_ONLY"))
        << token;
    EXPECT_THAT(streamed.messages, IsEmpty());
  }
}

TEST(ReplicaServiceTest, SaysWhatATaskLacks) {
  InProcessIndicator indicator(AbsenceOfThreeStudents());
  replica::v1::StreamSharesRequest no_rules = Absence();
  no_rules.set_dashboard_year(2020);
  EXPECT_THAT(StreamShares(indicator, no_rules).status, IsError(kNotFound, "RULEBOOK_NOT_FOUND"));
  replica::v1::StreamSharesRequest no_year = Absence();
  no_year.clear_school_year();
  replica::v1::StreamSharesRequest no_indicator = Absence();
  no_indicator.clear_indicators();
  replica::v1::StreamSharesRequest no_lea = Absence();
  no_lea.clear_lea_cds();
  replica::v1::StreamSharesRequest no_revision = Absence();
  no_revision.clear_revision();
  for (const replica::v1::StreamSharesRequest& request :
       {no_year, no_indicator, no_lea, no_revision}) {
    EXPECT_THAT(StreamShares(indicator, request).status, IsError(kInvalid, "FIELD_REQUIRED"))
        << request.ShortDebugString();
  }
}

TEST(ReplicaServiceTest, ChecksIndicatorsAndLeas) {
  InProcessIndicator indicator(AbsenceOfThreeStudents());
  replica::v1::StreamSharesRequest published_only = Absence();
  published_only.add_indicators(education::v1::INDICATOR_SCIENCE);
  EXPECT_THAT(StreamShares(indicator, published_only).status, IsError(kInvalid, "FIELD_INVALID"));
  replica::v1::StreamSharesRequest no_code = Absence();
  no_code.add_lea_cds("1");
  EXPECT_THAT(StreamShares(indicator, no_code).status, IsError(kInvalid, "FIELD_INVALID"));
  replica::v1::StreamSharesRequest many = Absence();
  while (many.lea_cds_size() < 1001) many.add_lea_cds(kNeighbor);
  EXPECT_THAT(StreamShares(indicator, many).status, IsError(kInvalid, "FIELD_INVALID"));
}

TEST(ReplicaServiceTest, WhereNoRecordsAreStoredTheRevisionIsNotWhatTheOtherReplicaSaw) {
  InProcessIndicator indicator;
  EXPECT_THAT(StreamShares(indicator, Absence()).status, IsError(kNotFound, "REVISION_NOT_FOUND"));
}

TEST(ReplicaServiceTest, SharesOfAnotherReplicaAreThoseMadeHere) {
  InProcessIndicator indicator(AbsenceOfThreeStudents());
  const records::Schools schools(std::vector<records::School>{{.cds = *CdsCode::Parse(kSchool)}});
  const ShareTask task{.rules = &indicator.rulebooks().Find(2024)->rules,
                       .school_year = 2024,
                       .indicators = {Indicator::kChronicAbsenteeism},
                       .schools = &schools,
                       .revision = {.number = 1}};
  const std::vector<std::string> leas = {kDistrict};
  const rpc::CallContext context(absl::InfiniteDuration(), "test");
  LocalShareMaker here(&indicator.stored);
  const auto made_here = here.Make(task, leas, context);
  ASSERT_THAT(made_here, IsOk());

  StoredPartitions nothing;
  LocalShareMaker unable(&nothing);
  ReplicaShareMaker replica(&indicator.replicas(), kToken, &unable);
  const auto made_there = replica.Make(task, leas, context);
  ASSERT_THAT(made_there, IsOk());
  EXPECT_EQ(*made_there, *made_here);

  ReplicaShareMaker refused(&indicator.replicas(), "another token", &here);
  const auto made_after_all = refused.Make(task, leas, context);
  ASSERT_THAT(made_after_all, IsOk());
  EXPECT_EQ(*made_after_all, *made_here) << "where no replica helps";
}

}  // namespace
}  // namespace sos::indicator
