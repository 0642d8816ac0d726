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
#include "services/reporting/documents/state_file.h"
#include "services/reporting/documents/state_layouts.h"
#include "services/reporting/errors.h"
#include "services/reporting/render/render.h"

namespace sos::reporting {
namespace {

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
  }
  return "document";
}

template <typename Document>
absl::StatusOr<std::string> RenderAs(const Document& document, v1::DocumentFormat format) {
  std::optional<std::string> text = Render(document, format);
  if (text) return *std::move(text);
  return errors::FieldInvalid("format", v1::DocumentFormat_Name(format), "a DocumentFormat");
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
  return digest.empty() ? "" : ComputedKey(KindName(key.kind), digest, revision, key.Name());
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
  const absl::StatusOr<DocumentKey> key =
      parsed ? ParseDocumentName(asked.name(), DocumentKey::Kind::kReport)
             : RequestMalformedError(calls_.domain(), "GetReport");
  if (!key.ok()) {
    reactor->Finish(calls_.RunUncounted(*context, "GetReport", parsed ? &asked : nullptr,
                                        [&](const rpc::CallContext&) { return key.status(); }));
    return reactor;
  }
  // Older revisions are looked up, and who may see them; the newest is answered at once.
  const std::optional<Revision> newest = deps_.revisions->newest_known();
  const bool quick = newest && (RevisionIn(asked).newest() || RevisionIn(asked) == *newest);
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

grpc::Status ReportingService::GetPlacement(grpc::ServerContext* context,
                                            const v1::GetPlacementRequest* request,
                                            v1::Placement* response) {
  return calls_.Run(
      *context, "GetPlacement", request, response,
      [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const DocumentKey key,
                             ParseDocumentName(request->name(), DocumentKey::Kind::kPlacement));
        return rpc::Answer(Get<v1::Placement>(key, RevisionIn(*request), ComposePlacement, call),
                           response);
      });
}

grpc::Status ReportingService::GetCountyReport(grpc::ServerContext* context,
                                               const v1::GetCountyReportRequest* request,
                                               v1::CountyReport* response) {
  return calls_.Run(
      *context, "GetCountyReport", request, response,
      [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const DocumentKey key,
                             ParseDocumentName(request->name(), DocumentKey::Kind::kCountyReport));
        return rpc::Answer(
            Get<v1::CountyReport>(key, RevisionIn(*request), ComposeCountyReport, call), response);
      });
}

absl::StatusOr<std::string> ReportingService::Render(const v1::RenderDocumentRequest& request,
                                                     const DocumentKey& key,
                                                     const Revision& revision,
                                                     const rpc::CallContext& context) {
  switch (key.kind) {
    case DocumentKey::Kind::kReport: {
      SOS_ASSIGN_OR_RETURN(const auto report,
                           Get<v1::Report>(key, revision, ComposeReport, context));
      return RenderAs(report, request.format());
    }
    case DocumentKey::Kind::kPlacement: {
      SOS_ASSIGN_OR_RETURN(const auto placement,
                           Get<v1::Placement>(key, revision, ComposePlacement, context));
      return RenderAs(placement, request.format());
    }
    case DocumentKey::Kind::kCountyReport: {
      SOS_ASSIGN_OR_RETURN(const auto report,
                           Get<v1::CountyReport>(key, revision, ComposeCountyReport, context));
      return RenderAs(report, request.format());
    }
  }
  return absl::InternalError("a kind of document without renderer");
}

grpc::Status ReportingService::RenderDocument(
    grpc::ServerContext* context, const v1::RenderDocumentRequest* request,
    grpc::ServerWriter<v1::RenderDocumentResponse>* writer) {
  return calls_.RunRaw(
      *context, "RenderDocument", request, [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const DocumentKey key, ParseDocumentName(request->name()));
        SOS_ASSIGN_OR_RETURN(const std::string text,
                             Render(*request, key, RevisionIn(*request), call));
        for (size_t begin = 0; begin < text.size(); begin += kRenderChunkBytes) {
          v1::RenderDocumentResponse chunk;
          chunk.set_data(text.substr(begin, kRenderChunkBytes));
          SOS_RETURN_IF_ERROR(rpc::Send(call, std::move(chunk), writer));
        }
        return absl::OkStatus();
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
