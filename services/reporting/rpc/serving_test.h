// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_RPC_SERVING_TEST_H_
#define SOS_SERVICES_REPORTING_RPC_SERVING_TEST_H_

#include <memory>
#include <string>

#include "common/cache/memory_cache.h"
#include "common/rpc/grpc_status.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "services/ingestion/client/fake_revisions.h"
#include "services/reporting/rpc/reporting_service.h"
#include "services/reporting/sources/fake_report_source.h"
#include "services/reporting/sources/fake_rules_in_force.h"

namespace sos::reporting {

inline constexpr char kDistrict[] = "99600020000000";

// For tests: the service, over gRPC within the process, on fakes of the three services below. One
// district is known, with differentiated assistance in 2024.
class Serving : public testing::Test {
 protected:
  Serving() {
    education::v1::Entity& entity = source_.entities[*CdsCode::Parse(kDistrict)];
    entity.set_name(std::string("entities/") + kDistrict);
    entity.set_display_name("Synthetic Unified");
    entity.set_type(education::v1::ENTITY_TYPE_DISTRICT);
    eligibility::v1::Determination& determination = source_.determinations.emplace_back();
    determination.set_program(eligibility::v1::PROGRAM_LCFF);
    determination.set_dashboard_year(2024);
    determination.set_status("Differentiated Assistance");
    determination.set_eligibility(eligibility::v1::OUTCOME_MET);
    *determination.mutable_entity() = entity;
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    stub_ = v1::ReportingService::NewStub(server_->InProcessChannel({}));
  }

  // Two results of the district: all of its students and its English learners in suspension.
  void AddResult() {
    indicator::v1::ResultBlock& block = source_.results.emplace_back();
    block.set_dashboard_year(2024);
    block.set_indicator(education::v1::INDICATOR_SUSPENSION);
    *block.add_entities() = source_.entities.at(*CdsCode::Parse(kDistrict));
    for (const auto group :
         {education::v1::STUDENT_GROUP_ALL, education::v1::STUDENT_GROUP_ENGLISH_LEARNERS}) {
      block.add_entity_indexes(0);
      block.add_student_groups(group);
      block.add_current_denominators(500);
      block.add_current_size_met(true);
    }
  }

  FakeReportSource source_;
  FakeRevisions revisions_;
  FakeRulesInForce rules_;
  MemoryCache cache_{size_t{1} << 20};
  ReportingService service_{{.source = &source_,
                             .revisions = &revisions_,
                             .cache = &cache_,
                             .rules = &rules_,
                             .worker_count = 1},
                            {}};
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::ReportingService::Stub> stub_;
};

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_RPC_SERVING_TEST_H_
