// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/store/sql/digests.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/digest/sha256.h"

namespace sos::ingestion::store {
namespace {

// An identity is cut to so many hexadecimal digits: 128 bits are as many as a UUID has, and people
// copy them.
constexpr size_t kIdentityDigits = 32;

// Lists are text, a line an entry: a name, a space and the digest in hexadecimal.
std::string Line(absl::string_view name, const Digest& digest) {
  return absl::StrCat(name, " ", absl::BytesToHexString(digest), "\n");
}

absl::StatusOr<std::vector<ManifestEntry>> ReadLines(absl::string_view bytes) {
  std::vector<ManifestEntry> entries;
  for (const absl::string_view line : absl::StrSplit(bytes, '\n', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(line, absl::MaxSplits(' ', 1));
    ManifestEntry entry = {.name = std::string(parts.first),
                           .digest = absl::HexStringToBytes(parts.second)};
    if (Line(entry.name, entry.digest) != absl::StrCat(line, "\n")) {
      return absl::DataLossError("a list of digests is damaged");
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace

Digest DigestOf(absl::string_view name, std::initializer_list<absl::string_view> cells) {
  Sha256 digest;
  digest.Add(absl::StrCat(name.size(), ":"));
  digest.Add(name);
  for (const absl::string_view cell : cells) {
    digest.Add(absl::StrCat(cell.size(), ":"));
    digest.Add(cell);
  }
  return digest.Bytes();
}

std::string EncodeManifest(std::vector<ManifestEntry> entries) {
  std::sort(entries.begin(), entries.end(),
            [](const ManifestEntry& a, const ManifestEntry& b) { return a.name < b.name; });
  std::string bytes;
  for (const ManifestEntry& entry : entries) bytes += Line(entry.name, entry.digest);
  return bytes;
}

absl::StatusOr<std::vector<ManifestEntry>> DecodeManifest(absl::string_view bytes) {
  return ReadLines(bytes);
}

std::string IdentityOf(absl::string_view before, absl::string_view manifest) {
  return absl::BytesToHexString(DigestOf(before, {manifest})).substr(0, kIdentityDigits);
}

std::string EncodeColumnDigests(const std::vector<ColumnDigest>& columns) {
  std::string bytes;
  for (const ColumnDigest& column : columns) {
    bytes += Line(absl::StrCat(column.field), column.digest);
  }
  return bytes;
}

absl::StatusOr<std::vector<ColumnDigest>> DecodeColumnDigests(absl::string_view bytes) {
  const auto lines = ReadLines(bytes);
  if (!lines.ok()) return lines.status();
  std::vector<ColumnDigest> columns;
  for (const ManifestEntry& line : *lines) {
    ColumnDigest& column = columns.emplace_back();
    column.digest = line.digest;
    if (!absl::SimpleAtoi(line.name, &column.field)) {
      return absl::DataLossError("a list of columns is damaged");
    }
  }
  return columns;
}

}  // namespace sos::ingestion::store
