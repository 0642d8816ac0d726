// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/store/sql/release_rows.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/store/sql/digests.h"
#include "services/ingestion/store/sql/stored_message.h"

namespace sos::ingestion::store {
namespace {

constexpr absl::string_view kSelect = "SELECT id, name, revision, body, digest FROM releases";

Digest DigestOfRow(int64_t id, absl::string_view name, int64_t revision, absl::string_view body) {
  return DigestOf(name, {absl::StrCat(id, ",", revision), body});
}

// The row at hand of kSelect.
absl::StatusOr<v1::Release> ReadRelease(const sql::Statement& query) {
  const std::string name(query.Bytes(1));
  SOS_ASSIGN_OR_RETURN(v1::Release release, StoredMessage<v1::Release>(name, query.Bytes(3)));
  if (DigestOfRow(query.Int(0), name, query.Int(2), query.Bytes(3)) != query.Bytes(4) ||
      release.name() != name || release.revision() != query.Int(2)) {
    return errors::StoreDamaged(name);
  }
  return release;
}

}  // namespace

absl::StatusOr<std::optional<v1::Release>> FindRelease(sql::Connection& connection,
                                                       absl::string_view name) {
  SOS_ASSIGN_OR_RETURN(const auto query,
                       connection.Prepare(absl::StrCat(kSelect, " WHERE name = ?")));
  SOS_ASSIGN_OR_RETURN(const bool found, query->BindText(name).Step());
  if (!found) {
    // One whose row is gone leaves a gap; who asks for it must not hear that it never was.
    SOS_RETURN_IF_ERROR(ListReleaseRows(connection, 0, 1).status());
    return std::nullopt;
  }
  SOS_ASSIGN_OR_RETURN(v1::Release release, ReadRelease(*query));
  return std::optional<v1::Release>(std::move(release));
}

absl::StatusOr<std::vector<v1::Release>> ListReleaseRows(sql::Connection& connection, int64_t skip,
                                                         int64_t limit) {
  {
    SOS_ASSIGN_OR_RETURN(
        const auto query,
        connection.Prepare("SELECT count(*), coalesce(max(id), 0), (SELECT releases FROM "
                           "newest_revision WHERE id = 1) FROM releases"));
    SOS_RETURN_IF_ERROR(query->Step().status());
    if (query->Int(0) != query->Int(1) || query->Int(0) != query->Int(2)) {
      return errors::StoreDamaged("the list of releases");
    }
  }
  SOS_ASSIGN_OR_RETURN(const auto query, connection.Prepare(absl::StrCat(
                                             kSelect, " ORDER BY id DESC LIMIT ? OFFSET ?")));
  query->Bind(limit).Bind(skip);
  std::vector<v1::Release> page;
  while (true) {
    SOS_ASSIGN_OR_RETURN(const bool more, query->Step());
    if (!more) return page;
    SOS_ASSIGN_OR_RETURN(v1::Release release, ReadRelease(*query));
    page.push_back(std::move(release));
  }
}

absl::Status InsertRelease(sql::Connection& connection, int64_t id, const v1::Release& release) {
  const std::string body = release.SerializeAsString();
  SOS_ASSIGN_OR_RETURN(const auto insert,
                       connection.Prepare("INSERT INTO releases (id, name, revision, body, digest) "
                                          "VALUES (?, ?, ?, ?, ?)"));
  insert->Bind(id).BindText(release.name()).Bind(release.revision()).BindBlob(body);
  insert->BindBlob(DigestOfRow(id, release.name(), release.revision(), body));
  SOS_RETURN_IF_ERROR(insert->Run());
  return connection.Execute("UPDATE newest_revision SET releases = releases + 1");
}

}  // namespace sos::ingestion::store
