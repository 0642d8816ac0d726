// SPDX-License-Identifier: Apache-2.0

// The RPCs of the ingestion service that read what was committed: revisions, partitions, entities.

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/auth/access_control.h"
#include "common/revision/revision.h"
#include "common/rpc/paging.h"
#include "common/rpc/request_texts.h"
#include "common/status/common_errors.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "services/ingestion/domain/near_match.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/rpc/ingestion_service.h"
#include "services/ingestion/rpc/validate.h"

namespace sos::ingestion {
namespace {

// Partitions are sent in messages of about this many bytes.
constexpr size_t kStreamMessageBytes = size_t{256} << 10;

// The words of a query in lower case; each must stand in the name of an entity.
std::vector<std::string> WordsOf(const std::string& query) {
  return absl::StrSplit(absl::AsciiStrToLower(query), ' ', absl::SkipEmpty());
}

// True for an entity that a ListEntities request with these words asks for.
bool Wanted(const education::v1::Entity& entity, const v1::ListEntitiesRequest& request,
            const std::vector<std::string>& words) {
  if (!request.county_name().empty() &&
      !absl::EqualsIgnoreCase(entity.county_name(), request.county_name())) {
    return false;
  }
  constexpr size_t kLeaPrefix = 16;  // `entities/` and the seven digits of the LEA.
  if (!request.lea().empty() &&
      !absl::StartsWith(entity.name(), request.lea().substr(0, kLeaPrefix))) {
    return false;
  }
  const std::string name = absl::AsciiStrToLower(entity.display_name());
  return std::all_of(words.begin(), words.end(),
                     [&](const std::string& word) { return absl::StrContains(name, word); });
}

// A stream that ends as it begins.
class RefusedStream final : public RevisionFeed::Reactor {
 public:
  explicit RefusedStream(const grpc::Status& status) { Finish(status); }
  void OnDone() override { delete this; }
};

}  // namespace

bool IngestionService::MayReadRecords(const grpc::ServerContext& context,
                                      const rpc::CallContext& call) const {
  if (auth::IsSameProcess(context)) return true;
  return rules_.record_readers == StudentRecordReaders::kEverybody &&
         (call.principal().role == auth::Role::kService ||
          call.principal().role == auth::Role::kUnchecked);
}

grpc::Status IngestionService::GetSnapshot(grpc::ServerContext* context,
                                           const v1::GetSnapshotRequest* request,
                                           v1::Snapshot* response) {
  return calls_.Run(
      *context, "GetSnapshot", request, response, [&](const rpc::CallContext&) -> absl::Status {
        Revision revision = RevisionIn(*request);
        if (!request->release().empty()) {
          SOS_ASSIGN_OR_RETURN(const v1::Release release, FindRelease(request->release()));
          revision = RevisionIn(release);
        }
        return rpc::Answer(store_->GetSnapshot(revision), response);
      });
}

grpc::Status IngestionService::GetRevision(grpc::ServerContext* context,
                                           const v1::GetRevisionRequest* request,
                                           v1::Revision* response) {
  return calls_.Run(
      *context, "GetRevision", request, response, [&](const rpc::CallContext&) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const Revision revision, store_->Resolve(RevisionIn(*request)));
        SetRevision(revision, *response);
        return absl::OkStatus();
      });
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* IngestionService::WatchRevisions(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  v1::WatchRevisionsRequest asked;
  grpc::ByteBuffer bytes = *request;
  if (!bytes.Valid() ||
      !grpc::SerializationTraits<v1::WatchRevisionsRequest>::Deserialize(&bytes, &asked).ok()) {
    return new RefusedStream(calls_.RunUncounted(
        *context, "WatchRevisions", nullptr,
        [](const rpc::CallContext&) { return RequestMalformedError(kDomain, "WatchRevisions"); }));
  }
  grpc::Status refused;
  auto call = calls_.Hold(*context, "WatchRevisions", asked, refused);
  if (call == nullptr) return new RefusedStream(refused);
  return feed_.Watch(std::move(call));
}

grpc::Status IngestionService::ListPartitions(grpc::ServerContext* context,
                                              const v1::ListPartitionsRequest* request,
                                              v1::ListPartitionsResponse* response) {
  return calls_.Run(
      *context, "ListPartitions", request, response, [&](const rpc::CallContext&) -> absl::Status {
        SOS_RETURN_IF_ERROR(ValidateFilter(request->filter()));
        SOS_ASSIGN_OR_RETURN(const rpc::Page page, PageOf("ListPartitions", *request));
        const auto list = [&](int64_t skip,
                              int64_t limit) -> absl::StatusOr<std::vector<v1::Partition>> {
          std::vector<v1::Partition> rows;
          int64_t seen = 0;
          SOS_RETURN_IF_ERROR(store_->VisitPartitions(
              request->filter(), page.revision, false, [&](v1::Partition partition) {
                if (seen++ >= skip && static_cast<int64_t>(rows.size()) < limit) {
                  rows.push_back(std::move(partition));
                }
                return absl::OkStatus();
              }));
          return rows;
        };
        return rpc::AnswerPage("ListPartitions", *request, page, response, list,
                               [](auto* r) { return r->add_partitions(); });
      });
}

grpc::Status IngestionService::StreamPartitions(
    grpc::ServerContext* context, const v1::StreamPartitionsRequest* request,
    grpc::ServerWriter<v1::StreamPartitionsResponse>* writer) {
  return calls_.RunRaw(
      *context, "StreamPartitions", request, [&](const rpc::CallContext& call) -> absl::Status {
        SOS_RETURN_IF_ERROR(ValidateFilter(request->filter()));
        if (!request->filter().record_fields().empty() && !MayReadRecords(*context, call)) {
          return errors::StudentRecordsNotServed();
        }
        v1::StreamPartitionsResponse message;
        size_t bytes = 0;
        const auto send = [&]() -> absl::Status {
          if (message.partitions_size() == 0) return absl::OkStatus();
          SOS_RETURN_IF_ERROR(rpc::Send(call, std::exchange(message, {}), writer));
          bytes = 0;
          return absl::OkStatus();
        };
        SOS_RETURN_IF_ERROR(store_->VisitPartitions(
            request->filter(), RevisionIn(*request), true, [&](v1::Partition partition) {
              bytes += partition.ByteSizeLong();
              *message.add_partitions() = std::move(partition);
              return bytes >= kStreamMessageBytes ? send() : absl::OkStatus();
            }));
        return send();
      });
}

grpc::Status IngestionService::GetEntity(grpc::ServerContext* context,
                                         const v1::GetEntityRequest* request,
                                         v1::EntityRecord* response) {
  return calls_.Run(
      *context, "GetEntity", request, response, [&](const rpc::CallContext&) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const CdsCode cds, ParseEntityName("name", request->name()));
        absl::StatusOr<v1::EntityRecord> record = store_->GetEntity(cds, RevisionIn(*request));
        if (ErrorReason(record.status()) != "ENTITY_NOT_FOUND") {
          return rpc::Answer(std::move(record), response);
        }
        const absl::string_view wanted = absl::StripPrefix(request->name(), "entities/");
        NearMatches near(wanted);
        SOS_RETURN_IF_ERROR(
            store_->VisitEntities(RevisionIn(*request), [&](const v1::EntityRecord& record) {
              near.Offer(absl::StripPrefix(record.entity().name(), "entities/"),
                         record.entity().display_name());
              return absl::OkStatus();
            }));
        return errors::EntityNotFound(wanted, near.Best());
      });
}

grpc::Status IngestionService::ListEntities(grpc::ServerContext* context,
                                            const v1::ListEntitiesRequest* request,
                                            v1::ListEntitiesResponse* response) {
  return calls_.Run(
      *context, "ListEntities", request, response, [&](const rpc::CallContext&) -> absl::Status {
        SOS_RETURN_IF_ERROR(rpc::CheckSearch(kDomain, "query", request->query()));
        SOS_RETURN_IF_ERROR(rpc::CheckSearch(kDomain, "county_name", request->county_name()));
        if (!request->lea().empty()) {
          SOS_RETURN_IF_ERROR(ParseEntityName("lea", request->lea()).status());
        }
        SOS_ASSIGN_OR_RETURN(const rpc::Page page, PageOf("ListEntities", *request));
        const std::vector<std::string> words = WordsOf(request->query());
        const auto list = [&](int64_t skip,
                              int64_t limit) -> absl::StatusOr<std::vector<v1::EntityRecord>> {
          std::vector<v1::EntityRecord> rows;
          int64_t seen = 0;
          SOS_RETURN_IF_ERROR(store_->VisitEntities(page.revision, [&](v1::EntityRecord record) {
            if (Wanted(record.entity(), *request, words) && seen++ >= skip &&
                static_cast<int64_t>(rows.size()) < limit) {
              rows.push_back(std::move(record));
            }
            return absl::OkStatus();
          }));
          return rows;
        };
        return rpc::AnswerPage("ListEntities", *request, page, response, list,
                               [](auto* r) { return r->add_entities(); });
      });
}

}  // namespace sos::ingestion
