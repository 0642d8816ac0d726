// SPDX-License-Identifier: Apache-2.0

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/cache/computed.h"
#include "common/disclosure/mask.h"
#include "common/education/proto.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/paging.h"
#include "common/status/common_errors.h"
#include "common/status/macros.h"
#include "services/indicator/convert/convert.h"
#include "services/indicator/errors.h"
#include "services/indicator/results/changed_measures.h"
#include "services/indicator/results/engine.h"
#include "services/indicator/results/marked_partitions.h"
#include "services/indicator/results/result_page.h"
#include "services/indicator/rpc/indicator_service.h"
#include "services/indicator/rpc/requests.h"

namespace sos::indicator {
namespace {

constexpr int kMaxBatchSize = 1000;

// For whom a list is made, as a part of a cache key: what it holds may depend on the caller's
// scope.
std::string ViewOf(const auth::Principal& principal) {
  return SeesAllCounts(principal) ? "all\n" : absl::StrCat(principal.scope(), "\n");
}

// Measures of others may not be changed by callers without the right to their counts: what follows
// from a change could tell what is withheld. Nor may such callers bring rules of their own, with
// which a color tells more than a color.
absl::Status CheckChanges(const v1::StreamResultsRequest& request,
                          const auth::Principal& principal) {
  if (SeesAllCounts(principal)) return absl::OkStatus();
  if (!principal.sees_counts() && !request.rulebooks().empty()) {
    return OutsideScopeError(errors::kDomain, "rulebooks", "");
  }
  for (const v1::MeasureChange& change : request.changes()) {
    SOS_ASSIGN_OR_RETURN(const ResultId key, ParseResultName(change.name()));
    if (!principal.SeesCountsOf(key.cds)) {
      return OutsideScopeError(errors::kDomain, "changes.name", change.name());
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Marking> IndicatorService::MarkingFor(bool asked_for, const Revision& revision,
                                                     const rpc::CallContext& context) {
  Marking marking{.marked = asked_for || !SeesAllCounts(context.principal())};
  if (marking.marked) {
    SOS_ASSIGN_OR_RETURN(marking.public_before, deps_.revisions->PublicBefore(revision, context));
  }
  return marking;
}

absl::StatusOr<education::v1::Disclosure> IndicatorService::DisclosureOf(
    const std::string& name, const Revision& revision, const rpc::CallContext& context) {
  if (SeesAllCounts(context.principal())) return education::v1::DISCLOSURE_UNSPECIFIED;
  SOS_ASSIGN_OR_RETURN(const ResultId key, ParseResultName(name));
  // A result with nothing but its mark.
  SOS_ASSIGN_OR_RETURN(
      const v1::Result marked,
      Computed<v1::Result>(
          *deps_.cache, ComputedKey("disclosure", deps_.rulebooks->digest(), revision, name),
          [&]() -> absl::StatusOr<v1::Result> {
            v1::ResultFilter filter;
            filter.add_entities(EntityName(key.cds));
            filter.add_dashboard_years(key.dashboard_year);
            filter.add_indicators(ToProto(key.indicator));
            SOS_ASSIGN_OR_RETURN(const auto selection, ResultSelection::Create(filter));
            SOS_ASSIGN_OR_RETURN(const auto before,
                                 deps_.revisions->PublicBefore(revision, context));
            SOS_ASSIGN_OR_RETURN(const auto marks, StoredMarks::Read(*deps_.measures, selection,
                                                                     revision, before, context));
            v1::Result result;
            result.set_disclosure(marks.Of(key));
            return result;
          }));
  return marked.disclosure();
}

absl::StatusOr<v1::Result> IndicatorService::Get(const std::string& name, const Revision& revision,
                                                 const rpc::CallContext& context) {
  SOS_ASSIGN_OR_RETURN(const ResultId key, ParseResultName(name));
  SOS_ASSIGN_OR_RETURN(
      v1::Result result,
      Computed<v1::Result>(
          *deps_.cache, ComputedKey("result", deps_.rulebooks->digest(), revision, name),
          [&]() -> absl::StatusOr<v1::Result> {
            SOS_ASSIGN_OR_RETURN(const auto row, ComputeOne(*deps_.measures, *deps_.rulebooks, key,
                                                            revision, context));
            return row->result;
          }));
  SOS_ASSIGN_OR_RETURN(const auto disclosure, DisclosureOf(name, revision, context));
  SetDisclosure(disclosure, result);
  return result;
}

grpc::Status IndicatorService::GetResult(grpc::ServerContext* context,
                                         const v1::GetResultRequest* request,
                                         v1::Result* response) {
  return calls_.Run(
      *context, "GetResult", request, response, [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const Revision revision, Resolve(RevisionIn(*request), call));
        return rpc::Answer(Get(request->name(), revision, call), response);
      });
}

grpc::Status IndicatorService::BatchGetResults(grpc::ServerContext* context,
                                               const v1::BatchGetResultsRequest* request,
                                               v1::BatchGetResultsResponse* response) {
  return calls_.Run(
      *context, "BatchGetResults", request, response,
      [&](const rpc::CallContext& call) -> absl::Status {
        if (request->names().empty()) return errors::FieldRequired("names");
        if (request->names_size() > kMaxBatchSize) {
          return errors::FieldInvalid("names", absl::StrCat(request->names_size(), " names"),
                                      absl::StrCat("at most ", kMaxBatchSize));
        }
        SOS_ASSIGN_OR_RETURN(const Revision revision, Resolve(RevisionIn(*request), call));
        for (const std::string& name : request->names()) {
          SOS_RETURN_IF_ERROR(rpc::Answer(Get(name, revision, call), response->add_results()));
        }
        return absl::OkStatus();
      });
}

absl::StatusOr<v1::ListResultsResponse> IndicatorService::List(
    const v1::ListResultsRequest& request, const rpc::Page& page, const rpc::CallContext& context) {
  SOS_ASSIGN_OR_RETURN(const ResultSelection selection, ResultSelection::Create(request.filter()));
  SOS_ASSIGN_OR_RETURN(const Marking marking, MarkingFor(false, page.revision, context));
  SOS_ASSIGN_OR_RETURN(
      ResultPage listed,
      ListResultPage(
          *deps_.measures, *deps_.rulebooks, selection, page.revision, page.skip, page.size,
          {.marking = marking, .sees_counts = SeesCountsOf(context.principal())}, context));
  v1::ListResultsResponse response;
  const bool cut = rpc::CutToPage(page.size, listed.results);
  if (cut || listed.more) {
    response.set_next_page_token(
        rpc::NextPageToken(page, listed.results.size(), rpc::QueryOf("ListResults", request)));
  }
  for (v1::Result& result : listed.results) *response.add_results() = std::move(result);
  return response;
}

grpc::Status IndicatorService::ListResults(grpc::ServerContext* context,
                                           const v1::ListResultsRequest* request,
                                           v1::ListResultsResponse* response) {
  return calls_.Run(
      *context, "ListResults", request, response,
      [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const rpc::Page page, PageOf("ListResults", *request, call));
        return rpc::Answer(Computed<v1::ListResultsResponse>(
                               *deps_.cache,
                               ComputedKey("results", deps_.rulebooks->digest(), page.revision,
                                           absl::StrCat(ViewOf(call.principal()), KeyOf(*request))),
                               [&] { return List(*request, page, call); }),
                           response);
      });
}

grpc::Status IndicatorService::StreamResults(
    grpc::ServerContext* context, const v1::StreamResultsRequest* request,
    grpc::ServerWriter<v1::StreamResultsResponse>* writer) {
  return calls_.RunRaw(
      *context, "StreamResults", request, [&](const rpc::CallContext& call) -> absl::Status {
        SOS_RETURN_IF_ERROR(CheckChanges(*request, call.principal()));
        SOS_ASSIGN_OR_RETURN(const Revision revision, Resolve(RevisionIn(*request), call));
        SOS_ASSIGN_OR_RETURN(const ResultSelection selection,
                             ResultSelection::Create(request->filter()));
        SOS_ASSIGN_OR_RETURN(ChangedMeasureSource measures,
                             ChangedMeasureSource::Create(deps_.measures, request->changes()));
        std::optional<RulebookLibrary> others;
        if (!request->rulebooks().empty()) {
          SOS_ASSIGN_OR_RETURN(others, deps_.rulebooks->With(request->rulebooks()));
        }
        SOS_ASSIGN_OR_RETURN(const Marking marking,
                             MarkingFor(request->with_disclosures(), revision, call));
        std::optional<StoredMarks> stored_marks;
        if (marking.marked && !request->changes().empty()) {
          SOS_ASSIGN_OR_RETURN(stored_marks, StoredMarks::Read(*deps_.measures, selection, revision,
                                                               marking.public_before, call));
        }
        const Computation computation{.rulebooks = others ? *others : *deps_.rulebooks,
                                      .selection = selection,
                                      .revision = revision,
                                      .with_disclosures = marking.marked,
                                      .stored_marks = stored_marks ? &*stored_marks : nullptr,
                                      .public_before = marking.public_before,
                                      .sees_counts = SeesCountsOf(call.principal()),
                                      .worker_count = deps_.worker_count};
        return ComputeAll(measures, computation, call,
                          [&](std::vector<v1::ResultBlock> blocks) -> absl::Status {
                            v1::StreamResultsResponse message;
                            for (v1::ResultBlock& block : blocks)
                              *message.add_blocks() = std::move(block);
                            return rpc::Send(call, std::move(message), writer);
                          });
      });
}

}  // namespace sos::indicator
