#include "common/revision/revision_watch.h"

#include <algorithm>

#include "absl/time/time.h"
#include "common/rpc/grpc_status.h"

namespace sos {
namespace {

constexpr absl::Duration kFirstRetry = absl::Milliseconds(50);
constexpr absl::Duration kLastRetry = absl::Seconds(2);
constexpr absl::Duration kAskTimeout = absl::Seconds(5);

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
      newest_.store(response.revision(), std::memory_order_release);
      retry = kFirstRetry;
    }
    newest_.store(-1, std::memory_order_release);
    // The server's reason does not matter here: whoever needs a revision asks and sees it.
    (void)reader->Finish();
    absl::MutexLock lock(&mutex_);
    stream_ = nullptr;
    stop_.AwaitFor(mutex_, retry, [this] { return stopping_; });
    retry = std::min(retry * 2, kLastRetry);
  }
}

absl::StatusOr<int64_t> RevisionWatch::Resolve(int64_t requested, const rpc::CallContext& context) {
  if (requested != 0) return requested;
  if (const int64_t known = newest_known(); known >= 0) return known;
  const auto client_context = context.NewClientContext(kAskTimeout);
  ingestion::v1::Snapshot snapshot;
  const grpc::Status status = ingestion_->GetSnapshot(client_context.get(), {}, &snapshot);
  if (!status.ok()) return rpc::FromGrpcStatus(status);
  return snapshot.revision();
}

}  // namespace sos
