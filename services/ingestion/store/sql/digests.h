// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_STORE_SQL_DIGESTS_H_
#define SOS_SERVICES_INGESTION_STORE_SQL_DIGESTS_H_

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// What tells a stored row that is not what was committed, or is gone.
//
// A revision lists the names and digests of its rows (its manifest), and its identity is a digest
// over the identity before and this list. So an identity vouches for every row of its revision and
// of all before it, and says nothing but what was committed: not when, by whom, or where.
namespace sos::ingestion::store {

// SHA-256, 32 bytes.
using Digest = std::string;

// The digest of a row: over its name and its cells, each with its length, so that neither can take
// over bytes of the other.
Digest DigestOf(absl::string_view name, std::initializer_list<absl::string_view> cells);

// One row of a revision.
struct ManifestEntry {
  // `partitions/...` or `entities/...`.
  std::string name;
  Digest digest;
};

// The same of a list that is read: the name is a part of its bytes.
struct ManifestLine {
  absl::string_view name;
  Digest digest;
};

// The list as it is stored: in the order of names, whatever the order of `entries`.
std::string EncodeManifest(std::vector<ManifestEntry> entries);
// kDataLoss if the bytes are no list. They must outlive the lines.
absl::StatusOr<std::vector<ManifestLine>> DecodeManifest(absl::string_view bytes);

// The identity of a revision, from that of the one before ("" before the first) and its manifest.
std::string IdentityOf(absl::string_view before, absl::string_view manifest);

// The digests of a partition's columns, by field, as they are stored with the partition.
struct ColumnDigest {
  int64_t field = 0;
  Digest digest;
};
std::string EncodeColumnDigests(const std::vector<ColumnDigest>& columns);
absl::StatusOr<std::vector<ColumnDigest>> DecodeColumnDigests(absl::string_view bytes);

}  // namespace sos::ingestion::store

#endif  // SOS_SERVICES_INGESTION_STORE_SQL_DIGESTS_H_
