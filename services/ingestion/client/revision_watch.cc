// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/client/revision_watch.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "common/rpc/grpc_status.h"
#include "common/status/common_errors.h"

namespace sos {
namespace {

constexpr absl::Duration kFirstRetry = absl::Milliseconds(50);
constexpr absl::Duration kLastRetry = absl::Seconds(2);
constexpr absl::Duration kAskTimeout = absl::Seconds(5);

// Older revisions that are remembered; some hundred bytes each.
constexpr size_t kMaxOlder = 1024;

}  // namespace

RevisionWatch::RevisionWatch(ingestion::v1::IngestionService::StubInterface* ingestion)
    : ingestion_(ingestion), thread_([this] { Watch(); }) {}

RevisionWatch::~RevisionWatch() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    stop_.Wake();
    if (stream_ != nullptr) stream_->TryCancel();
  }
  thread_.join();
}

void RevisionWatch::Watch() {
  absl::Duration retry = kFirstRetry;
  while (true) {
    grpc::ClientContext context;
    {
      absl::MutexLock lock(&mutex_);
      if (stopping_) return;
      stream_ = &context;
    }
    const auto reader = ingestion_->WatchRevisions(&context, {});
    ingestion::v1::WatchRevisionsResponse response;
    while (reader->Read(&response)) {
      Remember(RevisionIn(response));
      retry = kFirstRetry;
    }
    Remember(std::nullopt);
    // The server's reason does not matter here: whoever needs a revision asks and sees it.
    (void)reader->Finish();
    absl::MutexLock lock(&mutex_);
    stream_ = nullptr;
    stop_.AwaitFor(mutex_, retry, [this] { return stopping_; });
    retry = std::min(retry * 2, kLastRetry);
  }
}

void RevisionWatch::Remember(std::optional<Revision> newest) {
  absl::MutexLock lock(&mutex_);
  newest_ = std::move(newest);
  ++changes_;
  older_.clear();
}

std::optional<Revision> RevisionWatch::newest_known() const {
  absl::ReaderMutexLock lock(&mutex_);
  return newest_;
}

absl::StatusOr<Revision> RevisionWatch::Resolve(const Revision& asked,
                                                const rpc::CallContext& context) {
  absl::StatusOr<Revision> resolved = Find(asked, context);
  if (!resolved.ok() || asked.newest() || context.sees_history()) return resolved;
  absl::StatusOr<Revision> newest = Find({}, context);
  if (!newest.ok()) return newest;
  return *resolved == *newest ? resolved : RevisionNotPublicError(context.domain());
}

absl::StatusOr<Revision> RevisionWatch::Find(const Revision& asked,
                                             const rpc::CallContext& context) {
  const std::string words = ToString(asked);
  int64_t changes = 0;
  {
    absl::ReaderMutexLock lock(&mutex_);
    changes = changes_;
    if (newest_ && (asked.newest() || asked == *newest_)) return *newest_;
    const auto found = older_.find(words);
    if (newest_ && found != older_.end()) return found->second;
  }
  ingestion::v1::GetRevisionRequest request;
  SetRevision(asked, request);
  const auto client_context = context.NewClientContext(kAskTimeout);
  ingestion::v1::Revision response;
  const grpc::Status status = ingestion_->GetRevision(client_context.get(), request, &response);
  if (!status.ok()) return rpc::FromGrpcStatus(status);
  Revision resolved = RevisionIn(response);
  absl::MutexLock lock(&mutex_);
  if (!asked.newest() && newest_ && changes == changes_ && older_.size() < kMaxOlder) {
    older_.emplace(words, resolved);
  }
  return resolved;
}

}  // namespace sos
