// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/rpc/reporting_service.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/cache/computed.h"
#include "common/revision/revision.h"
#include "common/status/common_errors.h"
#include "common/status/macros.h"
#include "services/reporting/documents/backtest.h"
#include "services/reporting/documents/differences.h"
#include "services/reporting/documents/state_file.h"
#include "services/reporting/documents/state_layouts.h"
#include "services/reporting/errors.h"
#include "services/reporting/rpc/render_by.h"
#include "services/reporting/rpc/requests.h"

namespace sos::reporting {
namespace {

// Differences that are sent at once, of some 500 bytes each.
constexpr int kDifferencesPerMessage = 500;

constexpr size_t kMaxQueued = 256;
constexpr size_t kRenderChunkBytes = size_t{256} << 10;

// The bytes of `value` as a response, without copying them: the slice keeps the value alive.
grpc::ByteBuffer ToByteBuffer(const Cache::Value& value) {
  auto* const keeper = new Cache::Value(value);
  grpc::Slice slice(
      const_cast<char*>(value->data()), value->size(),
      [](void* owner) { delete static_cast<Cache::Value*>(owner); }, keeper);
  return {&slice, 1};
}

// The serialized bytes of a request. One copy at most; requests are short.
std::string BytesOf(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  if (!buffer.Dump(&slices).ok()) return "";
  std::string bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

// What the cache keeps of each kind, so that no method is answered with the bytes of another's.
absl::string_view KindName(DocumentKey::Kind kind) {
  switch (kind) {
    case DocumentKey::Kind::kReport:
      return "report";
    case DocumentKey::Kind::kPlacement:
      return "placement";
    case DocumentKey::Kind::kCountyReport:
      return "county_report";
    case DocumentKey::Kind::kIndicatorView:
      return "indicator_view";
    case DocumentKey::Kind::kLeaPlacement:
      return "lea_placement";
    case DocumentKey::Kind::kSupportView:
      return "support_view";
    case DocumentKey::Kind::kRedList:
      return "red_list";
    case DocumentKey::Kind::kTargetList:
      return "target_list";
    case DocumentKey::Kind::kYearChanges:
      return "year_changes";
    case DocumentKey::Kind::kPeerList:
      return "peer_list";
    case DocumentKey::Kind::kGapList:
      return "gap_list";
    case DocumentKey::Kind::kLcapPack:
      return "lcap_pack";
    case DocumentKey::Kind::kCountyPack:
      return "county_pack";
    case DocumentKey::Kind::kEstimate:
      return "estimate";
  }
  return "document";
}

absl::StatusOr<const v1::StateLayout*> LayoutOf(
    const eligibility::v1::DeterminationFilter& filter) {
  const std::string program = eligibility::v1::Program_Name(filter.program());
  if (filter.program() == eligibility::v1::PROGRAM_UNSPECIFIED || program.empty()) {
    return errors::FieldInvalid("filter.program", program, "a program such as PROGRAM_LCFF");
  }
  const v1::StateLayout* const layout =
      KnownStateLayouts().Find(filter.program(), filter.dashboard_year());
  if (layout == nullptr) return errors::StateLayoutNotFound(program, filter.dashboard_year());
  return layout;
}

}  // namespace

ReportingService::ReportingService(const Dependencies& dependencies, rpc::Calls::Options calls)
    : deps_(dependencies),
      calls_([&calls] {
        calls.service = v1::ReportingService::service_full_name();
        return std::move(calls);
      }()),
      workers_(dependencies.worker_count, kMaxQueued) {}

absl::StatusOr<Revision> ReportingService::Resolve(const Revision& asked,
                                                   const rpc::CallContext& context) {
  absl::StatusOr<Revision> resolved = deps_.revisions->Resolve(asked, context);
  if (!resolved.ok()) return errors::FromUpstream(resolved.status(), "ingestion", asked);
  return resolved;
}

std::string ReportingService::KeyOf(const DocumentKey& key, const Revision& revision) const {
  const std::string digest = deps_.rules->digest();
  if (digest.empty()) return "";
  return ComputedKey(KindName(key.kind), digest, revision,
                     absl::StrCat(key.Name(), "@", key.language_code));
}

template <typename Document, typename Compose>
absl::StatusOr<Document> ReportingService::Get(const DocumentKey& key, const Revision& revision,
                                               Compose compose, const rpc::CallContext& context) {
  SOS_ASSIGN_OR_RETURN(const Revision resolved, Resolve(revision, context));
  const std::string cache_key = KeyOf(key, resolved);
  const auto composed = [&] { return compose(*deps_.source, key, resolved, context); };
  if (cache_key.empty()) return composed();
  return Computed<Document>(*deps_.cache, cache_key, composed);
}

grpc::ServerUnaryReactor* ReportingService::GetReport(grpc::CallbackServerContext* context,
                                                      const grpc::ByteBuffer* request,
                                                      grpc::ByteBuffer* response) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  v1::GetReportRequest asked;
  // No request at all is an invalid buffer, and no request of nothing.
  const bool parsed = request->Valid() && asked.ParseFromString(BytesOf(*request));
  const absl::StatusOr<DocumentKey> key = parsed
                                              ? KeyIn(asked, DocumentKey::Kind::kReport)
                                              : RequestMalformedError(calls_.domain(), "GetReport");
  if (!key.ok()) {
    reactor->Finish(calls_.RunUncounted(*context, "GetReport", parsed ? &asked : nullptr,
                                        [&](const rpc::CallContext&) { return key.status(); }));
    return reactor;
  }
  // Older revisions are looked up, and who may see them, and where not all see the same, what the
  // caller sees; else the newest is answered at once.
  const std::optional<Revision> newest = deps_.revisions->newest_known();
  const bool quick = newest && !deps_.revisions->public_sees_less() &&
                     (RevisionIn(asked).newest() || RevisionIn(asked) == *newest);
  const std::string cache_key = quick ? KeyOf(*key, *newest) : "";
  if (!cache_key.empty()) {
    const absl::StatusOr<Cache::Value> cached = deps_.cache->Get(cache_key);
    if (cached.ok() && *cached != nullptr) {
      reactor->Finish(
          calls_.RunUncounted(*context, "GetReport", &asked, [&](const rpc::CallContext&) {
            *response = ToByteBuffer(*cached);
            return absl::OkStatus();
          }));
      return reactor;
    }
  }
  const bool queued = workers_.TryAdd([this, context, asked, key = *key, response, reactor] {
    reactor->Finish(calls_.RunRaw(*context, "GetReport", &asked, [&](const rpc::CallContext& call) {
      return ComposeInto(key, RevisionIn(asked), call, response);
    }));
  });
  if (!queued) reactor->Finish(calls_.Refuse(*context, "GetReport"));
  return reactor;
}

absl::Status ReportingService::ComposeInto(const DocumentKey& key, const Revision& revision,
                                           const rpc::CallContext& context,
                                           grpc::ByteBuffer* response) {
  SOS_ASSIGN_OR_RETURN(const v1::Report report,
                       Get<v1::Report>(key, revision, ComposeReport, context));
  *response = ToByteBuffer(std::make_shared<const std::string>(report.SerializeAsString()));
  return absl::OkStatus();
}

template <typename Document, typename Request, typename Compose>
grpc::Status ReportingService::Answer(grpc::ServerContext& context, absl::string_view method,
                                      DocumentKey::Kind kind, const Request& request,
                                      Compose compose, Document* response) {
  return calls_.Run(
      context, method, &request, response, [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const DocumentKey key, KeyIn(request, kind));
        return rpc::Answer(Get<Document>(key, RevisionIn(request), compose, call), response);
      });
}

grpc::Status ReportingService::GetPlacement(grpc::ServerContext* context,
                                            const v1::GetPlacementRequest* request,
                                            v1::Placement* response) {
  const bool of_leas = ParseDocumentName(request->name(), DocumentKey::Kind::kLeaPlacement).ok();
  return Answer(*context, "GetPlacement",
                of_leas ? DocumentKey::Kind::kLeaPlacement : DocumentKey::Kind::kPlacement,
                *request, ComposePlacement, response);
}

grpc::Status ReportingService::GetCountyReport(grpc::ServerContext* context,
                                               const v1::GetCountyReportRequest* request,
                                               v1::CountyReport* response) {
  return Answer(*context, "GetCountyReport", DocumentKey::Kind::kCountyReport, *request,
                ComposeCountyReport, response);
}

grpc::Status ReportingService::GetIndicatorView(grpc::ServerContext* context,
                                                const v1::GetIndicatorViewRequest* request,
                                                v1::IndicatorView* response) {
  return Answer(*context, "GetIndicatorView", DocumentKey::Kind::kIndicatorView, *request,
                ComposeIndicatorView, response);
}

grpc::Status ReportingService::GetSupportView(grpc::ServerContext* context,
                                              const v1::GetSupportViewRequest* request,
                                              v1::SupportView* response) {
  return Answer(*context, "GetSupportView", DocumentKey::Kind::kSupportView, *request,
                ComposeSupportView, response);
}

grpc::Status ReportingService::GetRedList(grpc::ServerContext* context,
                                          const v1::GetRedListRequest* request,
                                          v1::RedList* response) {
  return Answer(*context, "GetRedList", DocumentKey::Kind::kRedList, *request, ComposeRedList,
                response);
}

grpc::Status ReportingService::GetTargetList(grpc::ServerContext* context,
                                             const v1::GetTargetListRequest* request,
                                             v1::TargetList* response) {
  return Answer(*context, "GetTargetList", DocumentKey::Kind::kTargetList, *request,
                ComposeTargetList, response);
}

grpc::Status ReportingService::GetYearChanges(grpc::ServerContext* context,
                                              const v1::GetYearChangesRequest* request,
                                              v1::YearChanges* response) {
  return calls_.Run(
      *context, "GetYearChanges", request, response,
      [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const DocumentKey key,
                             KeyIn(*request, DocumentKey::Kind::kYearChanges));
        SOS_ASSIGN_OR_RETURN(const Revision after, Resolve(RevisionIn(*request), call));
        if (request->from_revision() < 0 || request->from_revision() > after.number) {
          return errors::FieldInvalid("from_revision", absl::StrCat(request->from_revision()),
                                      absl::StrCat("0 to ", after.number));
        }
        if (request->from_revision() == 0) {
          return rpc::Answer(Get<v1::YearChanges>(key, after, ComposeYearChangesOf, call),
                             response);
        }
        SOS_ASSIGN_OR_RETURN(const Revision before,
                             Resolve({.number = request->from_revision()}, call));
        return rpc::Answer(ComposeYearChanges(*deps_.source, key, before, after, call), response);
      });
}

grpc::Status ReportingService::GetPeerList(grpc::ServerContext* context,
                                           const v1::GetPeerListRequest* request,
                                           v1::PeerList* response) {
  return Answer(*context, "GetPeerList", DocumentKey::Kind::kPeerList, *request, ComposePeerList,
                response);
}

grpc::Status ReportingService::GetGapList(grpc::ServerContext* context,
                                          const v1::GetGapListRequest* request,
                                          v1::GapList* response) {
  return Answer(*context, "GetGapList", DocumentKey::Kind::kGapList, *request, ComposeGapList,
                response);
}

grpc::Status ReportingService::GetLcapPack(grpc::ServerContext* context,
                                           const v1::GetLcapPackRequest* request,
                                           v1::LcapPack* response) {
  return Answer(*context, "GetLcapPack", DocumentKey::Kind::kLcapPack, *request, ComposeLcapPack,
                response);
}

grpc::Status ReportingService::GetEstimate(grpc::ServerContext* context,
                                           const v1::GetEstimateRequest* request,
                                           v1::Estimate* response) {
  return Answer(*context, "GetEstimate", DocumentKey::Kind::kEstimate, *request, ComposeEstimate,
                response);
}

grpc::Status ReportingService::GetBacktest(grpc::ServerContext* context,
                                           const v1::GetBacktestRequest* request,
                                           v1::Backtest* response) {
  return calls_.Run(
      *context, "GetBacktest", request, response,
      [&](const rpc::CallContext& call) -> absl::Status {
        if (request->filter().dashboard_years_size() != 1) {
          return errors::FieldInvalid(
              "filter.dashboard_years",
              absl::StrCat(request->filter().dashboard_years_size(), " of them"), "one year");
        }
        SOS_ASSIGN_OR_RETURN(const Revision revision, Resolve(RevisionIn(*request), call));
        SOS_ASSIGN_OR_RETURN(
            const YearComparison compared,
            CompareYear(*deps_.source, request->filter(), /*with_decisions=*/true, revision, call));
        response->set_dashboard_year(request->filter().dashboard_years(0));
        SetRevision(revision, *response);
        for (const auto& [group, errors] :
             Together(compared.groups, /*of_kinds=*/false, !request->by_student_group())) {
          *response->add_errors() = ToProto(group, errors);
        }
        response->set_decision_count(compared.decisions.compared);
        response->set_decision_right_count(compared.decisions.right);
        response->set_decision_not_estimated_count(compared.decisions.not_estimated);
        return absl::OkStatus();
      });
}

grpc::Status ReportingService::RenderDocument(
    grpc::ServerContext* context, const v1::RenderDocumentRequest* request,
    grpc::ServerWriter<v1::RenderDocumentResponse>* writer) {
  return calls_.RunRaw(
      *context, "RenderDocument", request, [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const DocumentKey key, KeyIn(*request, std::nullopt));
        const auto get = [&]<typename Document>(auto compose) {
          return Get<Document>(key, RevisionIn(*request), compose, call);
        };
        SOS_ASSIGN_OR_RETURN(const std::string text, RenderBy(key, request->format(), get));
        for (size_t begin = 0; begin < text.size(); begin += kRenderChunkBytes) {
          v1::RenderDocumentResponse chunk;
          chunk.set_data(text.substr(begin, kRenderChunkBytes));
          SOS_RETURN_IF_ERROR(rpc::Send(call, std::move(chunk), writer));
        }
        return absl::OkStatus();
      });
}

grpc::Status ReportingService::StreamDifferences(
    grpc::ServerContext* context, const v1::StreamDifferencesRequest* request,
    grpc::ServerWriter<v1::StreamDifferencesResponse>* writer) {
  return calls_.RunRaw(
      *context, "StreamDifferences", request, [&](const rpc::CallContext& call) -> absl::Status {
        if (request->from_revision() == 0) return errors::FieldRequired("from_revision");
        SOS_ASSIGN_OR_RETURN(const Revision after, Resolve(RevisionIn(*request), call));
        if (request->from_revision() < 0 || request->from_revision() > after.number) {
          return errors::FieldInvalid("from_revision", absl::StrCat(request->from_revision()),
                                      absl::StrCat("1 to ", after.number));
        }
        SOS_ASSIGN_OR_RETURN(const Revision before,
                             Resolve({.number = request->from_revision()}, call));
        v1::StreamDifferencesResponse message;
        SOS_RETURN_IF_ERROR(
            FindDifferences(*deps_.source, request->filter(), before, after, call,
                            [&](v1::ResultDifference difference) -> absl::Status {
                              *message.add_differences() = std::move(difference);
                              if (message.differences_size() < kDifferencesPerMessage)
                                return absl::OkStatus();
                              return rpc::Send(call, std::exchange(message, {}), writer);
                            }));
        return message.differences().empty() ? absl::OkStatus()
                                             : rpc::Send(call, std::move(message), writer);
      });
}

grpc::Status ReportingService::StreamStateFile(
    grpc::ServerContext* context, const v1::StreamStateFileRequest* request,
    grpc::ServerWriter<v1::StreamStateFileResponse>* writer) {
  return calls_.RunRaw(
      *context, "StreamStateFile", request, [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const v1::StateLayout* const layout, LayoutOf(request->filter()));
        SOS_ASSIGN_OR_RETURN(const Revision revision, Resolve(RevisionIn(*request), call));
        std::string pending;
        const auto send = [&](size_t at_least) -> absl::Status {
          if (pending.size() < at_least) return absl::OkStatus();
          v1::StreamStateFileResponse chunk;
          chunk.set_data(std::exchange(pending, ""));
          return rpc::Send(call, std::move(chunk), writer);
        };
        SOS_RETURN_IF_ERROR(WriteStateFile(*deps_.source, *layout, request->filter(), revision,
                                           call.principal(), call, [&](absl::string_view line) {
                                             pending.append(line.data(), line.size());
                                             return send(kRenderChunkBytes);
                                           }));
        return send(1);
      });
}

}  // namespace sos::reporting
