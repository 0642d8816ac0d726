// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/sources/grpc_detail_source.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/education/proto.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/eligibility/convert/determination.h"
#include "services/eligibility/errors.h"
#include "services/eligibility/evidence/program_inputs.h"

namespace sos::eligibility {
namespace {

void AddFacts(const indicator::v1::ResultBlock& block, Facts& facts) {
  const std::optional<Indicator> indicator = FromProto(block.indicator());
  for (int i = 0; indicator && i < block.entity_indexes_size(); ++i) {
    const std::optional<StudentGroup> group = FromProto(block.student_groups(i));
    if (!group) continue;
    const std::string name = ResultName(block.entities(block.entity_indexes(i)).name(),
                                        block.dashboard_year(), *indicator, *group);
    v1::Fact& fact = facts[name];
    fact.set_result(name);
    fact.set_change_level(block.change_levels(i));
    fact.set_box(block.boxes(i));
    fact.set_current_numerator(block.current_numerators(i));
    fact.set_current_denominator(block.current_denominators(i));
    fact.set_prior_numerator(block.prior_numerators(i));
    fact.set_prior_denominator(block.prior_denominators(i));
  }
}

void AddDistances(const indicator::v1::ResultCrossings& result, v1::Fact& fact) {
  for (const auto& crossing : result.crossings()) {
    v1::ColorDistance& distance = *fact.add_distances();
    distance.set_color(crossing.color());
    distance.set_status_level(crossing.status_level());
    distance.set_student_count(crossing.student_count());
    if (crossing.tenths() != 0) {
      distance.mutable_points()->set_value(ToString(Tenths{crossing.tenths()}));
    }
  }
}

}  // namespace

absl::StatusOr<Crossings> GrpcDetailSource::LoadCrossings(const EvidenceQuery& query,
                                                          bool next_year,
                                                          const rpc::CallContext& context) {
  indicator::v1::StreamCrossingsRequest request;
  SetRevision(query.revision, request);
  request.set_for_next_year(next_year);
  indicator::v1::ResultFilter& filter = *request.mutable_filter();
  filter.add_dashboard_years(query.dashboard_year);
  for (const CdsCode& entity : query.entities) {
    filter.add_entities(EntityName(entity));
  }
  *filter.mutable_counties() = {query.counties.begin(), query.counties.end()};
  filter.set_lea_rows_only(InputsOf(query.program).lea_rows_only);
  Crossings crossings;
  const auto client_context = context.NewClientContext();
  const auto reader = indicator_->StreamCrossings(client_context.get(), request);
  indicator::v1::StreamCrossingsResponse response;
  while (reader->Read(&response)) {
    for (auto& result : *response.mutable_results()) {
      const std::optional<CdsCode> cds = ParseEntityName(result.entity().name());
      if (cds) crossings[*cds].push_back(std::move(result));
    }
  }
  SOS_RETURN_IF_ERROR(
      errors::FromUpstream(rpc::FromGrpcStatus(reader->Finish()), "indicator", query.revision));
  return crossings;
}

absl::StatusOr<Facts> GrpcDetailSource::LoadFacts(const EvidenceQuery& query,
                                                  const rpc::CallContext& context) {
  indicator::v1::StreamResultsRequest request;
  SetRevision(query.revision, request);
  for (const int year : query.years) request.mutable_filter()->add_dashboard_years(year);
  for (const CdsCode& entity : query.entities) {
    request.mutable_filter()->add_entities(EntityName(entity));
  }
  Facts facts;
  const auto client_context = context.NewClientContext();
  const auto reader = indicator_->StreamResults(client_context.get(), request);
  indicator::v1::StreamResultsResponse response;
  while (reader->Read(&response)) {
    for (const auto& block : response.blocks()) AddFacts(block, facts);
  }
  SOS_RETURN_IF_ERROR(
      errors::FromUpstream(rpc::FromGrpcStatus(reader->Finish()), "indicator", query.revision));
  SOS_ASSIGN_OR_RETURN(const Crossings crossings, LoadCrossings(query, false, context));
  for (const auto& [cds, results] : crossings) {
    for (const auto& result : results) {
      const auto found = facts.find(result.name());
      if (found != facts.end()) AddDistances(result, found->second);
    }
  }
  return facts;
}

}  // namespace sos::eligibility
