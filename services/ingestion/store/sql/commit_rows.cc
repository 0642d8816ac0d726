// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/store/sql/commit_rows.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/types/span.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"
#include "services/ingestion/convert/entity_sources.h"
#include "services/ingestion/store/sql/digests.h"
#include "services/ingestion/store/sql/note_rows.h"
#include "services/ingestion/store/sql/partition_rows.h"

namespace sos::ingestion::store {
namespace {

using Partitions = std::map<PartitionKey, v1::Partition>;
using Manifest = std::vector<ManifestEntry>;

// Stored descriptions of entities are looked up this many at a time.
constexpr size_t kEntitiesAtOnce = 500;

// What is stored of a partition itself: all but the columns of student records.
void SerializeWithoutColumns(const v1::Partition& partition, std::string* body) {
  v1::Partition bare;
  if (!partition.has_student_records()) {
    // Which revision wrote it is not a part of what is written.
    bare = partition;
    bare.clear_revision();
    bare.clear_revision_identity();
    bare.SerializeToString(body);
    return;
  }
  bare.set_name(partition.name());
  bare.set_collection(partition.collection());
  bare.set_dashboard_year(partition.dashboard_year());
  bare.set_lea_cds(partition.lea_cds());
  bare.mutable_student_records()->set_row_count(partition.student_records().row_count());
  bare.SerializeToString(body);
}

// A partition as it is stored.
struct PartitionRow {
  std::string name;
  std::string body;
  std::string column_digests;
  Digest digest;
};

// Writes into `row`, which may hold another: its room is used again.
void Encode(const PartitionKey& key, const v1::Partition& partition, PartitionRow& row) {
  SerializeWithoutColumns(partition, &row.body);
  row.name = PartitionName(key);
  std::string column_body;
  std::vector<ColumnDigest> columns;
  for (const v1::StudentColumn& column : partition.student_records().columns()) {
    column.SerializeToString(&column_body);
    columns.push_back({column.field(), DigestOfColumn(row.name, column.field(), column_body)});
  }
  row.column_digests = EncodeColumnDigests(columns);
  row.digest = DigestOfPartition(row.name, row.body, row.column_digests);
}

absl::Status WritePartitions(sql::Connection& connection, const Partitions& partitions,
                             int64_t revision, Manifest& manifest) {
  SOS_ASSIGN_OR_RETURN(const auto insert,
                       connection.Insert("partitions", {"lea", "collection", "year", "revision",
                                                        "body", "column_digests"}));
  PartitionRow row;
  for (const auto& [key, partition] : partitions) {
    Encode(key, partition, row);
    manifest.push_back({row.name, row.digest});
    insert->AddText(key.lea.text()).Add(partition.collection()).Add(key.dashboard_year);
    SOS_RETURN_IF_ERROR(
        insert->Add(revision).AddBlob(row.body).AddBlob(row.column_digests).EndRow());
  }
  return insert->Finish();
}

// Writes the columns of student records, each to a row of its own.
absl::Status WriteColumns(sql::Connection& connection, const Partitions& partitions,
                          int64_t revision) {
  SOS_ASSIGN_OR_RETURN(const auto insert,
                       connection.Insert("partition_columns", {"lea", "collection", "year",
                                                               "revision", "field", "body"}));
  std::string body;
  for (const auto& [key, partition] : partitions) {
    for (const v1::StudentColumn& column : partition.student_records().columns()) {
      column.SerializeToString(&body);
      insert->AddText(key.lea.text()).Add(partition.collection()).Add(key.dashboard_year);
      SOS_RETURN_IF_ERROR(insert->Add(revision).Add(column.field()).AddBlob(body).EndRow());
    }
  }
  return insert->Finish();
}

// An entity as it is stored.
struct EntityRow {
  std::string cds;
  std::string body;
  std::string sources;
};

// Adds the newest stored descriptions of the entities with `codes` to `rows`, by code.
absl::Status ReadEntities(sql::Connection& connection, absl::Span<const std::string> codes,
                          absl::flat_hash_map<std::string, EntityRow>& rows) {
  const std::vector<absl::string_view> parameters(codes.size(), "?");
  SOS_ASSIGN_OR_RETURN(const auto query,
                       connection.Stream(connection.Newest(
                           "entities", "cds", "body, sources",
                           absl::StrCat("cds IN (", absl::StrJoin(parameters, ","), ")"))));
  for (const std::string& code : codes) query->BindText(code);
  while (true) {
    SOS_ASSIGN_OR_RETURN(const bool more, query->Step());
    if (!more) return absl::OkStatus();
    EntityRow& row = rows[std::string(query->Bytes(0))];
    row = {.cds = std::string(query->Bytes(0)),
           .body = std::string(query->Bytes(2)),
           .sources = std::string(query->Bytes(3))};
  }
}

// The entities of a commit that are not stored as they are known with it.
absl::StatusOr<std::vector<EntityRow>> ChangedEntities(sql::Connection& connection,
                                                       const History& history,
                                                       const CommitContents& contents) {
  std::vector<std::string> codes;
  codes.reserve(contents.entities->size());
  for (const auto& [cds, entity] : *contents.entities) codes.emplace_back(cds.text());
  absl::flat_hash_map<std::string, EntityRow> stored;
  for (size_t begin = 0; begin < codes.size(); begin += kEntitiesAtOnce) {
    SOS_RETURN_IF_ERROR(
        ReadEntities(connection, absl::MakeSpan(codes).subspan(begin, kEntitiesAtOnce), stored));
  }
  std::vector<EntityRow> changed;
  for (const auto& [cds, entity] : *contents.entities) {
    DescribedEntity known;
    const std::string code(cds.text());
    // What is damaged must not become a part of what the next revision vouches for.
    const std::optional<ExpectedEntity> expected = history.NewestEntity(code);
    const EntityRow& before = stored[code];
    if (expected) {
      SOS_ASSIGN_OR_RETURN(v1::EntityRecord record,
                           ReadEntity(before.body, before.sources, *expected));
      known.entity = std::move(*record.mutable_entity());
      *known.sources.mutable_sources() = std::move(*record.mutable_sources());
    }
    Describe(entity, DescriberOf(cds, *contents.partitions, contents.from_agency), known);
    EntityRow row{.cds = code,
                  .body = known.entity.SerializeAsString(),
                  .sources = known.sources.SerializeAsString()};
    if (before.body != row.body || before.sources != row.sources) changed.push_back(std::move(row));
  }
  return changed;
}

absl::Status WriteEntities(sql::Connection& connection, const History& history,
                           const CommitContents& contents, int64_t revision, Manifest& manifest) {
  SOS_ASSIGN_OR_RETURN(const std::vector<EntityRow> changed,
                       ChangedEntities(connection, history, contents));
  SOS_ASSIGN_OR_RETURN(const auto insert,
                       connection.Insert("entities", {"cds", "revision", "body", "sources"}));
  for (const EntityRow& row : changed) {
    manifest.push_back({EntityName(row.cds), DigestOfEntity(row.cds, row.body, row.sources)});
    insert->AddText(row.cds).Add(revision);
    SOS_RETURN_IF_ERROR(insert->AddBlob(row.body).AddBlob(row.sources).EndRow());
  }
  return insert->Finish();
}

}  // namespace

absl::StatusOr<std::string> WriteContents(sql::Connection& connection, const History& history,
                                          const CommitContents& contents, int64_t revision) {
  Manifest manifest;
  SOS_RETURN_IF_ERROR(WritePartitions(connection, *contents.partitions, revision, manifest));
  SOS_RETURN_IF_ERROR(WriteColumns(connection, *contents.partitions, revision));
  SOS_RETURN_IF_ERROR(WriteEntities(connection, history, contents, revision, manifest));
  return EncodeManifest(std::move(manifest));
}

absl::StatusOr<bool> ChangesNothing(sql::Connection& connection, const History& history,
                                    const CommitContents& contents) {
  PartitionRow row;
  for (const auto& [key, partition] : *contents.partitions) {
    Encode(key, partition, row);
    const Version stored = history.NewestVersionOf({.lea = key.lea.ToString(),
                                                    .collection = partition.collection(),
                                                    .year = key.dashboard_year});
    if (stored.revision == 0 || stored.digest != row.digest) return false;
  }
  SOS_ASSIGN_OR_RETURN(const std::vector<EntityRow> changed,
                       ChangedEntities(connection, history, contents));
  return changed.empty();
}

absl::Status WriteNotes(sql::Connection& connection, int64_t submission,
                        const SubmissionNotes& notes) {
  SOS_RETURN_IF_ERROR(WriteNotesTo(connection, "issues", submission, notes.issues));
  return WriteNotesTo(connection, "quarantined_students", submission, notes.students);
}

}  // namespace sos::ingestion::store
