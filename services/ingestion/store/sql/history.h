// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_STORE_SQL_HISTORY_H_
#define SOS_SERVICES_INGESTION_STORE_SQL_HISTORY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/revision/revision.h"
#include "common/sql/connection.h"
#include "services/ingestion/store/sql/digests.h"
#include "sos/ingestion/v1/ingestion_service.pb.h"

namespace sos::ingestion::store {

// Where a partition's rows stand in the tables. In the order in which partitions are read.
struct StoredKey {
  std::string lea;
  int64_t collection = 0;
  int64_t year = 0;

  friend auto operator<=>(const StoredKey&, const StoredKey&) = default;
};
std::string NameOf(const StoredKey& key);

// What stands in the manifest of a revision that deletes the student records of an LEA and year out
// of all before it: they are no rows of theirs any more.
struct DeletedRecords {
  std::string lea;
  int64_t year = 0;

  friend auto operator<=>(const DeletedRecords&, const DeletedRecords&) = default;
};
ManifestEntry EntryOf(const DeletedRecords& deleted);

// Writes which revision is the newest, in the transaction that makes it so.
absl::Status WriteHead(sql::Connection& connection, const Revision& newest);

// The row that a revision wrote for a key, and the digest it must have.
struct Version {
  int64_t revision = 0;
  Digest digest;
};
struct ExpectedPartition {
  StoredKey key;
  Version version;
  // Of version.revision.
  std::string identity;
};
struct ExpectedEntity {
  std::string cds;
  Version version;
};

// What was committed, as the store's manifests say it: the measure of every row that is read, so
// that a changed row and a vanished one are seen. It is read once and then kept up to date; where
// the database has become another (a restore, a fail-over), it is read again.
//
// Thread-safe. Damage is STORE_DAMAGED.
class History {
 public:
  // Reads what the transaction of `connection` sees and this does not know yet; returns the newest
  // revision it sees.
  absl::StatusOr<Revision> Refresh(sql::Connection& connection);

  // The revision that `asked` means in a transaction that sees `newest`: REVISION_NOT_FOUND if it
  // does not see it.
  absl::StatusOr<Revision> Resolve(const Revision& asked, const Revision& newest) const;

  // What there is at a revision that Resolve() gave, in a transaction that sees `newest`: without
  // what was deleted up to then. STORE_UNAVAILABLE if the database has become another since.
  absl::StatusOr<std::vector<ExpectedPartition>> PartitionsAt(
      const Revision& revision, const Revision& newest, const v1::PartitionFilter& filter) const;
  absl::StatusOr<std::vector<ExpectedEntity>> EntitiesAt(const Revision& revision) const;
  // Nothing for a code that the revision does not know.
  absl::StatusOr<std::optional<ExpectedEntity>> EntityAt(const std::string& cds,
                                                         const Revision& revision) const;

  // The newest version known of a partition; its revision is 0 where there is none. Of one that was
  // deleted, the revision that did it, without a digest.
  Version NewestVersionOf(const StoredKey& key) const;

  // The newest version known of an entity. Nothing for a code that is not known.
  std::optional<ExpectedEntity> NewestEntity(const std::string& cds) const;

  // Every version of everything up to the newest revision known, but for what was deleted.
  std::vector<ExpectedPartition> AllPartitions() const;
  std::vector<ExpectedEntity> AllEntities() const;

 private:
  // Versions in the order of revisions; most rows are written once.
  using Versions = absl::InlinedVector<Version, 1>;

  absl::Status ReadFrom(sql::Connection& connection, const Revision& newest)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Add(int64_t revision, absl::string_view manifest, absl::string_view identity)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Forget() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // The last revision up to `newest` that deleted what `key` holds; 0 for none.
  int64_t DeletedBy(const StoredKey& key, int64_t newest) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  // That this is still the history of `revision`.
  absl::Status CheckHolds(const Revision& revision) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);

  mutable absl::Mutex mutex_;
  // Of revision i + 1.
  std::vector<std::string> identities_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::string, int64_t> numbers_ ABSL_GUARDED_BY(mutex_);
  absl::btree_map<StoredKey, Versions> partitions_ ABSL_GUARDED_BY(mutex_);
  absl::btree_map<std::string, Versions> entities_ ABSL_GUARDED_BY(mutex_);
  // The revisions that deleted them, ascending.
  absl::btree_map<DeletedRecords, std::vector<int64_t>> deletions_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace sos::ingestion::store

#endif  // SOS_SERVICES_INGESTION_STORE_SQL_HISTORY_H_
