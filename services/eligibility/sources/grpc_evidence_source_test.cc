// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/sources/grpc_evidence_source.h"

#include <string>
#include <utility>
#include <vector>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/sources/upstream_test.h"

namespace sos::eligibility {
namespace {

using test_util::IsError;
using test_util::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kLea[] = "99600020000000";

class GrpcEvidenceSourceTest : public testing::Test {
 protected:
  static EvidenceQuery QueryOf(std::vector<int> years, Program program = Program::kLcff) {
    const int last = years.back();
    return {.program = program,
            .years = std::move(years),
            .dashboard_year = last,
            .entities = {*CdsCode::Parse(kLea)},
            .revision = {.number = 7, .identity = "seventh"}};
  }

  absl::Status Load(const EvidenceQuery& query) { return source_.Load(query, call_).status(); }

  UpstreamIngestion& ingestion() { return upstream_.from_ingestion; }
  UpstreamIndicator& indicator() { return upstream_.from_indicator; }

  const rpc::CallContext call_{absl::Seconds(60), ""};
  Upstream upstream_;
  GrpcEvidenceSource source_{upstream_.ingestion_stub.get(), upstream_.indicator_stub.get()};
};

TEST_F(GrpcEvidenceSourceTest, AsksForTheYearsAndEntitiesAtTheRevision) {
  ASSERT_THAT(Load(QueryOf({2023, 2024})), IsOk());
  ASSERT_THAT(indicator().results_asked, SizeIs(1));
  const auto& results = indicator().results_asked[0];
  EXPECT_THAT(results.filter().dashboard_years(), ElementsAre(2023, 2024));
  EXPECT_THAT(results.filter().entities(), ElementsAre("entities/99600020000000"));
  EXPECT_EQ(results.revision_identity(), "seventh");
  EXPECT_TRUE(results.with_disclosures());
  ASSERT_THAT(ingestion().asked, SizeIs(1));
  EXPECT_THAT(ingestion().asked[0].filter().lea_cds(), ElementsAre(kLea));
  ASSERT_THAT(ingestion().snapshots, SizeIs(1));
  EXPECT_EQ(ingestion().snapshots[0].revision_identity(), "seventh");
}

TEST_F(GrpcEvidenceSourceTest, ReadsAYearOnceForAllQueriesThatLookAtIt) {
  ASSERT_THAT(Load(QueryOf({2023, 2024})), IsOk());
  ASSERT_THAT(Load(QueryOf({2024, 2025})), IsOk());
  ASSERT_THAT(Load(QueryOf({2023, 2024})), IsOk());
  ASSERT_THAT(indicator().results_asked, SizeIs(2));
  EXPECT_THAT(indicator().results_asked[1].filter().dashboard_years(), ElementsAre(2025));
  ASSERT_THAT(ingestion().asked, SizeIs(2));
  EXPECT_THAT(ingestion().snapshots, SizeIs(1));
}

TEST_F(GrpcEvidenceSourceTest, OfAnotherRevisionNothingIsReadYet) {
  ASSERT_THAT(Load(QueryOf({2024})), IsOk());
  EvidenceQuery newer = QueryOf({2024});
  newer.revision = {.number = 8, .identity = "eighth"};
  ASSERT_THAT(Load(newer), IsOk());
  EXPECT_THAT(indicator().results_asked, SizeIs(2));
  EXPECT_THAT(ingestion().snapshots, SizeIs(2));
}

TEST_F(GrpcEvidenceSourceTest, PreparesAllYearsInOneCallToEachService) {
  const std::vector<EvidenceQuery> queries = {QueryOf({2023, 2024}), QueryOf({2024, 2025})};
  ASSERT_THAT(source_.Prepare(queries, call_), IsOk());
  for (const EvidenceQuery& query : queries) ASSERT_THAT(Load(query), IsOk());
  ASSERT_THAT(indicator().results_asked, SizeIs(1));
  EXPECT_THAT(indicator().results_asked[0].filter().dashboard_years(),
              ElementsAre(2023, 2024, 2025));
  EXPECT_THAT(ingestion().asked, SizeIs(1));
}

TEST_F(GrpcEvidenceSourceTest, DoesNotPrepareTheSchoolsOfAWholeState) {
  EvidenceQuery schools = QueryOf({2023, 2024}, Program::kEssa);
  schools.entities.clear();
  ASSERT_THAT(source_.Prepare({schools}, call_), IsOk());
  EXPECT_THAT(indicator().results_asked, IsEmpty());
  EvidenceQuery leas = QueryOf({2023, 2024});
  leas.entities.clear();
  ASSERT_THAT(source_.Prepare({leas}, call_), IsOk());
  EXPECT_THAT(indicator().results_asked, SizeIs(1)) << "its LEAs have room";
}

TEST_F(GrpcEvidenceSourceTest, ResultsUnderChangesAreNotKeptForOthers) {
  EvidenceQuery changed = QueryOf({2024});
  changed.changes.emplace_back().set_name("entities/99600020000000/results/2024-susp-hom");
  ASSERT_THAT(Load(changed), IsOk());
  ASSERT_THAT(Load(QueryOf({2024})), IsOk());
  ASSERT_THAT(indicator().results_asked, SizeIs(2));
  EXPECT_EQ(indicator().results_asked[0].changes_size(), 1);
  EXPECT_EQ(indicator().results_asked[1].changes_size(), 0);
  EXPECT_THAT(ingestion().asked, SizeIs(1)) << "lists are the same";
}

TEST_F(GrpcEvidenceSourceTest, APlanLooksAtAllSchoolsOfItsLea) {
  ASSERT_THAT(Load(QueryOf({2024}, Program::kLcap)), IsOk());
  EXPECT_THAT(indicator().results_asked[0].filter().leas(), ElementsAre("entities/99600020000000"));
  EXPECT_THAT(indicator().results_asked[0].filter().entities(), IsEmpty());
}

TEST_F(GrpcEvidenceSourceTest, TheEquityMultiplierLooksAtNoResults) {
  ASSERT_THAT(Load(QueryOf({2024}, Program::kEquityMultiplier)), IsOk());
  EXPECT_THAT(indicator().results_asked, IsEmpty());
  EXPECT_THAT(ingestion().asked, SizeIs(1));
}

TEST_F(GrpcEvidenceSourceTest, WhatTheRequestBroughtAlongIsTheCallersMistake) {
  indicator().ends = absl::InvalidArgumentError("no such result");
  EXPECT_THAT(Load(QueryOf({2024})), IsError(absl::StatusCode::kInvalidArgument, "INPUT_REFUSED"));
}

TEST_F(GrpcEvidenceSourceTest, NothingIsKeptOfAStreamThatBreaksOff) {
  indicator().ends = absl::UnavailableError("down");
  EXPECT_THAT(Load(QueryOf({2024})),
              IsError(absl::StatusCode::kUnavailable, "UPSTREAM_UNAVAILABLE"));
  indicator().ends = absl::OkStatus();
  ASSERT_THAT(Load(QueryOf({2024})), IsOk());
  EXPECT_THAT(indicator().results_asked, SizeIs(2));
}

TEST_F(GrpcEvidenceSourceTest, ADamagedPartitionIsAnErrorAndNotAMissingFile) {
  auto& partition = *ingestion().response.add_partitions();
  partition.set_lea_cds("damaged");
  partition.set_collection(ingestion::v1::COLLECTION_LCFF_ASSISTANCE);
  EXPECT_EQ(Load(QueryOf({2024})).code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace sos::eligibility
