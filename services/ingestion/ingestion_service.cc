#include "services/ingestion/ingestion_service.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/auth/access_control.h"
#include "common/rpc/paging.h"
#include "common/rpc/request_texts.h"
#include "common/status/common_errors.h"
#include "common/status/macros.h"
#include "services/ingestion/committer.h"
#include "services/ingestion/domain/near_match.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/validate.h"

namespace sos::ingestion {
namespace {

constexpr char kDomain[] = "sos.ingestion.v1";

// How often a watch looks whether another process has committed to the same store, and whether its
// caller is gone. A commit through this service wakes it at once.
constexpr absl::Duration kWatchInterval = absl::Milliseconds(250);

// Partitions are sent in messages of about this many bytes.
constexpr size_t kStreamMessageBytes = size_t{256} << 10;

constexpr size_t kMaxChunkBytes = size_t{2} << 20;

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

// True for a submission that the caller has made, or that its role sees anyway.
bool IsOwn(const v1::Submission& submission, const auth::Principal& principal) {
  return principal.unlimited() || submission.creator() == principal.subject;
}

// No submission has a longer name.
constexpr size_t kMaxAuditedNameBytes = 64;

// Submissions are read from the store this many at a time.
constexpr int64_t kSubmissionsAtOnce = 1000;

}  // namespace

IngestionService::IngestionService(Store* store, const RecordLayouts* layouts,
                                   StudentRecordReaders readers, StudentAccess student_access,
                                   rpc::Calls::Options calls)
    : store_(store),
      layouts_(layouts),
      readers_(readers),
      student_access_(std::move(student_access)),
      calls_([&calls] {
        calls.service = v1::IngestionService::service_full_name();
        return std::move(calls);
      }()) {}

bool IngestionService::MayReadRecords(const grpc::ServerContext& context,
                                      const rpc::CallContext& call) const {
  if (auth::IsSameProcess(context)) return true;
  return readers_ == StudentRecordReaders::kEverybody &&
         (call.principal().role == auth::Role::kService ||
          call.principal().role == auth::Role::kUnchecked);
}

void IngestionService::StopWatches() {
  absl::MutexLock lock(&mutex_);
  stopping_ = true;
  news_.Wake();
}

absl::StatusOr<v1::Submission> IngestionService::Create(const v1::Submission& submission,
                                                        const std::string& request_id,
                                                        const rpc::CallContext& call) {
  SOS_RETURN_IF_ERROR(ValidateSubmission(submission));
  SOS_RETURN_IF_ERROR(ValidateRequestId(request_id));
  v1::Submission asked;
  asked.set_display_name(submission.display_name());
  asked.set_collection(submission.collection());
  asked.set_dashboard_year(submission.dashboard_year());
  if (submission.has_max_quarantined_row_count()) {
    asked.set_max_quarantined_row_count(submission.max_quarantined_row_count());
  }
  asked.set_contradictions_accepted(submission.contradictions_accepted());
  if (call.principal().role != auth::Role::kUnchecked) asked.set_creator(call.principal().subject);
  absl::StatusOr<v1::Submission> created = store_->CreateSubmission(asked, request_id);
  if (created.ok()) call.Concerns(created->name());
  return created;
}

absl::StatusOr<v1::Submission> IngestionService::GetOwn(const std::string& name,
                                                        const rpc::CallContext& call) {
  SOS_ASSIGN_OR_RETURN(v1::Submission submission, store_->GetSubmission(name));
  if (IsOwn(submission, call.principal())) return submission;
  // Names are numbers: that there is one would say how much others send in.
  return errors::SubmissionNotFound(name);
}

absl::Status IngestionService::Commit(const std::string& name, bool validate_only,
                                      const rpc::CallContext& call, v1::Submission* response,
                                      absl::FunctionRef<bool()> hung_up) {
  const auto may_commit = [&](const CdsCode& lea) -> absl::Status {
    if (hung_up()) return absl::CancelledError("the caller hung up");
    return call.principal().Covers(lea) ? absl::OkStatus()
                                        : OutsideScopeError(kDomain, "lea_cds", lea.text());
  };
  SOS_RETURN_IF_ERROR(
      rpc::Answer(CommitUpload(*store_, *layouts_, name, validate_only, may_commit), response));
  absl::MutexLock lock(&mutex_);
  announced_ = std::max(announced_, response->revision());
  news_.Wake();
  return absl::OkStatus();
}

absl::StatusOr<v1::Release> IngestionService::FindRelease(const std::string& name) {
  // What no release can be called is not looked for: a store may not even take such a text.
  return IsReleaseName(name) ? store_->GetRelease(name) : errors::ReleaseNotFound(name);
}

absl::StatusOr<std::vector<v1::Submission>> IngestionService::ListOwn(
    int64_t skip, int64_t limit, const auth::Principal& principal) {
  if (principal.unlimited()) return store_->ListSubmissions(skip, limit);
  std::vector<v1::Submission> own;
  for (int64_t read = 0;; read += kSubmissionsAtOnce) {
    SOS_ASSIGN_OR_RETURN(auto some, store_->ListSubmissions(read, kSubmissionsAtOnce));
    if (some.empty()) return own;
    for (v1::Submission& submission : some) {
      if (!IsOwn(submission, principal) || skip-- > 0) continue;
      own.push_back(std::move(submission));
      if (static_cast<int64_t>(own.size()) == limit) return own;
    }
  }
}

grpc::Status IngestionService::CreateSubmission(grpc::ServerContext* context,
                                                const v1::CreateSubmissionRequest* request,
                                                v1::Submission* response) {
  return calls_.Run(
      *context, "CreateSubmission", request, [&](const rpc::CallContext& call) -> absl::Status {
        return rpc::Answer(Create(request->submission(), request->request_id(), call), response);
      });
}

grpc::ServerReadReactor<grpc::ByteBuffer>* IngestionService::UploadSubmission(
    grpc::CallbackServerContext* context, grpc::ByteBuffer* response) {
  return rpc::RequestStreamCall<v1::UploadSubmissionRequest, v1::UploadSubmissionResponse>::Begin(
      calls_, *context, "UploadSubmission", response,
      [this](const rpc::CallContext& call, auto& chunks, auto* response) {
        return Upload(chunks, call, response);
      });
}

absl::Status IngestionService::Upload(rpc::RequestStream<v1::UploadSubmissionRequest>& chunks,
                                      const rpc::CallContext& call,
                                      v1::UploadSubmissionResponse* response) {
  v1::UploadSubmissionRequest chunk;
  std::string name;
  while (true) {
    SOS_ASSIGN_OR_RETURN(const bool more, chunks.Read(&chunk));
    if (!more) break;
    if (!chunk.name().empty() && chunk.name() != name) {
      name = chunk.name();
      call.Concerns(name.substr(0, kMaxAuditedNameBytes));
      SOS_RETURN_IF_ERROR(GetOwn(name, call).status());
    }
    if (name.empty()) return errors::FieldRequired("name");
    if (chunk.offset() < 0) {
      return errors::FieldInvalid("offset", absl::StrCat(chunk.offset()), "0 or more");
    }
    if (chunk.data().size() > kMaxChunkBytes) {
      return errors::FieldInvalid("data", absl::StrCat(chunk.data().size(), " bytes"),
                                  absl::StrCat("at most ", kMaxChunkBytes, " bytes"));
    }
    SOS_RETURN_IF_ERROR(store_->AppendBytes(name, chunk.offset(), chunk.data()).status());
  }
  if (name.empty()) return errors::FieldRequired("name");
  return rpc::Answer(store_->GetSubmission(name), response->mutable_submission());
}

grpc::Status IngestionService::CommitSubmission(grpc::ServerContext* context,
                                                const v1::CommitSubmissionRequest* request,
                                                v1::Submission* response) {
  return calls_.Run(*context, "CommitSubmission", request,
                    [&](const rpc::CallContext& call) -> absl::Status {
                      if (request->name().empty()) return errors::FieldRequired("name");
                      SOS_RETURN_IF_ERROR(GetOwn(request->name(), call).status());
                      return Commit(request->name(), request->validate_only(), call, response,
                                    [] { return false; });
                    });
}

grpc::Status IngestionService::DeleteSubmission(grpc::ServerContext* context,
                                                const v1::DeleteSubmissionRequest* request,
                                                google::protobuf::Empty*) {
  return calls_.Run(*context, "DeleteSubmission", request,
                    [&](const rpc::CallContext& call) -> absl::Status {
                      if (request->name().empty()) return errors::FieldRequired("name");
                      SOS_RETURN_IF_ERROR(GetOwn(request->name(), call).status());
                      return store_->Delete(request->name());
                    });
}

grpc::Status IngestionService::GetSubmission(grpc::ServerContext* context,
                                             const v1::GetSubmissionRequest* request,
                                             v1::Submission* response) {
  return calls_.Run(*context, "GetSubmission", request,
                    [&](const rpc::CallContext& call) -> absl::Status {
                      if (request->name().empty()) return errors::FieldRequired("name");
                      return rpc::Answer(GetOwn(request->name(), call), response);
                    });
}

grpc::Status IngestionService::ListSubmissions(grpc::ServerContext* context,
                                               const v1::ListSubmissionsRequest* request,
                                               v1::ListSubmissionsResponse* response) {
  return calls_.Run(*context, "ListSubmissions", request, [&](const rpc::CallContext& call) {
    return rpc::AnswerPage(
        *request, kDomain, response,
        [&](int64_t skip, int64_t limit) { return ListOwn(skip, limit, call.principal()); },
        [](auto* r) { return r->add_submissions(); });
  });
}

grpc::Status IngestionService::ListSubmissionIssues(grpc::ServerContext* context,
                                                    const v1::ListSubmissionIssuesRequest* request,
                                                    v1::ListSubmissionIssuesResponse* response) {
  return calls_.Run(*context, "ListSubmissionIssues", request,
                    [&](const rpc::CallContext& call) -> absl::Status {
                      if (request->parent().empty()) return errors::FieldRequired("parent");
                      SOS_RETURN_IF_ERROR(GetOwn(request->parent(), call).status());
                      return rpc::AnswerPage(
                          *request, kDomain, response,
                          [&](int64_t skip, int64_t limit) {
                            return store_->ListIssues(request->parent(), skip, limit);
                          },
                          [](auto* r) { return r->add_issues(); });
                    });
}

grpc::Status IngestionService::GetSnapshot(grpc::ServerContext* context,
                                           const v1::GetSnapshotRequest* request,
                                           v1::Snapshot* response) {
  return calls_.Run(*context, "GetSnapshot", request, [&](const rpc::CallContext&) -> absl::Status {
    int64_t revision = request->revision();
    if (!request->release().empty()) {
      SOS_ASSIGN_OR_RETURN(const v1::Release release, FindRelease(request->release()));
      revision = release.revision();
    }
    return rpc::Answer(store_->GetSnapshot(revision), response);
  });
}

absl::StatusOr<int64_t> IngestionService::AwaitRevision(int64_t known,
                                                        const grpc::ServerContext& context) {
  while (true) {
    SOS_ASSIGN_OR_RETURN(const int64_t newest, store_->NewestRevision());
    if (newest != known || context.IsCancelled()) return newest;
    absl::MutexLock lock(&mutex_);
    const auto awake = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return stopping_ || announced_ > known;
    };
    news_.AwaitFor(mutex_, kWatchInterval, awake);
    if (stopping_) return absl::CancelledError("the server is stopping");
  }
}

grpc::Status IngestionService::WatchRevisions(
    grpc::ServerContext* context, const v1::WatchRevisionsRequest* request,
    grpc::ServerWriter<v1::WatchRevisionsResponse>* writer) {
  return calls_.RunUncounted(*context, "WatchRevisions", request,
                             [&](const rpc::CallContext&) -> absl::Status {
                               int64_t known = -1;
                               while (!context->IsCancelled()) {
                                 SOS_ASSIGN_OR_RETURN(known, AwaitRevision(known, *context));
                                 v1::WatchRevisionsResponse response;
                                 response.set_revision(known);
                                 if (!writer->Write(response)) break;
                               }
                               return absl::CancelledError("the caller hung up");
                             });
}

grpc::Status IngestionService::ListPartitions(grpc::ServerContext* context,
                                              const v1::ListPartitionsRequest* request,
                                              v1::ListPartitionsResponse* response) {
  return calls_.Run(
      *context, "ListPartitions", request, [&](const rpc::CallContext&) -> absl::Status {
        SOS_RETURN_IF_ERROR(ValidateFilter(request->filter()));
        const auto list = [&](int64_t skip,
                              int64_t limit) -> absl::StatusOr<std::vector<v1::Partition>> {
          std::vector<v1::Partition> rows;
          int64_t seen = 0;
          SOS_RETURN_IF_ERROR(store_->VisitPartitions(
              request->filter(), request->revision(), false, [&](v1::Partition partition) {
                if (seen++ >= skip && static_cast<int64_t>(rows.size()) < limit) {
                  rows.push_back(std::move(partition));
                }
                return absl::OkStatus();
              }));
          return rows;
        };
        return rpc::AnswerPage(*request, kDomain, response, list,
                               [](auto* r) { return r->add_partitions(); });
      });
}

grpc::Status IngestionService::StreamPartitions(
    grpc::ServerContext* context, const v1::StreamPartitionsRequest* request,
    grpc::ServerWriter<v1::StreamPartitionsResponse>* writer) {
  return calls_.Run(
      *context, "StreamPartitions", request, [&](const rpc::CallContext& call) -> absl::Status {
        SOS_RETURN_IF_ERROR(ValidateFilter(request->filter()));
        if (!request->filter().record_fields().empty() && !MayReadRecords(*context, call)) {
          return errors::StudentRecordsNotServed();
        }
        v1::StreamPartitionsResponse message;
        size_t bytes = 0;
        const auto send = [&]() -> absl::Status {
          if (message.partitions_size() == 0) return absl::OkStatus();
          if (!writer->Write(message)) return absl::CancelledError("the caller hung up");
          message.Clear();
          bytes = 0;
          return absl::OkStatus();
        };
        SOS_RETURN_IF_ERROR(store_->VisitPartitions(
            request->filter(), request->revision(), true, [&](v1::Partition partition) {
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
  return calls_.Run(*context, "GetEntity", request, [&](const rpc::CallContext&) -> absl::Status {
    absl::StatusOr<CdsCode> cds = ParseEntityName("name", request->name());
    if (cds.ok()) {
      absl::StatusOr<v1::EntityRecord> record = store_->GetEntity(*cds, request->revision());
      if (!absl::IsNotFound(record.status())) return rpc::Answer(std::move(record), response);
    } else if (request->name().empty()) {
      return cds.status();
    }
    const absl::string_view wanted = absl::StripPrefix(request->name(), "entities/");
    NearMatches near(wanted);
    SOS_RETURN_IF_ERROR(
        store_->VisitEntities(request->revision(), [&](const v1::EntityRecord& record) {
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
      *context, "ListEntities", request, [&](const rpc::CallContext&) -> absl::Status {
        SOS_RETURN_IF_ERROR(rpc::CheckSearch(kDomain, "query", request->query()));
        SOS_RETURN_IF_ERROR(rpc::CheckSearch(kDomain, "county_name", request->county_name()));
        if (!request->lea().empty()) {
          SOS_RETURN_IF_ERROR(ParseEntityName("lea", request->lea()).status());
        }
        const std::vector<std::string> words = WordsOf(request->query());
        const auto list = [&](int64_t skip,
                              int64_t limit) -> absl::StatusOr<std::vector<v1::EntityRecord>> {
          std::vector<v1::EntityRecord> rows;
          int64_t seen = 0;
          SOS_RETURN_IF_ERROR(
              store_->VisitEntities(request->revision(), [&](v1::EntityRecord record) {
                if (Wanted(record.entity(), *request, words) && seen++ >= skip &&
                    static_cast<int64_t>(rows.size()) < limit) {
                  rows.push_back(std::move(record));
                }
                return absl::OkStatus();
              }));
          return rows;
        };
        return rpc::AnswerPage(*request, kDomain, response, list,
                               [](auto* r) { return r->add_entities(); });
      });
}

grpc::Status IngestionService::CreateRelease(grpc::ServerContext* context,
                                             const v1::CreateReleaseRequest* request,
                                             v1::Release* response) {
  return calls_.Run(*context, "CreateRelease", request,
                    [&](const rpc::CallContext&) -> absl::Status {
                      SOS_RETURN_IF_ERROR(ValidateRelease(request->release()));
                      SOS_RETURN_IF_ERROR(ValidateRequestId(request->request_id()));
                      return rpc::Answer(store_->CreateRelease(request->release()), response);
                    });
}

grpc::Status IngestionService::GetRelease(grpc::ServerContext* context,
                                          const v1::GetReleaseRequest* request,
                                          v1::Release* response) {
  return calls_.Run(*context, "GetRelease", request, [&](const rpc::CallContext&) -> absl::Status {
    if (request->name().empty()) return errors::FieldRequired("name");
    return rpc::Answer(FindRelease(request->name()), response);
  });
}

grpc::Status IngestionService::ListReleases(grpc::ServerContext* context,
                                            const v1::ListReleasesRequest* request,
                                            v1::ListReleasesResponse* response) {
  return calls_.Run(*context, "ListReleases", request, [&](const rpc::CallContext&) {
    return rpc::AnswerPage(
        *request, kDomain, response,
        [&](int64_t skip, int64_t limit) { return store_->ListReleases(skip, limit); },
        [](auto* r) { return r->add_releases(); });
  });
}

}  // namespace sos::ingestion
