// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/rpc/revision_feed.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "sos/ingestion/v1/ingestion_service.pb.h"

namespace sos::ingestion {
namespace {

// How often the store is looked at for what other processes have committed. A commit through this
// one wakes the feed at once.
constexpr absl::Duration kWatchInterval = absl::Milliseconds(250);

absl::Status Stopping() { return absl::CancelledError("the server is stopping"); }

}  // namespace

// One watch. It keeps itself until gRPC is done with it.
//
// gRPC may call back from within StartWrite() and Finish(), so neither is called under the lock.
class RevisionFeed::Watcher final : public Reactor, public std::enable_shared_from_this<Watcher> {
 public:
  Watcher(RevisionFeed& feed, std::unique_ptr<rpc::Calls::HeldCall> call)
      : feed_(feed), call_(std::move(call)) {}

  void KeepUntilDone() { self_ = shared_from_this(); }

  // Sends `newest` unless it was sent already; where a message is on its way, after that.
  void Offer(const Revision& newest) {
    {
      absl::MutexLock lock(&mutex_);
      newest_ = newest;
    }
    GoOn();
  }

  void End(const absl::Status& status) {
    {
      absl::MutexLock lock(&mutex_);
      if (end_) return;
      end_ = status;
    }
    GoOn();
  }

  void OnWriteDone(bool ok) override {
    {
      absl::MutexLock lock(&mutex_);
      writing_ = false;
      if (!ok && !end_) end_ = absl::CancelledError("the caller hung up");
    }
    GoOn();
  }

  void OnCancel() override { End(absl::CancelledError("the caller hung up")); }

  void OnDone() override {
    feed_.Remove(self_);
    self_.reset();
  }

 private:
  // Does what is next: a message, the end, or nothing as yet.
  void GoOn() {
    std::optional<absl::Status> end;
    {
      absl::MutexLock lock(&mutex_);
      if (writing_ || finished_) return;
      if (end_) {
        finished_ = true;
        end = end_;
      } else if (newest_ && newest_ != sent_) {
        sent_ = newest_;
        v1::WatchRevisionsResponse response;
        SetRevision(*sent_, response);
        const std::string bytes = response.SerializeAsString();
        const grpc::Slice slice(bytes);
        response_ = grpc::ByteBuffer(&slice, 1);
        writing_ = true;
      } else {
        return;
      }
    }
    if (end) {
      Finish(call_->End(*end));
    } else {
      StartWrite(&response_);
    }
  }

  RevisionFeed& feed_;
  const std::unique_ptr<rpc::Calls::HeldCall> call_;
  std::shared_ptr<Watcher> self_;
  absl::Mutex mutex_;
  // Of the message on its way, which no other writes to.
  grpc::ByteBuffer response_;
  std::optional<Revision> newest_ ABSL_GUARDED_BY(mutex_);
  std::optional<Revision> sent_ ABSL_GUARDED_BY(mutex_);
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<absl::Status> end_ ABSL_GUARDED_BY(mutex_);
};

RevisionFeed::RevisionFeed(Store* store) : store_(store), thread_([this] { Run(); }) {}

RevisionFeed::~RevisionFeed() {
  Stop();
  thread_.join();
}

RevisionFeed::Reactor* RevisionFeed::Watch(std::unique_ptr<rpc::Calls::HeldCall> call) {
  const auto watcher = std::make_shared<Watcher>(*this, std::move(call));
  watcher->KeepUntilDone();
  bool stopping = false;
  {
    absl::MutexLock lock(&mutex_);
    stopping = stopping_;
    watchers_.insert(watcher);
    ++wanted_;
    news_.Wake();
  }
  if (stopping) watcher->End(Stopping());
  return watcher.get();
}

void RevisionFeed::Wake() {
  absl::MutexLock lock(&mutex_);
  ++wanted_;
  news_.Wake();
}

void RevisionFeed::Stop() {
  std::set<std::shared_ptr<Watcher>> watchers;
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    watchers = watchers_;
    news_.Wake();
  }
  for (const auto& watcher : watchers) watcher->End(Stopping());
}

void RevisionFeed::Remove(const std::shared_ptr<Watcher>& watcher) {
  absl::MutexLock lock(&mutex_);
  watchers_.erase(watcher);
}

void RevisionFeed::Run() {
  while (true) {
    std::set<std::shared_ptr<Watcher>> watchers;
    int64_t seen = 0;
    {
      absl::MutexLock lock(&mutex_);
      if (stopping_) return;
      watchers = watchers_;
      seen = wanted_;
    }
    if (!watchers.empty()) {
      const absl::StatusOr<Revision> newest = store_->NewestRevision();
      for (const auto& watcher : watchers) {
        if (newest.ok()) {
          watcher->Offer(*newest);
        } else {
          watcher->End(newest.status());
        }
      }
    }
    watchers.clear();
    absl::MutexLock lock(&mutex_);
    const auto awake = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
      return stopping_ || wanted_ != seen;
    };
    news_.AwaitFor(mutex_, kWatchInterval, awake);
  }
}

}  // namespace sos::ingestion
