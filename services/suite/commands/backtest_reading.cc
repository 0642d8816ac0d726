// SPDX-License-Identifier: Apache-2.0
#include "services/suite/commands/backtest_reading.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/suite/commands/names.h"
#include "services/suite/print.h"

namespace sos::suite {
namespace {

// Which results are compared.
struct Wanted {
  WantedEntity entity;
  WantedResult result;
  // 14 digits; empty for all.
  std::string lea;
};

// What was published of a year, and the revision before the first of it came, by indicator.
struct Published {
  ComparedResults results;
  std::map<education::v1::Indicator, int64_t> before;
};

// A state or county that is made of some of its LEAs does not compare with the published one.
bool IsOfSomeLeas(const indicator::v1::ResultBlock& block) {
  return block.has_lea_coverage() &&
         (block.lea_coverage().known_lea_count() == 0 ||
          block.lea_coverage().lea_count() < block.lea_coverage().known_lea_count());
}

void AddBlock(const indicator::v1::ResultBlock& block, const Wanted& wanted,
              ComparedResults& results) {
  if (IsOfSomeLeas(block)) return;
  for (int i = 0; i < block.entity_indexes_size(); ++i) {
    const education::v1::Entity& entity = block.entities(block.entity_indexes(i));
    if (!wanted.entity(entity) || !wanted.result(block.indicator(), block.student_groups(i))) {
      continue;
    }
    ComparedResult result{.kind = entity.type(),
                          .status_tenths = std::nullopt,
                          .status_level = block.status_levels(i),
                          .color = block.colors(i)};
    if (!TenthsText(block.status_tenths(i)).empty()) result.status_tenths = block.status_tenths(i);
    results[{.cds = std::string(CdsOf(entity)),
             .indicator = block.indicator(),
             .group = block.student_groups(i)}] = result;
  }
}

using BlockVisitor = absl::FunctionRef<void(const indicator::v1::ResultBlock&)>;

absl::Status VisitYear(const Stubs& stubs, const Revision& revision, int year,
                       const std::string& lea, BlockVisitor visit) {
  indicator::v1::StreamResultsRequest request;
  SetRevision(revision, request);
  request.mutable_filter()->add_dashboard_years(year);
  if (!lea.empty()) request.mutable_filter()->add_leas(EntityName(lea));
  grpc::ClientContext context;
  const auto reader = stubs.indicator->StreamResults(&context, request);
  indicator::v1::StreamResultsResponse response;
  while (reader->Read(&response)) {
    for (const auto& block : response.blocks()) visit(block);
  }
  return rpc::FromGrpcStatus(reader->Finish());
}

absl::StatusOr<Published> ReadPublished(const Stubs& stubs, const Revision& newest, int year,
                                        const Wanted& wanted) {
  Published published;
  SOS_RETURN_IF_ERROR(VisitYear(stubs, newest, year, wanted.lea, [&](const auto& block) {
    if (block.from_student_records()) return;
    AddBlock(block, wanted, published.results);
    const int64_t before = block.written_revision() - 1;
    const auto [known, added] = published.before.try_emplace(block.indicator(), before);
    if (!added) known->second = std::min(known->second, before);
  }));
  return published;
}

// The estimates that stood before the state published each indicator.
absl::StatusOr<ComparedResults> ReadEstimates(const Stubs& stubs, const Published& published,
                                              int year, const Wanted& wanted) {
  std::map<int64_t, std::vector<education::v1::Indicator>> by_revision;
  for (const auto& [indicator, before] : published.before) {
    if (before > 0) by_revision[before].push_back(indicator);
  }
  ComparedResults estimates;
  // A file that was loaded again wrote its results anew: then the estimates lie further back.
  while (!by_revision.empty()) {
    const auto newest = std::prev(by_revision.end());
    const int64_t number = newest->first;
    const std::vector<education::v1::Indicator> indicators = newest->second;
    by_revision.erase(newest);
    std::map<education::v1::Indicator, int64_t> still_published;
    SOS_RETURN_IF_ERROR(VisitYear(
        stubs, {.number = number, .identity = ""}, year, wanted.lea, [&](const auto& block) {
          if (!absl::c_linear_search(indicators, block.indicator())) return;
          if (block.from_student_records()) {
            AddBlock(block, wanted, estimates);
            return;
          }
          const int64_t before = block.written_revision() - 1;
          const auto [known, added] = still_published.try_emplace(block.indicator(), before);
          if (!added) known->second = std::min(known->second, before);
        }));
    for (const auto& [indicator, before] : still_published) {
      if (before > 0 && before < number) by_revision[before].push_back(indicator);
    }
  }
  return estimates;
}

absl::StatusOr<Decisions> ReadDecisions(const Stubs& stubs, const Revision& revision, int year,
                                        const Wanted& wanted) {
  eligibility::v1::StreamDeterminationsRequest request;
  SetRevision(revision, request);
  request.mutable_filter()->set_program(eligibility::v1::PROGRAM_LCFF);
  request.mutable_filter()->set_dashboard_year(year);
  if (!wanted.lea.empty()) request.mutable_filter()->add_entities(EntityName(wanted.lea));
  grpc::ClientContext context;
  const auto reader = stubs.eligibility->StreamDeterminations(&context, request);
  eligibility::v1::StreamDeterminationsResponse response;
  Decisions decisions;
  while (reader->Read(&response)) {
    for (const auto& determination : response.determinations()) {
      if (!wanted.entity(determination.entity())) continue;
      const auto outcome = determination.eligibility();
      if (outcome != eligibility::v1::OUTCOME_MET && outcome != eligibility::v1::OUTCOME_NOT_MET) {
        continue;
      }
      decisions[std::string(CdsOf(determination.entity()))] =
          outcome == eligibility::v1::OUTCOME_MET;
    }
  }
  const absl::Status read = rpc::FromGrpcStatus(reader->Finish());
  // A year without rules of the program has no determinations.
  if (!read.ok() && !absl::IsNotFound(read)) return read;
  return decisions;
}

absl::StatusOr<Backtest> Compare(Session& session, int year, const Wanted& wanted) {
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  const Stubs& stubs = session.stubs();
  SOS_ASSIGN_OR_RETURN(const Published published,
                       ReadPublished(stubs, RevisionIn(snapshot), year, wanted));
  if (published.before.empty()) {
    return absl::NotFoundError(absl::StrCat("nothing that the state published of ", year,
                                            " is loaded: load its files when they are out"));
  }
  if (published.results.empty()) return absl::NotFoundError("no published result is asked for");
  SOS_ASSIGN_OR_RETURN(const ComparedResults estimates,
                       ReadEstimates(stubs, published, year, wanted));
  if (estimates.empty()) {
    return absl::NotFoundError(
        absl::StrCat("nothing of ", year,
                     " was estimated from student records before the state's files "
                     "were loaded: load records first, and the files of the year after them"));
  }
  Backtest backtest{.groups = CompareResults(estimates, published.results), .decisions = {}};
  int64_t before = published.before.begin()->second;
  for (const auto& [indicator, number] : published.before) before = std::min(before, number);
  if (before > 0) {
    SOS_ASSIGN_OR_RETURN(const Decisions estimated,
                         ReadDecisions(stubs, {.number = before, .identity = ""}, year, wanted));
    SOS_ASSIGN_OR_RETURN(const Decisions decided,
                         ReadDecisions(stubs, RevisionIn(snapshot), year, wanted));
    backtest.decisions = CompareDecisions(estimated, decided);
  }
  return backtest;
}

}  // namespace

absl::StatusOr<Backtest> ReadBacktest(Session& session, int year, WantedEntity wanted_entity,
                                      WantedResult wanted_result) {
  return Compare(session, year, {.entity = wanted_entity, .result = wanted_result, .lea = ""});
}

absl::StatusOr<Backtest> ReadBacktestOf(Session& session, int year, const std::string& lea) {
  const auto every_entity = [](const education::v1::Entity&) { return true; };
  const auto every_result = [](education::v1::Indicator, education::v1::StudentGroup) {
    return true;
  };
  return Compare(session, year, {.entity = every_entity, .result = every_result, .lea = lea});
}

std::string Hundredths(double tenths) { return absl::StrFormat("%.2f", tenths / 10); }

}  // namespace sos::suite
