// SPDX-License-Identifier: Apache-2.0

#include <string>
#include <utility>

#include "common/revision/revision.h"
#include "common/status/common_errors.h"
#include "common/status/macros.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/rpc/ingestion_service.h"

namespace sos::ingestion {
namespace {

// A stream that ends as it begins.
class RefusedStream final : public RevisionFeed::Reactor {
 public:
  explicit RefusedStream(const grpc::Status& status) { Finish(status); }
  void OnDone() override { delete this; }
};

// Names of submissions are numbers, which say how much others send in.
void HideNumbers(v1::Snapshot& snapshot) {
  for (v1::CollectionCoverage& coverage : *snapshot.mutable_coverages()) {
    for (v1::LoadedFile& file : *coverage.mutable_files()) file.clear_submission();
  }
}

}  // namespace

grpc::Status IngestionService::GetSnapshot(grpc::ServerContext* context,
                                           const v1::GetSnapshotRequest* request,
                                           v1::Snapshot* response) {
  return calls_.Run(*context, "GetSnapshot", request, response,
                    [&](const rpc::CallContext& call) -> absl::Status {
                      Revision revision = RevisionIn(*request);
                      if (!request->release().empty()) {
                        SOS_ASSIGN_OR_RETURN(const v1::Release release,
                                             FindRelease(request->release()));
                        revision = RevisionIn(release);
                      }
                      SOS_ASSIGN_OR_RETURN(const auto snapshot, snapshots_.At(revision));
                      *response = *snapshot;
                      if (!call.principal().unlimited()) HideNumbers(*response);
                      return absl::OkStatus();
                    });
}

grpc::Status IngestionService::GetRevision(grpc::ServerContext* context,
                                           const v1::GetRevisionRequest* request,
                                           v1::Revision* response) {
  return calls_.Run(
      *context, "GetRevision", request, response, [&](const rpc::CallContext&) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const Revision revision, store_->Resolve(RevisionIn(*request)));
        SetRevision(revision, *response);
        SOS_ASSIGN_OR_RETURN(const bool unpublished, unpublished_.AnyAt(revision));
        response->set_estimates_unpublished(unpublished);
        SOS_ASSIGN_OR_RETURN(const int64_t deletion, deletion_.Find());
        response->set_newest_deletion(deletion);
        return absl::OkStatus();
      });
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* IngestionService::WatchRevisions(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  v1::WatchRevisionsRequest asked;
  grpc::ByteBuffer bytes = *request;
  if (!bytes.Valid() ||
      !grpc::SerializationTraits<v1::WatchRevisionsRequest>::Deserialize(&bytes, &asked).ok()) {
    return new RefusedStream(
        calls_.RunUncounted(*context, "WatchRevisions", nullptr, [](const rpc::CallContext&) {
          return RequestMalformedError(errors::kDomain, "WatchRevisions");
        }));
  }
  if (asked.since_revision() < 0) {
    return new RefusedStream(
        calls_.RunUncounted(*context, "WatchRevisions", &asked, [&](const rpc::CallContext&) {
          return errors::FieldInvalid("since_revision", std::to_string(asked.since_revision()),
                                      "a revision, or 0 for no changes");
        }));
  }
  grpc::Status refused;
  auto call = calls_.Hold(*context, "WatchRevisions", asked, refused);
  if (call == nullptr) return new RefusedStream(refused);
  return feed_.Watch(std::move(call), asked.since_revision());
}

}  // namespace sos::ingestion
