// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/store/sql/digests.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
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

// The half byte of a digit as Line() writes it; -1 for anything else.
int HalfByte(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

// Appends the bytes that Line() wrote as `hex`; false for what it never writes.
bool ReadHex(absl::string_view hex, Digest& digest) {
  if (hex.size() % 2 != 0) return false;
  digest.reserve(hex.size() / 2);
  for (size_t i = 0; i < hex.size(); i += 2) {
    const int high = HalfByte(hex[i]);
    const int low = HalfByte(hex[i + 1]);
    if (high < 0 || low < 0) return false;
    digest.push_back(static_cast<char>(high * 16 + low));
  }
  return true;
}

absl::StatusOr<std::vector<ManifestLine>> ReadLines(absl::string_view bytes) {
  std::vector<ManifestLine> lines;
  lines.reserve(static_cast<size_t>(std::count(bytes.begin(), bytes.end(), '\n')));
  while (!bytes.empty()) {
    const size_t end = bytes.find('\n');
    const absl::string_view line = bytes.substr(0, end);
    const size_t space = line.find(' ');
    ManifestLine& entry = lines.emplace_back();
    if (end == absl::string_view::npos || space == absl::string_view::npos ||
        !ReadHex(line.substr(space + 1), entry.digest)) {
      return absl::DataLossError("a list of digests is damaged");
    }
    entry.name = line.substr(0, space);
    bytes.remove_prefix(end + 1);
  }
  return lines;
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

absl::StatusOr<std::vector<ManifestLine>> DecodeManifest(absl::string_view bytes) {
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
  auto lines = ReadLines(bytes);
  if (!lines.ok()) return lines.status();
  std::vector<ColumnDigest> columns;
  columns.reserve(lines->size());
  for (ManifestLine& line : *lines) {
    ColumnDigest& column = columns.emplace_back();
    column.digest = std::move(line.digest);
    if (!absl::SimpleAtoi(line.name, &column.field)) {
      return absl::DataLossError("a list of columns is damaged");
    }
  }
  return columns;
}

}  // namespace sos::ingestion::store
