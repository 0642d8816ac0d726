// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_RPC_IN_PROCESS_TEST_H_
#define SOS_SERVICES_ELIGIBILITY_RPC_IN_PROCESS_TEST_H_

#include <memory>
#include <string>
#include <vector>

#include "common/cache/memory_cache.h"
#include "common/rpc/grpc_status.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "services/eligibility/rpc/eligibility_service.h"
#include "services/eligibility/rulebooks/rulebook_files.h"
#include "services/eligibility/sources/fake_detail_source.h"
#include "services/eligibility/sources/fake_evidence_source.h"
#include "services/ingestion/client/fake_revisions.h"

namespace sos::eligibility {

using Stub = v1::EligibilityService::Stub;

inline constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
inline constexpr auto kNotFound = absl::StatusCode::kNotFound;
inline constexpr auto kUnavailable = absl::StatusCode::kUnavailable;

inline constexpr int kYear = 2024;
inline constexpr char kQuiet[] = "99600010000000";
inline constexpr char kStruggling[] = "99600020000000";

// A district of which everything is known in that year and nothing is remarkable.
inline void AddQuietDistrict(const std::string& code, Evidence& evidence,
                             int dashboard_year = kYear) {
  const CdsCode cds = *CdsCode::Parse(code);
  EntityHistory& history = evidence.histories[cds];
  history.cds = cds;
  EntityYear& year = history.years[dashboard_year];
  year.default_evidence.fill({.origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)});
  for (const int priority : {1, 2, 3, 6, 7}) year.local_ratings[priority] = LocalRating::kMet;
  year.late_certification = Outcome::kNotMet;
  evidence.entities[cds].set_name("entities/" + code);
  evidence.entities[cds].set_type(education::v1::ENTITY_TYPE_DISTRICT);
  evidence.entities_of_year.insert(cds);
}

inline void SetColor(const std::string& code, StudentGroup group, Indicator indicator, Color color,
                     Evidence& evidence) {
  EntityYear& year = evidence.histories[*CdsCode::Parse(code)].years[kYear];
  const auto [found, added] = year.groups.try_emplace(group, year.default_evidence);
  found->second[static_cast<size_t>(indicator)] = {.origin = Origin::kResult,
                                                   .colors = Bit(static_cast<int>(color)),
                                                   .status_levels = Bit(static_cast<int>(color))};
}

// The group is Red in absence and in suspension: priorities 5 and 6.
inline void MakeEligible(const std::string& code, StudentGroup group, Evidence& evidence) {
  SetColor(code, group, Indicator::kChronicAbsenteeism, Color::kRed, evidence);
  SetColor(code, group, Indicator::kSuspension, Color::kRed, evidence);
}

inline v1::DeterminationFilter FilterOfYear(int dashboard_year,
                                            v1::Program program = v1::PROGRAM_LCFF) {
  v1::DeterminationFilter filter;
  filter.set_program(program);
  filter.set_dashboard_year(dashboard_year);
  return filter;
}

// The handlers, over gRPC within the process, on a small county of two districts: one is quiet, and
// one is eligible for LCFF assistance in 2024 by its homeless students.
class EligibilityRpcTest : public testing::Test {
 protected:
  EligibilityRpcTest() {
    AddQuietDistrict(kQuiet, evidence_.evidence);
    AddQuietDistrict(kStruggling, evidence_.evidence);
    MakeEligible(kStruggling, StudentGroup::kHomeless, evidence_.evidence);
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    stub_ = v1::EligibilityService::NewStub(server_->InProcessChannel({}));
  }

  template <typename Response, typename Request, typename Method>
  absl::StatusOr<Response> Call(Method method, const Request& request) {
    grpc::ClientContext context;
    Response response;
    const absl::Status status =
        rpc::FromGrpcStatus(((*stub_).*method)(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  // The messages of a stream and how it ended.
  template <typename Response>
  struct Streamed {
    std::vector<Response> messages;
    absl::Status status;
  };
  template <typename Response, typename Request, typename Method>
  Streamed<Response> Stream(Method method, const Request& request) {
    grpc::ClientContext context;
    const auto reader = ((*stub_).*method)(&context, request);
    Streamed<Response> streamed;
    Response response;
    while (reader->Read(&response)) streamed.messages.push_back(response);
    streamed.status = rpc::FromGrpcStatus(reader->Finish());
    return streamed;
  }

  FakeEvidenceSource evidence_;
  FakeDetailSource details_;
  FakeRevisions revisions_;
  MemoryCache cache_{size_t{1} << 20};
  const RulebookLibrary rulebooks_ = *RulebookLibrary::Load(RulebookFiles());
  EligibilityService service_{{.evidence = &evidence_,
                               .details = &details_,
                               .revisions = &revisions_,
                               .cache = &cache_,
                               .rulebooks = &rulebooks_},
                              {}};
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::EligibilityService::Stub> stub_;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_RPC_IN_PROCESS_TEST_H_
