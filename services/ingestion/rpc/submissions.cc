// SPDX-License-Identifier: Apache-2.0

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/auth/access_control.h"
#include "common/digest/sha256.h"
#include "common/rpc/paging.h"
#include "common/status/common_errors.h"
#include "common/status/macros.h"
#include "services/ingestion/domain/writer.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/files/committer.h"
#include "services/ingestion/rpc/ingestion_service.h"
#include "services/ingestion/rpc/validate.h"

namespace sos::ingestion {
namespace {

constexpr size_t kMaxChunkBytes = size_t{2} << 20;

// True for a submission that the caller has made, or that its role sees anyway.
bool IsOwn(const v1::Submission& submission, const auth::Principal& principal) {
  return principal.unlimited() || submission.creator() == principal.subject;
}

// An upload that is repeated after its submission was closed: nothing is kept, and all of the bytes
// must be those that were received.
class RepeatedUpload {
 public:
  explicit RepeatedUpload(v1::Submission closed) : closed_(std::move(closed)) {}

  absl::Status Add(const v1::UploadSubmissionRequest& chunk) {
    if (chunk.offset() != size_) return Refusal();
    size_ += static_cast<int64_t>(chunk.data().size());
    digest_.Add(chunk.data());
    return absl::OkStatus();
  }
  absl::Status End() {
    if (size_ == 0) return absl::OkStatus();  // Nothing was missing, and nothing was sent.
    return size_ == closed_.received_byte_count() && digest_.Hex() == closed_.content_digest()
               ? absl::OkStatus()
               : Refusal();
  }

 private:
  absl::Status Refusal() const {
    return errors::SubmissionClosed(
        closed_.name(),
        closed_.state() == v1::Submission::STATE_COMMITTED ? "committed" : "rejected");
  }

  const v1::Submission closed_;
  int64_t size_ = 0;
  Sha256 digest_;
};

// No submission has a longer name.
constexpr size_t kMaxAuditedNameBytes = 64;

// Submissions are read from the store this many at a time.
constexpr int64_t kSubmissionsAtOnce = 1000;

}  // namespace

absl::StatusOr<v1::Submission> IngestionService::Create(const v1::Submission& submission,
                                                        const std::string& request_id,
                                                        const rpc::CallContext& call) {
  SOS_RETURN_IF_ERROR(ValidateSubmission(submission));
  SOS_RETURN_IF_ERROR(ValidateRequestId(request_id));
  v1::Submission asked;
  asked.set_display_name(submission.display_name());
  asked.set_collection(submission.collection());
  asked.set_dashboard_year(submission.dashboard_year());
  asked.set_lea_cds(submission.lea_cds());
  if (submission.has_max_quarantined_row_count()) {
    asked.set_max_quarantined_row_count(submission.max_quarantined_row_count());
  }
  asked.set_contradictions_accepted(submission.contradictions_accepted());
  asked.set_corrects(submission.corrects());
  asked.set_shrink_allowed(submission.shrink_allowed());
  asked.set_coverage_claim(submission.coverage_claim());
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

absl::Status IngestionService::MayWrite(const auth::Principal& principal,
                                        const PartitionKey& partition) {
  if (!principal.unlimited() && WriterOf(partition.collection) != Writer::kAgency) {
    return errors::CollectionNotWritable(kCollections.Code(partition.collection),
                                         auth::RoleName(principal.role));
  }
  return principal.Covers(partition.lea)
             ? absl::OkStatus()
             : OutsideScopeError(errors::kDomain, "lea_cds", partition.lea.text());
}

absl::Status IngestionService::Commit(const v1::CommitSubmissionRequest& request,
                                      const rpc::CallContext& call, v1::Submission* response,
                                      absl::FunctionRef<bool()> hung_up) {
  const auto may_commit = [&](const PartitionKey& partition) -> absl::Status {
    if (hung_up()) return absl::CancelledError("the caller hung up");
    return MayWrite(call.principal(), partition);
  };
  CommitTerms terms{.validate_only = request.validate_only(),
                    .content_digest = request.content_digest(),
                    .from_agency = !call.principal().unlimited(),
                    .always_a_revision = rules_.always_a_revision,
                    .read_memory = read_memory_,
                    .loaded_files = &loaded_files_,
                    .may_commit = may_commit};
  if (request.has_byte_count()) terms.byte_count = request.byte_count();
  SOS_RETURN_IF_ERROR(
      rpc::Answer(CommitUpload(*store_, *layouts_, request.name(), terms), response));
  feed_.Wake();
  return absl::OkStatus();
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
  return calls_.Run(*context, "CreateSubmission", request, response,
                    [&](const rpc::CallContext& call) -> absl::Status {
                      return rpc::Answer(Create(request->submission(), request->request_id(), call),
                                         response);
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
  std::optional<RepeatedUpload> repeated;
  while (true) {
    SOS_ASSIGN_OR_RETURN(const bool more, chunks.Read(&chunk));
    if (!more) break;
    if (!chunk.name().empty() && chunk.name() != name) {
      if (repeated) SOS_RETURN_IF_ERROR(repeated->End());
      repeated.reset();
      name = chunk.name();
      call.Concerns(name.substr(0, kMaxAuditedNameBytes));
      SOS_ASSIGN_OR_RETURN(v1::Submission submission, GetOwn(name, call));
      if (submission.state() != v1::Submission::STATE_UPLOADING) {
        repeated.emplace(std::move(submission));
      }
    }
    if (name.empty()) return errors::FieldRequired("name");
    if (chunk.offset() < 0) {
      return errors::FieldInvalid("offset", absl::StrCat(chunk.offset()), "0 or more");
    }
    if (chunk.data().size() > kMaxChunkBytes) {
      return errors::FieldInvalid("data", absl::StrCat(chunk.data().size(), " bytes"),
                                  absl::StrCat("at most ", kMaxChunkBytes, " bytes"));
    }
    const int64_t max_bytes = MaxSubmissionBytes(read_memory_.limit_bytes());
    if (static_cast<int64_t>(chunk.data().size()) > max_bytes - chunk.offset()) {
      return errors::SubmissionTooLarge(name, max_bytes);
    }
    SOS_RETURN_IF_ERROR(repeated
                            ? repeated->Add(chunk)
                            : store_->AppendBytes(name, chunk.offset(), chunk.data()).status());
  }
  if (name.empty()) return errors::FieldRequired("name");
  if (repeated) SOS_RETURN_IF_ERROR(repeated->End());
  return rpc::Answer(store_->GetSubmission(name), response->mutable_submission());
}

grpc::Status IngestionService::CommitSubmission(grpc::ServerContext* context,
                                                const v1::CommitSubmissionRequest* request,
                                                v1::Submission* response) {
  return calls_.Run(*context, "CommitSubmission", request, response,
                    [&](const rpc::CallContext& call) -> absl::Status {
                      if (request->name().empty()) return errors::FieldRequired("name");
                      if (rules_.commit_digest_required) {
                        if (!request->has_byte_count()) return errors::FieldRequired("byte_count");
                        if (request->content_digest().empty()) {
                          return errors::FieldRequired("content_digest");
                        }
                      }
                      SOS_RETURN_IF_ERROR(GetOwn(request->name(), call).status());
                      return Commit(*request, call, response, [] { return false; });
                    });
}

grpc::Status IngestionService::DeleteSubmission(grpc::ServerContext* context,
                                                const v1::DeleteSubmissionRequest* request,
                                                google::protobuf::Empty* response) {
  return calls_.Run(*context, "DeleteSubmission", request, response,
                    [&](const rpc::CallContext& call) -> absl::Status {
                      if (request->name().empty()) return errors::FieldRequired("name");
                      SOS_RETURN_IF_ERROR(GetOwn(request->name(), call).status());
                      return store_->Delete(request->name());
                    });
}

grpc::Status IngestionService::GetSubmission(grpc::ServerContext* context,
                                             const v1::GetSubmissionRequest* request,
                                             v1::Submission* response) {
  return calls_.Run(*context, "GetSubmission", request, response,
                    [&](const rpc::CallContext& call) -> absl::Status {
                      if (request->name().empty()) return errors::FieldRequired("name");
                      return rpc::Answer(GetOwn(request->name(), call), response);
                    });
}

grpc::Status IngestionService::ListSubmissions(grpc::ServerContext* context,
                                               const v1::ListSubmissionsRequest* request,
                                               v1::ListSubmissionsResponse* response) {
  return calls_.Run(
      *context, "ListSubmissions", request, response,
      [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const rpc::Page page, PageOf("ListSubmissions", *request));
        return rpc::AnswerPage(
            "ListSubmissions", *request, page, response,
            [&](int64_t skip, int64_t limit) -> absl::StatusOr<std::vector<v1::Submission>> {
              SOS_ASSIGN_OR_RETURN(auto own, ListOwn(skip, limit, call.principal()));
              // A statewide file has about 100 kB of them: GetSubmission has them.
              for (v1::Submission& submission : own) {
                submission.clear_replacements();
                submission.clear_coverages();
                submission.clear_refused_rows();
                submission.clear_settled_rows();
              }
              return own;
            },
            [](auto* r) { return r->add_submissions(); });
      });
}

grpc::Status IngestionService::ListSubmissionIssues(grpc::ServerContext* context,
                                                    const v1::ListSubmissionIssuesRequest* request,
                                                    v1::ListSubmissionIssuesResponse* response) {
  return calls_.Run(*context, "ListSubmissionIssues", request, response,
                    [&](const rpc::CallContext& call) -> absl::Status {
                      if (request->parent().empty()) return errors::FieldRequired("parent");
                      SOS_RETURN_IF_ERROR(GetOwn(request->parent(), call).status());
                      SOS_ASSIGN_OR_RETURN(const rpc::Page page,
                                           PageOf("ListSubmissionIssues", *request));
                      return rpc::AnswerPage(
                          "ListSubmissionIssues", *request, page, response,
                          [&](int64_t skip, int64_t limit) {
                            return store_->ListIssues(request->parent(), skip, limit);
                          },
                          [](auto* r) { return r->add_issues(); });
                    });
}

}  // namespace sos::ingestion
