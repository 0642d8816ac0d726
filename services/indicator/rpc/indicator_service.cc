// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/rpc/indicator_service.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/cache/computed.h"
#include "common/revision/revision.h"
#include "common/rpc/paging.h"
#include "common/status/macros.h"
#include "services/indicator/convert/convert.h"
#include "services/indicator/errors.h"
#include "services/indicator/results/changed_measures.h"
#include "services/indicator/results/crossing_rows.h"
#include "services/indicator/results/engine.h"
#include "services/indicator/results/explanation.h"
#include "services/indicator/students/readiness.h"
#include "services/indicator/students/student_list.h"

namespace sos::indicator {
namespace {

constexpr char kDomain[] = "sos.indicator.v1";
constexpr int kMaxBatchSize = 1000;

// A request as a part of a cache key: everything but the revision, which stands there resolved.
template <typename Request>
std::string KeyOf(Request request) {
  request.clear_revision();
  request.clear_revision_identity();
  return request.SerializeAsString();
}

}  // namespace

IndicatorService::IndicatorService(const Dependencies& dependencies, rpc::Calls::Options calls)
    : deps_(dependencies), calls_([&calls] {
        calls.service = v1::IndicatorService::service_full_name();
        return std::move(calls);
      }()) {}

absl::StatusOr<Revision> IndicatorService::Resolve(const Revision& revision,
                                                   const rpc::CallContext& context) {
  absl::StatusOr<Revision> resolved = deps_.revisions->Resolve(revision, context);
  if (!resolved.ok()) return errors::FromIngestion(resolved.status(), revision);
  return resolved;
}

template <typename Request>
absl::StatusOr<rpc::Page> IndicatorService::PageOf(absl::string_view method, const Request& request,
                                                   const rpc::CallContext& context) {
  SOS_ASSIGN_OR_RETURN(rpc::Page page, rpc::PageOf(method, request, kDomain));
  SOS_ASSIGN_OR_RETURN(page.revision, Resolve(page.revision, context));
  return page;
}

absl::StatusOr<v1::Result> IndicatorService::Get(const std::string& name, const Revision& revision,
                                                 const rpc::CallContext& context) {
  SOS_ASSIGN_OR_RETURN(const ResultKey key, ParseResultName(name));
  return Computed<v1::Result>(
      *deps_.cache, ComputedKey("result", deps_.rulebooks->digest(), revision, name),
      [&]() -> absl::StatusOr<v1::Result> {
        SOS_ASSIGN_OR_RETURN(const auto row,
                             ComputeOne(*deps_.measures, *deps_.rulebooks, key, revision, context));
        return row->result;
      });
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
  const Revision& revision = page.revision;
  SOS_ASSIGN_OR_RETURN(const ResultSelection selection, ResultSelection::Create(request.filter()));
  v1::ListResultsResponse response;
  int64_t seen = 0;
  bool more = false;
  const absl::Status read = deps_.measures->Visit(
      selection.partitions(), revision, context,
      [&](const ingestion::v1::StreamPartitionsResponse& message) -> absl::Status {
        for (const ingestion::v1::Partition& partition : message.partitions()) {
          const LoadedRulebook* rulebook = deps_.rulebooks->Find(partition.dashboard_year());
          const IndicatorRules* rules = FindRules(rulebook, partition.collection());
          if (rules == nullptr) continue;
          v1::ResultBlock block = ComputeBlock(partition, *deps_.rulebooks, selection, revision);
          // Rows of the block stand in the order of the measures that were wanted.
          int index = 0;
          const ingestion::v1::MeasureBlock& measures = partition.measures();
          for (int row = 0; row < measures.entity_indexes_size(); ++row) {
            if (!selection.Wants(measures.entities(measures.entity_indexes(row)).entity()) ||
                !selection.Wants(measures.student_groups(row))) {
              continue;
            }
            const int at = index++;
            if (seen++ < page.skip) continue;
            if (response.results_size() == page.size) {
              more = true;
              return absl::OutOfRangeError("the page is full");
            }
            const Measure measure = ToMeasure(measures, row);
            *response.add_results() = ToResult(block, at, measure, ScoreMeasure(measure, *rules));
          }
        }
        return absl::OkStatus();
      });
  if (more) {
    response.set_next_page_token(rpc::NextPageToken(page, rpc::QueryOf("ListResults", request)));
  } else if (!read.ok()) {
    return read;
  }
  return response;
}

grpc::Status IndicatorService::ListResults(grpc::ServerContext* context,
                                           const v1::ListResultsRequest* request,
                                           v1::ListResultsResponse* response) {
  return calls_.Run(
      *context, "ListResults", request, response,
      [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const rpc::Page page, PageOf("ListResults", *request, call));
        return rpc::Answer(
            Computed<v1::ListResultsResponse>(
                *deps_.cache,
                ComputedKey("results", deps_.rulebooks->digest(), page.revision, KeyOf(*request)),
                [&] { return List(*request, page, call); }),
            response);
      });
}

grpc::Status IndicatorService::StreamResults(
    grpc::ServerContext* context, const v1::StreamResultsRequest* request,
    grpc::ServerWriter<v1::StreamResultsResponse>* writer) {
  return calls_.RunRaw(
      *context, "StreamResults", request, [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const Revision revision, Resolve(RevisionIn(*request), call));
        SOS_ASSIGN_OR_RETURN(const ResultSelection selection,
                             ResultSelection::Create(request->filter()));
        SOS_ASSIGN_OR_RETURN(ChangedMeasureSource measures,
                             ChangedMeasureSource::Create(deps_.measures, request->changes()));
        std::optional<RulebookLibrary> others;
        if (!request->rulebooks().empty()) {
          SOS_ASSIGN_OR_RETURN(others, deps_.rulebooks->With(request->rulebooks()));
        }
        const Computation computation{.rulebooks = others ? *others : *deps_.rulebooks,
                                      .selection = selection,
                                      .revision = revision,
                                      .with_disclosures = request->with_disclosures(),
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

grpc::Status IndicatorService::StreamCrossings(
    grpc::ServerContext* context, const v1::StreamCrossingsRequest* request,
    grpc::ServerWriter<v1::StreamCrossingsResponse>* writer) {
  return calls_.RunRaw(
      *context, "StreamCrossings", request, [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const Revision revision, Resolve(RevisionIn(*request), call));
        SOS_ASSIGN_OR_RETURN(const ResultSelection selection,
                             ResultSelection::Create(request->filter()));
        return deps_.measures->Visit(
            selection.partitions(), revision, call, [&](const auto& message) -> absl::Status {
              for (const ingestion::v1::Partition& partition : message.partitions()) {
                v1::StreamCrossingsResponse crossings =
                    CrossingsOf(partition, *deps_.rulebooks, selection, request->for_next_year());
                if (crossings.results().empty()) continue;
                SOS_RETURN_IF_ERROR(rpc::Send(call, std::move(crossings), writer));
              }
              return absl::OkStatus();
            });
      });
}

grpc::Status IndicatorService::ExplainResult(grpc::ServerContext* context,
                                             const v1::ExplainResultRequest* request,
                                             v1::Explanation* response) {
  return calls_.Run(
      *context, "ExplainResult", request, response,
      [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const ResultKey key, ParseResultName(request->name()));
        SOS_ASSIGN_OR_RETURN(const Revision revision, Resolve(RevisionIn(*request), call));
        return rpc::Answer(
            Computed<v1::Explanation>(
                *deps_.cache,
                ComputedKey("explanation", deps_.rulebooks->digest(), revision, request->name()),
                [&]() -> absl::StatusOr<v1::Explanation> {
                  SOS_ASSIGN_OR_RETURN(const auto row, ComputeOne(*deps_.measures, *deps_.rulebooks,
                                                                  key, revision, call));
                  return Explain(*row);
                }),
            response);
      });
}

grpc::Status IndicatorService::GetReadiness(grpc::ServerContext* context,
                                            const v1::GetReadinessRequest* request,
                                            v1::Readiness* response) {
  return calls_.Run(
      *context, "GetReadiness", request, response,
      [&](const rpc::CallContext& call) -> absl::Status {
        if (request->dashboard_year() == 0) return errors::FieldRequired("dashboard_year");
        const LoadedRulebook* const rulebook = deps_.rulebooks->Find(request->dashboard_year());
        if (rulebook == nullptr) {
          return errors::RulebookNotFound(
              absl::StrCat("rulebooks/dashboard-", request->dashboard_year()));
        }
        SOS_ASSIGN_OR_RETURN(const Revision revision, Resolve(RevisionIn(*request), call));
        return rpc::Answer(
            Computed<v1::Readiness>(
                *deps_.cache,
                ComputedKey("readiness", deps_.rulebooks->digest(), revision, KeyOf(*request)),
                [&] { return ComputeReadiness(*deps_.measures, *rulebook, revision, call); }),
            response);
      });
}

grpc::Status IndicatorService::ListStudents(grpc::ServerContext* context,
                                            const v1::ListStudentsRequest* request,
                                            v1::ListStudentsResponse* response) {
  return calls_.Run(
      *context, "ListStudents", request, response,
      [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const ResultKey key, ParseResultName(request->name()));
        if (!key.cds.IsSchool() && !key.cds.IsLea()) {
          return errors::FieldInvalid("name", request->name(), "a result of a school or an LEA");
        }
        SOS_RETURN_IF_ERROR(ValidatePurpose(kDomain, request->purpose()));
        if (!v1::StudentStanding_IsValid(request->standing())) {
          return errors::FieldInvalid("standing", absl::StrCat(request->standing()),
                                      "a value of StudentStanding");
        }
        SOS_RETURN_IF_ERROR(deps_.student_access.Admit(*context, call.principal(), kDomain,
                                                       "ListStudents", request->name(),
                                                       request->purpose()));
        SOS_ASSIGN_OR_RETURN(const rpc::Page page, PageOf("ListStudents", *request, call));
        const auto list = [&](int64_t skip,
                              int64_t limit) -> absl::StatusOr<std::vector<v1::CountedStudent>> {
          SOS_ASSIGN_OR_RETURN(
              std::vector<v1::CountedStudent> all,
              ListCountedStudents(*deps_.measures, key, request->standing(), page.revision, call));
          const auto first = all.begin() + std::min<int64_t>(skip, std::ssize(all));
          const auto last = first + std::min<int64_t>(limit, all.end() - first);
          return std::vector<v1::CountedStudent>(std::make_move_iterator(first),
                                                 std::make_move_iterator(last));
        };
        return rpc::AnswerPage("ListStudents", *request, page, response, list,
                               [](auto* r) { return r->add_students(); });
      });
}

grpc::Status IndicatorService::GetRulebook(grpc::ServerContext* context,
                                           const v1::GetRulebookRequest* request,
                                           v1::Rulebook* response) {
  return calls_.Run(*context, "GetRulebook", request, response,
                    [&](const rpc::CallContext&) -> absl::Status {
                      if (request->name().empty()) return errors::FieldRequired("name");
                      const LoadedRulebook* rulebook = deps_.rulebooks->Find(request->name());
                      if (rulebook == nullptr) return errors::RulebookNotFound(request->name());
                      *response = rulebook->proto;
                      return absl::OkStatus();
                    });
}

grpc::Status IndicatorService::ListRulebooks(grpc::ServerContext* context,
                                             const v1::ListRulebooksRequest* request,
                                             v1::ListRulebooksResponse* response) {
  return calls_.Run(*context, "ListRulebooks", request, response, [&](const rpc::CallContext&) {
    const auto list = [&](int64_t skip,
                          int64_t limit) -> absl::StatusOr<std::vector<v1::Rulebook>> {
      return deps_.rulebooks->List(skip, limit);
    };
    return rpc::AnswerPage("ListRulebooks", *request, kDomain, response, list,
                           [](auto* r) { return r->add_rulebooks(); });
  });
}

}  // namespace sos::indicator
