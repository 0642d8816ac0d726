// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/rpc/revision_feed.h"

#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"
#include "services/ingestion/convert/enums.h"
#include "services/ingestion/domain/writer.h"
#include "sos/ingestion/v1/ingestion_service.pb.h"

namespace sos::ingestion {
namespace {

// How often the store is looked at for what other processes have committed. A commit through this
// one wakes the feed at once.
constexpr absl::Duration kWatchInterval = absl::Milliseconds(250);

// Changes that one message tells at most, some 50 bytes each: below gRPC's 4 MiB a message.
constexpr int kMaxToldChanges = 50'000;

// Releases that are read at once.
constexpr int64_t kReleasePage = 1000;

void AddDeleted(const v1::Submission& commit, std::vector<v1::PartitionChange>& changes) {
  for (const auto& entry : kCollectionEntries) {
    if (!GoesWithStudents(entry.value)) continue;
    v1::PartitionChange& change = changes.emplace_back();
    change.set_lea(absl::StrCat(kEntityPrefix, commit.lea_cds()));
    change.set_collection(ToProto(entry.value));
    change.set_dashboard_year(commit.dashboard_year());
    change.set_revision(commit.revision());
  }
}

absl::Status Stopping() { return absl::CancelledError("the server is stopping"); }

}  // namespace

// One watch. It keeps itself until gRPC is done with it.
//
// gRPC may call back from within StartWrite() and Finish(), so neither is called under the lock.
class RevisionFeed::Watcher final : public Reactor, public std::enable_shared_from_this<Watcher> {
 public:
  Watcher(RevisionFeed& feed, std::unique_ptr<rpc::Calls::HeldCall> call, int64_t since)
      : feed_(feed), call_(std::move(call)), since_(since) {}

  void KeepUntilDone() { self_ = shared_from_this(); }

  // Sends `news` unless they were sent already; where a message is on its way, after that.
  void Offer(const News& news) {
    if (since_ > 0 && news.newest.number > since_) {
      if (const absl::Status read = AddChanges(news.newest); !read.ok()) return End(read);
    }
    {
      absl::MutexLock lock(&mutex_);
      news_ = news;
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
  // Adds what has changed since the revision that was looked at last, up to `newest`.
  absl::Status AddChanges(const Revision& newest) {
    std::vector<v1::PartitionChange> changes;
    SOS_RETURN_IF_ERROR(
        feed_.store_->VisitPartitions({}, newest, false, [&](const v1::Partition& partition) {
          if (partition.revision() <= since_) return absl::OkStatus();
          v1::PartitionChange& change = changes.emplace_back();
          change.set_lea(absl::StrCat(kEntityPrefix, partition.lea_cds()));
          change.set_collection(partition.collection());
          change.set_dashboard_year(partition.dashboard_year());
          change.set_revision(partition.revision());
          return absl::OkStatus();
        }));
    // What was deleted is no partition any more.
    SOS_RETURN_IF_ERROR(
        feed_.store_->VisitCommits(since_, newest, [&](const v1::Submission& commit) {
          if (commit.deletes_student_records()) AddDeleted(commit, changes);
          return absl::OkStatus();
        }));
    since_ = newest.number;
    absl::MutexLock lock(&mutex_);
    too_many_changes_ =
        too_many_changes_ || std::ssize(changes_) + std::ssize(changes) > kMaxToldChanges;
    changes_.insert(changes_.end(), changes.begin(), changes.end());
    if (too_many_changes_) changes_.clear();
    return absl::OkStatus();
  }

  v1::WatchRevisionsResponse TakeNews() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    sent_ = news_;
    v1::WatchRevisionsResponse response;
    SetRevision(sent_->newest, response);
    response.set_estimates_unpublished(sent_->estimates_unpublished);
    response.set_newest_deletion(sent_->newest_deletion);
    for (const Revision& revision : sent_->public_revisions) {
      SetRevision(revision, *response.add_public_revisions());
    }
    for (v1::PartitionChange& change : changes_) *response.add_changes() = std::move(change);
    changes_.clear();
    response.set_too_many_changes(too_many_changes_);
    too_many_changes_ = false;
    return response;
  }

  // Does what is next: a message, the end, or nothing as yet.
  void GoOn() {
    std::optional<absl::Status> end;
    {
      absl::MutexLock lock(&mutex_);
      if (writing_ || finished_) return;
      if (end_) {
        finished_ = true;
        end = end_;
      } else if (news_ && news_ != sent_) {
        const std::string bytes = TakeNews().SerializeAsString();
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
  // Of the feed's thread: the revision up to which changes were looked for; 0: nobody asks for
  // them.
  int64_t since_;
  std::optional<News> news_ ABSL_GUARDED_BY(mutex_);
  std::optional<News> sent_ ABSL_GUARDED_BY(mutex_);
  std::vector<v1::PartitionChange> changes_ ABSL_GUARDED_BY(mutex_);
  bool too_many_changes_ ABSL_GUARDED_BY(mutex_) = false;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<absl::Status> end_ ABSL_GUARDED_BY(mutex_);
};

RevisionFeed::RevisionFeed(Store* store, UnpublishedEstimates* unpublished,
                           NewestDeletion* deletion)
    : store_(store), unpublished_(unpublished), deletion_(deletion), thread_([this] { Run(); }) {}

RevisionFeed::~RevisionFeed() {
  Stop();
  thread_.join();
}

RevisionFeed::Reactor* RevisionFeed::Watch(std::unique_ptr<rpc::Calls::HeldCall> call,
                                           int64_t since) {
  const auto watcher = std::make_shared<Watcher>(*this, std::move(call), since);
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

absl::StatusOr<RevisionFeed::News> RevisionFeed::Look() {
  News news;
  SOS_ASSIGN_OR_RETURN(news.newest, store_->NewestRevision());
  SOS_ASSIGN_OR_RETURN(news.estimates_unpublished, unpublished_->AnyAt(news.newest));
  SOS_ASSIGN_OR_RETURN(news.newest_deletion, deletion_->Find());
  std::map<int64_t, Revision> by_number;
  for (int64_t skip = 0;; skip += kReleasePage) {
    SOS_ASSIGN_OR_RETURN(const auto releases, store_->ListReleases(skip, kReleasePage));
    for (const v1::Release& release : releases) {
      if (release.public_()) by_number[release.revision()] = RevisionIn(release);
    }
    if (std::ssize(releases) < kReleasePage) break;
  }
  for (auto& [number, revision] : by_number) news.public_revisions.push_back(std::move(revision));
  return news;
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
      const absl::StatusOr<News> news = Look();
      for (const auto& watcher : watchers) {
        if (news.ok()) {
          watcher->Offer(*news);
        } else {
          watcher->End(news.status());
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
