// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/store/sql/history.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/ingestion/convert/enums.h"
#include "services/ingestion/domain/collection.h"
#include "services/ingestion/domain/writer.h"
#include "services/ingestion/errors.h"

namespace sos::ingestion::store {
namespace {

constexpr absl::string_view kPartitions = "partitions/";
constexpr absl::string_view kDeletedRecords = "deletedStudentRecords/";

// The key in `partitions/{collection}-{year}-{lea}`.
std::optional<StoredKey> ParseKey(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, kPartitions)) return std::nullopt;
  const size_t before_lea = name.rfind('-');
  if (before_lea == absl::string_view::npos || before_lea == 0) return std::nullopt;
  const size_t before_year = name.rfind('-', before_lea - 1);
  if (before_year == absl::string_view::npos) return std::nullopt;
  const auto collection = kCollections.FromCode(name.substr(0, before_year));
  StoredKey key{.lea = std::string(name.substr(before_lea + 1))};
  if (!collection ||
      !absl::SimpleAtoi(name.substr(before_year + 1, before_lea - before_year - 1), &key.year)) {
    return std::nullopt;
  }
  key.collection = ToProto(*collection);
  return key;
}

// What `deletedStudentRecords/{year}-{lea}` names.
std::optional<DeletedRecords> ParseDeleted(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, kDeletedRecords)) return std::nullopt;
  const size_t before_lea = name.find('-');
  if (before_lea == absl::string_view::npos) return std::nullopt;
  DeletedRecords deleted{.lea = std::string(name.substr(before_lea + 1))};
  if (!absl::SimpleAtoi(name.substr(0, before_lea), &deleted.year)) return std::nullopt;
  return deleted;
}

// The version that `revision` sees; null if it sees none.
template <typename Versions>
const Version* At(const Versions& versions, int64_t revision) {
  const auto after =
      std::upper_bound(versions.begin(), versions.end(), revision,
                       [](int64_t number, const Version& v) { return number < v.revision; });
  return after == versions.begin() ? nullptr : &*std::prev(after);
}

template <typename Numbers>
bool Wants(const Numbers& wanted, int64_t number) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), number) != wanted.end();
}

// The newest revision as the head row has it.
absl::StatusOr<Revision> ReadHead(sql::Connection& connection) {
  SOS_ASSIGN_OR_RETURN(const auto query,
                       connection.Prepare("SELECT revision, identity FROM newest_revision"));
  SOS_ASSIGN_OR_RETURN(const bool found, query->Step());
  if (!found) return errors::StoreDamaged("the newest revision");
  return Revision{.number = query->Int(0), .identity = std::string(query->Bytes(1))};
}

}  // namespace

std::string NameOf(const StoredKey& key) {
  return absl::StrCat(kPartitions, CollectionCode(static_cast<v1::Collection>(key.collection)), "-",
                      key.year, "-", key.lea);
}

ManifestEntry EntryOf(const DeletedRecords& deleted) {
  const std::string name = absl::StrCat(kDeletedRecords, deleted.year, "-", deleted.lea);
  return {.name = name, .digest = DigestOf(name, {})};
}

absl::Status WriteHead(sql::Connection& connection, const Revision& newest) {
  SOS_ASSIGN_OR_RETURN(
      const auto update,
      connection.Prepare("UPDATE newest_revision SET revision = ?, identity = ? WHERE id = 1"));
  return update->Bind(newest.number).BindText(newest.identity).Run();
}

absl::StatusOr<Revision> History::Refresh(sql::Connection& connection) {
  SOS_ASSIGN_OR_RETURN(Revision newest, ReadHead(connection));
  const auto known = static_cast<size_t>(newest.number);
  absl::MutexLock lock(&mutex_);
  if (newest.number < 0) return errors::StoreDamaged("the newest revision");
  if (known <= identities_.size()) {
    const bool same =
        known == 0 ? newest.identity.empty() : newest.identity == identities_[known - 1];
    if (same) return newest;
    // The database is of another history than it was.
    Forget();
  }
  absl::Status read = ReadFrom(connection, newest);
  if (!read.ok() && !identities_.empty()) {
    // So it may be here: what was known does not lead to what is there.
    Forget();
    read = ReadFrom(connection, newest);
  }
  SOS_RETURN_IF_ERROR(read);
  return newest;
}

absl::Status History::ReadFrom(sql::Connection& connection, const Revision& newest) {
  SOS_ASSIGN_OR_RETURN(const auto query,
                       connection.Prepare("SELECT revision, manifest, identity FROM revisions "
                                          "WHERE revision > ? ORDER BY revision"));
  query->Bind(static_cast<int64_t>(identities_.size()));
  while (true) {
    SOS_ASSIGN_OR_RETURN(const bool more, query->Step());
    if (!more) break;
    SOS_RETURN_IF_ERROR(Add(query->Int(0), query->Bytes(1), query->Bytes(2)));
  }
  const auto count = static_cast<int64_t>(identities_.size());
  if (count != newest.number || (count > 0 && identities_.back() != newest.identity)) {
    const int64_t missing = std::min(count, newest.number) + 1;
    return errors::StoreDamaged(absl::StrCat("revision ", missing));
  }
  return absl::OkStatus();
}

absl::Status History::Add(int64_t revision, absl::string_view manifest,
                          absl::string_view identity) {
  const int64_t expected = static_cast<int64_t>(identities_.size()) + 1;
  const std::string damaged = absl::StrCat("revision ", expected);
  if (revision != expected) return errors::StoreDamaged(damaged);
  const std::string before = identities_.empty() ? std::string() : identities_.back();
  if (IdentityOf(before, manifest) != identity) return errors::StoreDamaged(damaged);
  // What stands in it was committed so: its identity vouches for it.
  absl::StatusOr<std::vector<ManifestLine>> entries = DecodeManifest(manifest);
  if (!entries.ok()) return errors::StoreDamaged(damaged);
  for (ManifestLine& entry : *entries) {
    Version version{.revision = revision, .digest = std::move(entry.digest)};
    if (absl::string_view cds = entry.name; absl::ConsumePrefix(&cds, kEntityPrefix)) {
      entities_[std::string(cds)].push_back(std::move(version));
    } else if (const std::optional<StoredKey> key = ParseKey(entry.name)) {
      partitions_[*key].push_back(std::move(version));
    } else if (const std::optional<DeletedRecords> deleted = ParseDeleted(entry.name)) {
      deletions_[*deleted].push_back(revision);
    } else {
      return errors::StoreDamaged(damaged);
    }
  }
  identities_.emplace_back(identity);
  numbers_[identities_.back()] = revision;
  return absl::OkStatus();
}

void History::Forget() {
  identities_.clear();
  numbers_.clear();
  partitions_.clear();
  entities_.clear();
  deletions_.clear();
}

int64_t History::DeletedBy(const StoredKey& key, int64_t newest) const {
  if (deletions_.empty()) return 0;
  const auto collection = FromProto(static_cast<v1::Collection>(key.collection));
  if (!collection || !GoesWithStudents(*collection)) return 0;
  const auto found = deletions_.find({.lea = key.lea, .year = key.year});
  if (found == deletions_.end()) return 0;
  const auto after = std::upper_bound(found->second.begin(), found->second.end(), newest);
  return after == found->second.begin() ? 0 : *std::prev(after);
}

absl::StatusOr<Revision> History::Resolve(const Revision& view, const Revision& newest) const {
  const Revision asked = WholeOf(view);
  if (asked.newest() || asked == newest) return newest;
  absl::ReaderMutexLock lock(&mutex_);
  Revision found = asked;
  if (asked.number == 0) {
    const auto number = numbers_.find(asked.identity);
    if (number != numbers_.end()) found.number = number->second;
  }
  if (found.number <= 0 || found.number > newest.number ||
      found.number > static_cast<int64_t>(identities_.size())) {
    return errors::RevisionNotFound(asked, newest);
  }
  found.identity = identities_[static_cast<size_t>(found.number) - 1];
  if (!asked.identity.empty() && asked.identity != found.identity) {
    return errors::RevisionNotFound(asked, newest);
  }
  return found;
}

absl::Status History::CheckHolds(const Revision& revision) const {
  const auto number = static_cast<size_t>(revision.number);
  if (number == 0) return absl::OkStatus();
  if (number <= identities_.size() && identities_[number - 1] == revision.identity) {
    return absl::OkStatus();
  }
  return errors::kStore.Unavailable("read", "the database has become another");
}

absl::StatusOr<std::vector<ExpectedPartition>> History::PartitionsAt(
    const Revision& revision, const Revision& newest, const v1::PartitionFilter& filter) const {
  std::vector<ExpectedPartition> expected;
  // LEAs begin with what is wanted of them: nothing, a county's digits, or all of their own.
  std::set<std::string> prefixes(filter.lea_cds().begin(), filter.lea_cds().end());
  const std::set<std::string> counties(filter.counties().begin(), filter.counties().end());
  if (filter.lea_cds().empty()) prefixes = counties;
  if (prefixes.empty()) prefixes.insert("");
  absl::ReaderMutexLock lock(&mutex_);
  SOS_RETURN_IF_ERROR(CheckHolds(revision));
  for (const std::string& prefix : prefixes) {
    for (auto it = partitions_.lower_bound({.lea = prefix});
         it != partitions_.end() && absl::StartsWith(it->first.lea, prefix); ++it) {
      const StoredKey& key = it->first;
      if (!Wants(filter.collections(), key.collection) ||
          !Wants(filter.dashboard_years(), key.year) ||
          (!counties.empty() && !counties.contains(key.lea.substr(0, 2)))) {
        continue;
      }
      const Version* const version = At(it->second, revision.number);
      if (version != nullptr && version->revision > DeletedBy(key, newest.number)) {
        expected.push_back(
            {key, *version, identities_[static_cast<size_t>(version->revision) - 1]});
      }
    }
  }
  return expected;
}

absl::StatusOr<std::vector<ExpectedEntity>> History::EntitiesAt(const Revision& revision) const {
  std::vector<ExpectedEntity> expected;
  absl::ReaderMutexLock lock(&mutex_);
  SOS_RETURN_IF_ERROR(CheckHolds(revision));
  for (const auto& [cds, versions] : entities_) {
    if (const Version* const version = At(versions, revision.number)) {
      expected.push_back({cds, *version});
    }
  }
  return expected;
}

absl::StatusOr<std::optional<ExpectedEntity>> History::EntityAt(const std::string& cds,
                                                                const Revision& revision) const {
  absl::ReaderMutexLock lock(&mutex_);
  SOS_RETURN_IF_ERROR(CheckHolds(revision));
  const auto found = entities_.find(cds);
  const Version* const version =
      found == entities_.end() ? nullptr : At(found->second, revision.number);
  if (version == nullptr) return std::nullopt;
  return std::optional<ExpectedEntity>({cds, *version});
}

Version History::NewestVersionOf(const StoredKey& key) const {
  absl::ReaderMutexLock lock(&mutex_);
  const auto found = partitions_.find(key);
  if (found == partitions_.end()) return {};
  const int64_t deleted = DeletedBy(key, static_cast<int64_t>(identities_.size()));
  return deleted > found->second.back().revision ? Version{.revision = deleted}
                                                 : found->second.back();
}

std::optional<ExpectedEntity> History::NewestEntity(const std::string& cds) const {
  absl::ReaderMutexLock lock(&mutex_);
  const auto found = entities_.find(cds);
  if (found == entities_.end()) return std::nullopt;
  return ExpectedEntity{cds, found->second.back()};
}

std::vector<ExpectedPartition> History::AllPartitions() const {
  std::vector<ExpectedPartition> all;
  absl::ReaderMutexLock lock(&mutex_);
  for (const auto& [key, versions] : partitions_) {
    const int64_t deleted = DeletedBy(key, static_cast<int64_t>(identities_.size()));
    for (const Version& version : versions) {
      if (version.revision > deleted) all.push_back({key, version, ""});
    }
  }
  return all;
}

std::vector<ExpectedEntity> History::AllEntities() const {
  std::vector<ExpectedEntity> all;
  absl::ReaderMutexLock lock(&mutex_);
  for (const auto& [cds, versions] : entities_) {
    for (const Version& version : versions) all.push_back({cds, version});
  }
  return all;
}

}  // namespace sos::ingestion::store
