// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/client/revision_watch.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/rpc/grpc_status.h"
#include "common/status/common_errors.h"
#include "common/status/macros.h"

namespace sos {
namespace {

constexpr absl::Duration kFirstRetry = absl::Milliseconds(50);
constexpr absl::Duration kLastRetry = absl::Seconds(2);
constexpr absl::Duration kAskTimeout = absl::Seconds(5);

// Releases that are read at once.
constexpr int kReleasePage = 1000;

// Older revisions that are remembered; some hundred bytes each.
constexpr size_t kMaxOlder = 1024;

// What the caller sees of a revision with estimates that not everybody may see. A service asks for
// what its own caller sees.
Revision SeenBy(const auth::Principal& principal, const Revision& asked, Revision revision) {
  if (!principal.sees_counts()) return PublicViewOf(std::move(revision));
  if (principal.unlimited()) {
    absl::StrAppend(&revision.identity, ViewOf(asked));
    return revision;
  }
  std::vector<std::string> scope = principal.county_codes;
  for (const CdsCode& lea : principal.leas) scope.emplace_back(lea.text());
  absl::c_sort(scope);
  return PublicViewOf(std::move(revision), scope);
}

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
      std::vector<Revision> public_revisions;
      for (const auto& named : response.public_revisions()) {
        public_revisions.push_back(RevisionIn(named));
      }
      Remember(
          Known{RevisionIn(response), response.estimates_unpublished(), response.newest_deletion()},
          std::move(public_revisions));
      retry = kFirstRetry;
    }
    Remember(std::nullopt, {});
    // The server's reason does not matter here: whoever needs a revision asks and sees it.
    (void)reader->Finish();
    absl::MutexLock lock(&mutex_);
    stream_ = nullptr;
    stop_.AwaitFor(mutex_, retry, [this] { return stopping_; });
    retry = std::min(retry * 2, kLastRetry);
  }
}

void RevisionWatch::Remember(std::optional<Known> newest, std::vector<Revision> public_revisions) {
  absl::MutexLock lock(&mutex_);
  newest_ = std::move(newest);
  public_revisions_ = std::move(public_revisions);
  ++changes_;
  older_.clear();
}

std::optional<Revision> RevisionWatch::newest_known() const {
  absl::ReaderMutexLock lock(&mutex_);
  if (!newest_) return std::nullopt;
  return AfterDeletion(newest_->revision, newest_->newest_deletion);
}

bool RevisionWatch::public_sees_less() const {
  absl::ReaderMutexLock lock(&mutex_);
  return !newest_ || newest_->estimates_unpublished;
}

absl::StatusOr<Revision> RevisionWatch::Resolve(const Revision& asked,
                                                const rpc::CallContext& context) {
  SOS_ASSIGN_OR_RETURN(const Known found, Find(WholeOf(asked), context));
  // Another service may know of a later deletion; whoever else says a number could make us compute
  // everything anew.
  const int64_t told = context.principal().unlimited() ? DeletionIn(asked) : 0;
  const Revision whole = AfterDeletion(found.revision, std::max(found.newest_deletion, told));
  const Revision seen =
      found.estimates_unpublished ? SeenBy(context.principal(), asked, whole) : whole;
  if (asked.newest() || context.sees_history()) return seen;
  SOS_ASSIGN_OR_RETURN(const Known newest, Find({}, context));
  if (found.revision == newest.revision) return seen;
  SOS_ASSIGN_OR_RETURN(const std::vector<Revision> published, PublicRevisions(context));
  if (!absl::c_linear_search(published, found.revision)) {
    return RevisionNotPublicError(context.domain());
  }
  return seen;
}

absl::StatusOr<std::vector<Revision>> RevisionWatch::PublicBefore(const Revision& revision,
                                                                  const rpc::CallContext& context) {
  SOS_ASSIGN_OR_RETURN(std::vector<Revision> published, PublicRevisions(context));
  std::erase_if(published, [&](const Revision& named) { return named.number >= revision.number; });
  // What everybody could see of them.
  for (Revision& named : published) {
    named = PublicViewOf(AfterDeletion(std::move(named), DeletionIn(revision)));
  }
  return published;
}

absl::StatusOr<std::vector<Revision>> RevisionWatch::PublicRevisions(
    const rpc::CallContext& context) {
  {
    absl::ReaderMutexLock lock(&mutex_);
    if (newest_) return public_revisions_;
  }
  std::map<int64_t, Revision> by_number;
  ingestion::v1::ListReleasesRequest request;
  request.set_page_size(kReleasePage);
  do {
    const auto client_context = context.NewClientContext(kAskTimeout);
    ingestion::v1::ListReleasesResponse response;
    const grpc::Status status = ingestion_->ListReleases(client_context.get(), request, &response);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    for (const auto& release : response.releases()) {
      if (release.public_()) by_number[release.revision()] = RevisionIn(release);
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  std::vector<Revision> named;
  named.reserve(by_number.size());
  for (auto& [number, revision] : by_number) named.push_back(std::move(revision));
  return named;
}

absl::StatusOr<RevisionWatch::Known> RevisionWatch::Find(const Revision& asked,
                                                         const rpc::CallContext& context) {
  const std::string words = ToString(asked);
  int64_t changes = 0;
  {
    absl::ReaderMutexLock lock(&mutex_);
    changes = changes_;
    if (newest_ && (asked.newest() || asked == newest_->revision)) return *newest_;
    const auto found = older_.find(words);
    if (newest_ && found != older_.end()) return found->second;
  }
  ingestion::v1::GetRevisionRequest request;
  SetRevision(asked, request);
  const auto client_context = context.NewClientContext(kAskTimeout);
  ingestion::v1::Revision response;
  const grpc::Status status = ingestion_->GetRevision(client_context.get(), request, &response);
  if (!status.ok()) return rpc::FromGrpcStatus(status);
  const Known resolved{RevisionIn(response), response.estimates_unpublished(),
                       response.newest_deletion()};
  absl::MutexLock lock(&mutex_);
  if (!asked.newest() && newest_ && changes == changes_ && older_.size() < kMaxOlder) {
    older_.emplace(words, resolved);
  }
  return resolved;
}

}  // namespace sos
