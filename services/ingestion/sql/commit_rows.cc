#include "services/ingestion/sql/commit_rows.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/types/span.h"
#include "common/status/macros.h"

namespace sos::ingestion::sql {
namespace {

using Partitions = std::map<PartitionKey, v1::Partition>;

// Stored descriptions of entities, and partitions by LEA, are looked up this many at a time.
constexpr size_t kEntitiesAtOnce = 500;

// Writes messages to `table`, numbered from 0.
template <typename Message>
absl::Status WriteNumbered(Connection& connection, absl::string_view table, int64_t submission,
                           const std::vector<Message>& messages) {
  if (messages.empty()) return absl::OkStatus();
  SOS_ASSIGN_OR_RETURN(const auto insert,
                       connection.Insert(table, {"submission", "ordinal", "body"}));
  for (size_t i = 0; i < messages.size(); ++i) {
    insert->Add(submission).Add(static_cast<int64_t>(i)).AddBlob(messages[i].SerializeAsString());
    SOS_RETURN_IF_ERROR(insert->EndRow());
  }
  return insert->Finish();
}

// What is stored of a partition itself: all but the columns of student records.
void SerializeWithoutColumns(const v1::Partition& partition, std::string* body) {
  if (!partition.has_student_records()) {
    partition.SerializeToString(body);
    return;
  }
  v1::Partition bare;
  bare.set_name(partition.name());
  bare.set_collection(partition.collection());
  bare.set_dashboard_year(partition.dashboard_year());
  bare.set_lea_cds(partition.lea_cds());
  bare.mutable_student_records()->set_row_count(partition.student_records().row_count());
  bare.SerializeToString(body);
}

absl::Status WritePartitions(Connection& connection, const Partitions& partitions,
                             int64_t revision) {
  SOS_ASSIGN_OR_RETURN(
      const auto insert,
      connection.Insert("partitions", {"lea", "collection", "year", "revision", "body"}));
  std::string body;
  for (const auto& [key, partition] : partitions) {
    SerializeWithoutColumns(partition, &body);
    insert->AddText(key.lea.text()).Add(partition.collection()).Add(key.dashboard_year);
    SOS_RETURN_IF_ERROR(insert->Add(revision).AddBlob(body).EndRow());
  }
  return insert->Finish();
}

// Writes the columns of student records, each to a row of its own.
absl::Status WriteColumns(Connection& connection, const Partitions& partitions, int64_t revision) {
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
absl::Status ReadEntities(Connection& connection, absl::Span<const std::string> codes,
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
// testing charter school as its own district.
absl::Status WriteEntities(Connection& connection, const CommitContents& contents,
                           int64_t revision) {
  const bool directory =
      !contents.partitions->empty() &&
      contents.partitions->begin()->first.collection == Collection::kEntityDirectory;
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
    if (before != stored.end() && (directory || before->second == body)) continue;
    SOS_RETURN_IF_ERROR(insert->AddText(cds.text()).Add(revision).AddBlob(body).EndRow());
  }
  return insert->Finish();
}

std::string In(absl::string_view column, const std::set<int>& numbers) {
  return absl::StrCat(" AND ", column, " IN (", absl::StrJoin(numbers, ","), ")");
}

}  // namespace

absl::Status CheckUnmoved(Connection& connection, const CommitContents& contents, int64_t newest) {
  if (!contents.built_on || *contents.built_on == newest) return absl::OkStatus();
  std::set<std::string> leas;
  std::set<int> collections;
  std::set<int> years;
  for (const auto& [key, partition] : *contents.partitions) {
    leas.insert(key.lea.ToString());
    collections.insert(partition.collection());
    years.insert(key.dashboard_year);
  }
  for (auto lea = leas.begin(); lea != leas.end();) {
    const size_t count = std::min<size_t>(kEntitiesAtOnce, std::distance(lea, leas.end()));
    const std::vector<absl::string_view> parameters(count, "?");
    SOS_ASSIGN_OR_RETURN(const auto query,
                         connection.Prepare(absl::StrCat(
                             "SELECT lea, collection, year FROM partitions WHERE lea IN (",
                             absl::StrJoin(parameters, ","), ")", In("collection", collections),
                             In("year", years), " AND revision > ?")));
    for (size_t i = 0; i < count; ++i, ++lea) query->BindText(*lea);
    query->Bind(*contents.built_on);
    while (true) {
      SOS_ASSIGN_OR_RETURN(const bool more, query->Step());
      if (!more) break;
      const PartitionKey key = {.lea = *CdsCode::Parse(query->Bytes(0)),
                                .collection = static_cast<Collection>(query->Int(1) - 1),
                                .dashboard_year = static_cast<int>(query->Int(2))};
      if (contents.partitions->contains(key)) {
        return absl::AbortedError(
            absl::StrCat(PartitionName(key), " was written after revision ", *contents.built_on));
      }
    }
  }
  return absl::OkStatus();
}

absl::Status WriteContents(Connection& connection, const CommitContents& contents,
                           int64_t revision) {
  SOS_RETURN_IF_ERROR(WritePartitions(connection, *contents.partitions, revision));
  SOS_RETURN_IF_ERROR(WriteColumns(connection, *contents.partitions, revision));
  return WriteEntities(connection, contents, revision);
}

absl::Status WriteNotes(Connection& connection, int64_t submission, const SubmissionNotes& notes) {
  SOS_RETURN_IF_ERROR(WriteNumbered(connection, "issues", submission, notes.issues));
  return WriteNumbered(connection, "quarantined_students", submission, notes.students);
}

}  // namespace sos::ingestion::sql
