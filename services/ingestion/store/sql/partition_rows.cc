// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/store/sql/partition_rows.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"
#include "services/ingestion/client/check_partition.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/store/sql/stored_message.h"

namespace sos::ingestion::store {
namespace {

using Fields = google::protobuf::RepeatedField<int>;

// Adds the columns that were asked for to a partition of student records, in the order asked for.
// `listed` are the digests of all columns that it has.
absl::Status ReadColumns(sql::Connection& connection, const Fields& wanted,
                         absl::string_view listed, v1::Partition& partition) {
  if (wanted.empty()) return absl::OkStatus();
  const auto damaged = [&](int64_t field) {
    return errors::StoreDamaged(absl::StrCat("column ", field, " of ", partition.name()));
  };
  SOS_ASSIGN_OR_RETURN(
      const auto query,
      connection.Prepare(absl::StrCat("SELECT field, body FROM partition_columns WHERE lea = ? AND "
                                      "collection = ? AND year = ? AND revision = ?",
                                      " AND field IN (", absl::StrJoin(wanted, ","), ")")));
  query->BindText(partition.lea_cds()).Bind(partition.collection());
  query->Bind(partition.dashboard_year()).Bind(partition.revision());
  std::map<int64_t, std::string> bodies;
  while (true) {
    SOS_ASSIGN_OR_RETURN(const bool more, query->Step());
    if (!more) break;
    bodies[query->Int(0)] = std::string(query->Bytes(1));
  }
  std::map<int64_t, v1::StudentColumn> found;
  const auto columns = DecodeColumnDigests(listed);
  if (!columns.ok()) return errors::StoreDamaged(partition.name());
  for (const ColumnDigest& column : *columns) {
    if (std::find(wanted.begin(), wanted.end(), column.field) == wanted.end()) continue;
    const auto body = bodies.find(column.field);
    if (body == bodies.end() ||
        DigestOfColumn(partition.name(), column.field, body->second) != column.digest ||
        !found[column.field].ParseFromString(body->second)) {
      return damaged(column.field);
    }
    bodies.erase(body);
  }
  if (!bodies.empty()) return damaged(bodies.begin()->first);
  for (const int field : wanted) {
    const auto column = found.find(field);
    if (column == found.end()) continue;
    *partition.mutable_student_records()->add_columns() = std::move(column->second);
    found.erase(column);
  }
  return absl::OkStatus();
}

}  // namespace

Digest DigestOfPartition(absl::string_view name, absl::string_view body,
                         absl::string_view column_digests) {
  return DigestOf(name, {body, column_digests});
}

Digest DigestOfColumn(absl::string_view partition, int64_t field, absl::string_view body) {
  return DigestOf(absl::StrCat(partition, "/columns/", field), {body});
}

Digest DigestOfEntity(absl::string_view cds, absl::string_view body, absl::string_view sources) {
  return sources.empty() ? DigestOf(EntityName(cds), {body})
                         : DigestOf(EntityName(cds), {body, sources});
}

absl::StatusOr<v1::Partition> ReadPartition(sql::Connection& connection, absl::string_view body,
                                            absl::string_view column_digests,
                                            const ExpectedPartition& expected,
                                            const Fields& fields) {
  const std::string name = NameOf(expected.key);
  if (DigestOfPartition(name, body, column_digests) != expected.version.digest) {
    return errors::StoreDamaged(name);
  }
  SOS_ASSIGN_OR_RETURN(v1::Partition partition, StoredMessage<v1::Partition>(name, body));
  partition.set_revision(expected.version.revision);
  partition.set_revision_identity(expected.identity);
  if (partition.has_student_records()) {
    SOS_RETURN_IF_ERROR(ReadColumns(connection, fields, column_digests, partition));
  }
  // Its digest says that it was written so; that it can be read is another question.
  if (!CheckPartition(partition).ok()) return errors::StoreDamaged(name);
  return partition;
}

absl::StatusOr<v1::EntityRecord> ReadEntity(absl::string_view body, absl::string_view sources,
                                            const ExpectedEntity& expected) {
  const std::string name = EntityName(expected.cds);
  if (DigestOfEntity(expected.cds, body, sources) != expected.version.digest) {
    return errors::StoreDamaged(name);
  }
  v1::EntityRecord record;
  SOS_ASSIGN_OR_RETURN(*record.mutable_entity(), StoredMessage<education::v1::Entity>(name, body));
  SOS_ASSIGN_OR_RETURN(v1::EntitySources stored, StoredMessage<v1::EntitySources>(name, sources));
  *record.mutable_sources() = std::move(*stored.mutable_sources());
  record.set_revision(expected.version.revision);
  return record;
}

}  // namespace sos::ingestion::store
