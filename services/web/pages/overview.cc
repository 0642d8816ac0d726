// SPDX-License-Identifier: Apache-2.0
#include "services/web/pages/overview.h"

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"

namespace sos::web {
namespace {

// How long a new release of a known revision may go unnoticed.
constexpr absl::Duration kOverviewLife = absl::Seconds(5);
// Revisions that are remembered: the newest, and those that links name.
constexpr size_t kMaxOverviews = 16;

// The first collections are those of the indicators (CONTRIBUTING.md, "Add an indicator").
bool HoldsResults(ingestion::v1::Collection collection) {
  return collection >= ingestion::v1::COLLECTION_CHRONIC_ABSENTEEISM &&
         collection <= ingestion::v1::COLLECTION_SCIENCE;
}

std::string ReleaseOf(const Revision& revision,
                      const std::vector<ingestion::v1::Release>& releases) {
  std::string found;
  for (const auto& release : releases) {
    if (release.revision_identity() != revision.identity || !release.public_()) continue;
    const std::string id = IdOf(release);
    if (found.empty() || (IsPreview(found) && !IsPreview(id))) found = id;
  }
  return found;
}

}  // namespace

std::string IdOf(const ingestion::v1::Release& release) {
  return std::string(absl::StripPrefix(release.name(), kReleasePrefix));
}

bool IsPreview(const std::string& release) { return absl::StrContains(release, "preview"); }

absl::StatusOr<std::shared_ptr<const Overview>> Overviews::Get(Services& services) {
  SOS_ASSIGN_OR_RETURN(const ingestion::v1::Revision asked, services.GetRevision());
  const Revision revision = RevisionIn(asked);
  const absl::Duration now = clock_.Elapsed();
  // Who signed in may be told more, such as the submissions of the files. Nobody else may see that.
  const bool shared = !services.caller().signed_in();
  if (shared) {
    absl::MutexLock lock(&mutex_);
    for (const Kept& kept : kept_) {
      if (kept.overview->revision == revision && kept.until > now) return kept.overview;
    }
  }
  auto overview = std::make_shared<Overview>();
  SOS_ASSIGN_OR_RETURN(overview->snapshot, services.GetSnapshot());
  SOS_ASSIGN_OR_RETURN(overview->releases, services.ListReleases());
  overview->revision = revision;
  overview->release = ReleaseOf(revision, overview->releases);
  std::set<int, std::greater<>> years;
  for (const auto& coverage : overview->snapshot.coverages()) {
    if (HoldsResults(coverage.collection())) years.insert(coverage.dashboard_year());
  }
  overview->years.assign(years.begin(), years.end());
  if (!shared) return overview;
  absl::MutexLock lock(&mutex_);
  std::erase_if(kept_, [&](const Kept& kept) {
    return kept.until <= now || kept.overview->revision == revision;
  });
  if (kept_.size() >= kMaxOverviews) kept_.pop_front();
  kept_.push_back({.overview = overview, .until = now + kOverviewLife});
  return overview;
}

}  // namespace sos::web
