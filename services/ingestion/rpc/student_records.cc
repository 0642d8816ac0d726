// SPDX-License-Identifier: Apache-2.0

// The RPCs of the ingestion service that are about students: typed records in, and lists for those
// who may see them.

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/rpc/paging.h"
#include "common/status/common_errors.h"
#include "common/status/macros.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/files/typed_records.h"
#include "services/ingestion/rpc/ingestion_service.h"
#include "services/ingestion/rpc/validate.h"

namespace sos::ingestion {
namespace {

// Lines are stored when so many bytes have come together.
constexpr size_t kStoredAtOnceBytes = size_t{1} << 20;

// Takes the lines of typed records into a submission. What a repeated stream sends again must be
// what is stored of the first.
class LineWriter {
 public:
  LineWriter(Store& store, std::string submission, std::string request_id, std::string stored)
      : store_(store),
        submission_(std::move(submission)),
        request_id_(std::move(request_id)),
        stored_(std::move(stored)) {}

  absl::Status Write(absl::string_view line) {
    absl::StrAppend(&lines_, line);
    return lines_.size() < kStoredAtOnceBytes ? absl::OkStatus() : Flush();
  }
  // At the end nothing may be left that is stored and was not sent again.
  absl::Status Finish() {
    SOS_RETURN_IF_ERROR(Flush());
    return offset_ < stored_.size() ? errors::RequestIdReused(request_id_) : absl::OkStatus();
  }

 private:
  absl::Status Flush() {
    const absl::string_view before =
        absl::string_view(stored_).substr(std::min(offset_, stored_.size()), lines_.size());
    if (before != absl::string_view(lines_).substr(0, before.size())) {
      return errors::RequestIdReused(request_id_);
    }
    SOS_RETURN_IF_ERROR(
        store_.AppendBytes(submission_, static_cast<int64_t>(offset_), lines_).status());
    offset_ += lines_.size();
    lines_.clear();
    return absl::OkStatus();
  }

  Store& store_;
  const std::string submission_;
  const std::string request_id_;
  const std::string stored_;
  size_t offset_ = 0;
  std::string lines_;
};

}  // namespace

grpc::ServerReadReactor<grpc::ByteBuffer>* IngestionService::SubmitStudentRecords(
    grpc::CallbackServerContext* context, grpc::ByteBuffer* response) {
  return rpc::RequestStreamCall<v1::SubmitStudentRecordsRequest, v1::Submission>::Begin(
      calls_, *context, "SubmitStudentRecords", response,
      [this](const rpc::CallContext& call, auto& requests, auto* response) {
        return SubmitRecords(requests, call, response);
      });
}

absl::Status IngestionService::SubmitRecords(
    rpc::RequestStream<v1::SubmitStudentRecordsRequest>& requests, const rpc::CallContext& call,
    v1::Submission* response) {
  v1::SubmitStudentRecordsRequest message;
  SOS_ASSIGN_OR_RETURN(bool more, requests.Read(&message));
  if (!more || !message.has_submission()) return errors::FieldRequired("submission");
  const v1::Collection collection = message.submission().collection();
  if (collection == v1::COLLECTION_UNSPECIFIED) {
    return errors::FieldRequired("submission.collection");
  }
  const bool validate_only = message.validate_only();
  SOS_ASSIGN_OR_RETURN(const v1::Submission submission,
                       Create(message.submission(), message.request_id(), call));
  if (submission.state() != v1::Submission::STATE_UPLOADING) {
    *response = submission;
    return absl::OkStatus();
  }
  std::string stored;
  MemoryAccount memory(read_memory_, submission.received_byte_count());
  HeldMemory held_stored(&memory);
  if (submission.received_byte_count() > 0) {
    if (!held_stored.Add(submission.received_byte_count())) {
      return errors::MemoryBudgetFull(read_memory_.limit_bytes());
    }
    SOS_ASSIGN_OR_RETURN(stored, store_->ReadBytes(submission.name()));
  }
  int64_t sent = 0;
  std::optional<int64_t> meant;
  LineWriter writer(*store_, submission.name(), message.request_id(), std::move(stored));
  while (more) {
    sent += message.records_size();
    if (message.has_record_count()) meant = message.record_count();
    for (const v1::StudentRecord& record : message.records()) {
      SOS_ASSIGN_OR_RETURN(const std::string line, LineOf(record, collection, *layouts_));
      SOS_RETURN_IF_ERROR(writer.Write(line));
    }
    SOS_ASSIGN_OR_RETURN(more, requests.Read(&message));
  }
  SOS_RETURN_IF_ERROR(writer.Finish());
  // Nothing of a stream that broke off is committed: what it lacks is still to come.
  if (!meant && rules_.commit_digest_required) return errors::FieldRequired("record_count");
  if (meant && *meant != sent) {
    return errors::ContentMismatch(submission.name(), "record_count", absl::StrCat(sent),
                                   absl::StrCat(*meant), false);
  }
  v1::CommitSubmissionRequest commit;
  commit.set_name(submission.name());
  commit.set_validate_only(validate_only);
  SOS_RETURN_IF_ERROR(Commit(commit, call, response, [&] { return requests.HungUp(); }));
  return validate_only ? store_->Delete(submission.name()) : absl::OkStatus();
}

grpc::Status IngestionService::ListQuarantinedStudents(
    grpc::ServerContext* context, const v1::ListQuarantinedStudentsRequest* request,
    v1::ListQuarantinedStudentsResponse* response) {
  return calls_.Run(
      *context, "ListQuarantinedStudents", request, response,
      [&](const rpc::CallContext& call) -> absl::Status {
        if (request->parent().empty()) return errors::FieldRequired("parent");
        SOS_RETURN_IF_ERROR(ValidatePurpose(errors::kDomain, request->purpose()));
        // Only names of submissions get into the audit log.
        SOS_ASSIGN_OR_RETURN(const v1::Submission submission, GetOwn(request->parent(), call));
        SOS_RETURN_IF_ERROR(student_access_.Admit(*context, call.principal(), errors::kDomain,
                                                  "ListQuarantinedStudents", submission.name(),
                                                  request->purpose()));
        SOS_ASSIGN_OR_RETURN(const rpc::Page page, PageOf("ListQuarantinedStudents", *request));
        return rpc::AnswerPage(
            "ListQuarantinedStudents", *request, page, response,
            [&](int64_t skip, int64_t limit) {
              return store_->ListQuarantinedStudents(request->parent(), skip, limit);
            },
            [](auto* r) { return r->add_students(); });
      });
}

}  // namespace sos::ingestion
