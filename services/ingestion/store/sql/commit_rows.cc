// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/store/sql/commit_rows.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/types/span.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"
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

absl::Status WritePartitions(sql::Connection& connection, const Partitions& partitions,
                             int64_t revision, Manifest& manifest) {
  SOS_ASSIGN_OR_RETURN(const auto insert,
                       connection.Insert("partitions", {"lea", "collection", "year", "revision",
                                                        "body", "column_digests"}));
  std::string body;
  std::string column_body;
  for (const auto& [key, partition] : partitions) {
    SerializeWithoutColumns(partition, &body);
    const std::string name = PartitionName(key);
    std::vector<ColumnDigest> columns;
    for (const v1::StudentColumn& column : partition.student_records().columns()) {
      column.SerializeToString(&column_body);
      columns.push_back({column.field(), DigestOfColumn(name, column.field(), column_body)});
    }
    const std::string listed = EncodeColumnDigests(columns);
    manifest.push_back({name, DigestOfPartition(name, body, listed)});
    insert->AddText(key.lea.text()).Add(partition.collection()).Add(key.dashboard_year);
    SOS_RETURN_IF_ERROR(insert->Add(revision).AddBlob(body).AddBlob(listed).EndRow());
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

// Adds the newest stored descriptions of the entities with `codes` to `bodies`.
absl::Status ReadEntities(sql::Connection& connection, absl::Span<const std::string> codes,
                          absl::flat_hash_map<std::string, std::string>& bodies) {
  const std::vector<absl::string_view> parameters(codes.size(), "?");
  SOS_ASSIGN_OR_RETURN(const auto query,
                       connection.Stream(connection.Newest(
                           "entities", "cds", "body",
                           absl::StrCat("cds IN (", absl::StrJoin(parameters, ","), ")"))));
  for (const std::string& code : codes) query->BindText(code);
  while (true) {
    SOS_ASSIGN_OR_RETURN(const bool more, query->Step());
    if (!more) return absl::OkStatus();
    bodies[std::string(query->Bytes(0))] = std::string(query->Bytes(2));
  }
}

// A directory only adds entities that no other file has described: it names an independently
// testing charter school as its own district. So does a file of an agency: what an entity is called
// is the state's to say.
absl::Status WriteEntities(sql::Connection& connection, const CommitContents& contents,
                           int64_t revision, Manifest& manifest) {
  const bool only_new = contents.from_agency || (!contents.partitions->empty() &&
                                                 contents.partitions->begin()->first.collection ==
                                                     Collection::kEntityDirectory);
  std::vector<std::string> codes;
  codes.reserve(contents.entities->size());
  for (const auto& [cds, entity] : *contents.entities) codes.emplace_back(cds.text());
  absl::flat_hash_map<std::string, std::string> stored;
  for (size_t begin = 0; begin < codes.size(); begin += kEntitiesAtOnce) {
    SOS_RETURN_IF_ERROR(
        ReadEntities(connection, absl::MakeSpan(codes).subspan(begin, kEntitiesAtOnce), stored));
  }
  SOS_ASSIGN_OR_RETURN(const auto insert,
                       connection.Insert("entities", {"cds", "revision", "body"}));
  for (const auto& [cds, entity] : *contents.entities) {
    const std::string body = entity.SerializeAsString();
    const auto before = stored.find(std::string(cds.text()));
    if (before != stored.end() && (only_new || before->second == body)) continue;
    manifest.push_back({EntityName(cds), DigestOfEntity(cds.text(), body)});
    SOS_RETURN_IF_ERROR(insert->AddText(cds.text()).Add(revision).AddBlob(body).EndRow());
  }
  return insert->Finish();
}

}  // namespace

absl::StatusOr<std::string> WriteContents(sql::Connection& connection,
                                          const CommitContents& contents, int64_t revision) {
  Manifest manifest;
  SOS_RETURN_IF_ERROR(WritePartitions(connection, *contents.partitions, revision, manifest));
  SOS_RETURN_IF_ERROR(WriteColumns(connection, *contents.partitions, revision));
  SOS_RETURN_IF_ERROR(WriteEntities(connection, contents, revision, manifest));
  return EncodeManifest(std::move(manifest));
}

absl::Status WriteNotes(sql::Connection& connection, int64_t submission,
                        const SubmissionNotes& notes) {
  SOS_RETURN_IF_ERROR(WriteNotesTo(connection, "issues", submission, notes.issues));
  return WriteNotesTo(connection, "quarantined_students", submission, notes.students);
}

}  // namespace sos::ingestion::store
