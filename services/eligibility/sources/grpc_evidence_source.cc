// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/sources/grpc_evidence_source.h"

#include <exception>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/eligibility/domain/programs.h"
#include "services/eligibility/errors.h"
#include "services/eligibility/evidence/evidence_collector.h"
#include "services/eligibility/evidence/program_inputs.h"
#include "services/ingestion/client/check_partition.h"

namespace sos::eligibility {
namespace {

using ingestion::v1::Collection;

// Whether a query is about all schools of the state.
bool IsWholeState(const EvidenceQuery& query) {
  return query.entities.empty() && query.counties.empty() && !InputsOf(query.program).lea_rows_only;
}

indicator::v1::StreamResultsRequest ResultsRequest(const EvidenceQuery& query,
                                                   absl::Span<const int> years) {
  indicator::v1::StreamResultsRequest request;
  SetRevision(query.revision, request);
  indicator::v1::ResultFilter& filter = *request.mutable_filter();
  for (const int year : years) filter.add_dashboard_years(year);
  for (const CdsCode& entity : query.entities) {
    const std::string name = EntityName(entity);
    if (TraitsOf(query.program).reads_schools) {
      filter.add_leas(name);
    } else {
      filter.add_entities(name);
    }
  }
  *filter.mutable_counties() = {query.counties.begin(), query.counties.end()};
  filter.set_lea_rows_only(InputsOf(query.program).lea_rows_only);
  request.set_with_disclosures(true);
  for (const auto& change : query.changes) *request.add_changes() = change;
  for (const auto& rulebook : query.dashboard_rulebooks) *request.add_rulebooks() = rulebook;
  return request;
}

ingestion::v1::StreamPartitionsRequest ListsRequest(const EvidenceQuery& query,
                                                    absl::Span<const int> years) {
  ingestion::v1::StreamPartitionsRequest request;
  SetRevision(query.revision, request);
  ingestion::v1::PartitionFilter& filter = *request.mutable_filter();
  for (const int year : years) filter.add_dashboard_years(year);
  for (const CdsCode& entity : query.entities) filter.add_lea_cds(entity.Lea().ToString());
  *filter.mutable_counties() = {query.counties.begin(), query.counties.end()};
  std::set<Collection> collections;
  for (const ProgramTraits& traits : AllPrograms())
    collections.merge(InputsOf(traits.program).Collections());
  for (const Collection collection : collections) filter.add_collections(collection);
  return request;
}

// What all years of a query have in common in the keys of their files.
std::string ScopeKey(const EvidenceQuery& query) {
  return absl::StrCat(query.revision.identity, ":", absl::StrJoin(query.counties, ","), ":",
                      absl::StrJoin(query.entities, ",", [](std::string* out, const CdsCode& cds) {
                        absl::StrAppend(out, cds.text());
                      }));
}

std::string ListsKey(const EvidenceQuery& query, int year) {
  return absl::StrCat("lists:", year, ":", ScopeKey(query));
}

// Empty where the results rest on what one request brought along: nobody else asks for them.
std::string ResultsKey(const EvidenceQuery& query, int year) {
  if (!query.changes.empty() || !query.dashboard_rulebooks.empty()) return "";
  return absl::StrCat("results:", year, ":",
                      InputsOf(query.program).lea_rows_only ? "leas"
                      : TraitsOf(query.program).reads_schools && !query.entities.empty()
                          ? "whole leas"
                          : "all",
                      ":", ScopeKey(query));
}

std::string SnapshotKey(const EvidenceQuery& query) {
  return absl::StrCat("snapshot:", query.revision.identity);
}

// Message `text` of a file of ours.
template <typename Message>
Message Parsed(const std::string& text) {
  Message message;
  // This process wrote these bytes, from a message of this kind: its memory is damaged.
  if (!message.ParseFromString(text)) std::terminate();
  return message;
}

// Finds the files of those `years` that are kept; says which are not.
std::vector<int> TakeKept(YearFiles& kept, absl::Span<const int> years,
                          absl::FunctionRef<std::string(int)> key_of, FilesByYear& found) {
  std::vector<int> missing;
  for (const int year : years) {
    const std::string key = key_of(year);
    std::shared_ptr<const YearFile> file = key.empty() ? nullptr : kept.Find(key);
    if (file == nullptr) {
      missing.push_back(year);
    } else {
      found[year] = std::move(file);
    }
  }
  return missing;
}

// Keeps what was read of `years`; a year of which nothing came has an empty file.
void KeepRead(YearFiles& kept, absl::Span<const int> years, std::map<int, YearFile>& read,
              absl::FunctionRef<std::string(int)> key_of, FilesByYear& found) {
  for (const int year : years) {
    auto file = std::make_shared<const YearFile>(std::move(read[year]));
    const std::string key = key_of(year);
    if (!key.empty()) kept.Keep(key, file);
    found[year] = std::move(file);
  }
}

}  // namespace

absl::StatusOr<FilesByYear> GrpcEvidenceSource::ReadResults(const EvidenceQuery& query,
                                                            absl::Span<const int> years,
                                                            const rpc::CallContext& context) {
  FilesByYear found;
  const auto key_of = [&](int year) { return ResultsKey(query, year); };
  const std::vector<int> missing = TakeKept(kept_, years, key_of, found);
  if (missing.empty()) return found;
  std::map<int, YearFile> read;
  const auto client_context = context.NewClientContext();
  const auto reader =
      indicator_->StreamResults(client_context.get(), ResultsRequest(query, missing));
  indicator::v1::StreamResultsResponse response;
  while (reader->Read(&response)) {
    for (const auto& block : response.blocks()) {
      read[block.dashboard_year()].messages.push_back(block.SerializeAsString());
    }
  }
  const absl::Status status = rpc::FromGrpcStatus(reader->Finish());
  // What the request brought along is the caller's own mistake.
  if (absl::IsInvalidArgument(status)) return errors::InputRefused(status);
  SOS_RETURN_IF_ERROR(errors::FromUpstream(status, "indicator", query.revision));
  KeepRead(kept_, missing, read, key_of, found);
  return found;
}

absl::StatusOr<FilesByYear> GrpcEvidenceSource::ReadLists(const EvidenceQuery& query,
                                                          absl::Span<const int> years,
                                                          const rpc::CallContext& context) {
  FilesByYear found;
  const auto key_of = [&](int year) { return ListsKey(query, year); };
  const std::vector<int> missing = TakeKept(kept_, years, key_of, found);
  if (missing.empty()) return found;
  std::map<int, YearFile> read;
  const auto client_context = context.NewClientContext();
  const auto reader =
      ingestion_->StreamPartitions(client_context.get(), ListsRequest(query, missing));
  ingestion::v1::StreamPartitionsResponse response;
  while (reader->Read(&response)) {
    for (const auto& partition : response.partitions()) {
      const absl::Status whole = CheckPartition(partition);
      if (!whole.ok()) {
        client_context->TryCancel();
        (void)reader->Finish();  // The damage is the answer.
        return errors::FromUpstream(whole, "ingestion", query.revision);
      }
      read[partition.dashboard_year()].messages.push_back(partition.SerializeAsString());
    }
  }
  SOS_RETURN_IF_ERROR(
      errors::FromUpstream(rpc::FromGrpcStatus(reader->Finish()), "ingestion", query.revision));
  KeepRead(kept_, missing, read, key_of, found);
  return found;
}

absl::StatusOr<ingestion::v1::Snapshot> GrpcEvidenceSource::ReadSnapshot(
    const EvidenceQuery& query, const rpc::CallContext& context) {
  const std::string key = SnapshotKey(query);
  if (const auto kept = kept_.Find(key); kept != nullptr) {
    return Parsed<ingestion::v1::Snapshot>(kept->messages.front());
  }
  ingestion::v1::GetSnapshotRequest request;
  SetRevision(query.revision, request);
  ingestion::v1::Snapshot snapshot;
  const auto client_context = context.NewClientContext();
  SOS_RETURN_IF_ERROR(errors::FromUpstream(
      rpc::FromGrpcStatus(ingestion_->GetSnapshot(client_context.get(), request, &snapshot)),
      "ingestion", query.revision));
  kept_.Keep(key, std::make_shared<const YearFile>(YearFile{{snapshot.SerializeAsString()}}));
  return snapshot;
}

absl::Status GrpcEvidenceSource::Prepare(absl::Span<const EvidenceQuery> queries,
                                         const rpc::CallContext& context) {
  // A few years of a whole state's schools fill what is kept: they are read as they are needed.
  if (queries.empty() || IsWholeState(queries.front())) return absl::OkStatus();
  std::set<int> years;
  for (const EvidenceQuery& query : queries) {
    years.insert(query.years.begin(), query.years.end());
  }
  const std::vector<int> sorted(years.begin(), years.end());
  const EvidenceQuery& any = queries.front();
  if (InputsOf(any.program).results)
    SOS_RETURN_IF_ERROR(ReadResults(any, sorted, context).status());
  return ReadLists(any, sorted, context).status();
}

absl::StatusOr<std::shared_ptr<const Evidence>> GrpcEvidenceSource::Load(
    const EvidenceQuery& query, const rpc::CallContext& context) {
  SOS_ASSIGN_OR_RETURN(const ingestion::v1::Snapshot snapshot, ReadSnapshot(query, context));
  EvidenceCollector collector(query, snapshot);
  if (InputsOf(query.program).results) {
    SOS_ASSIGN_OR_RETURN(const FilesByYear results, ReadResults(query, query.years, context));
    for (const auto& [year, file] : results) {
      for (const std::string& block : file->messages) {
        collector.AddResults(Parsed<indicator::v1::ResultBlock>(block));
      }
    }
  }
  SOS_ASSIGN_OR_RETURN(const FilesByYear lists, ReadLists(query, query.years, context));
  const std::set<Collection> read = InputsOf(query.program).Collections();
  const auto for_each = [&](auto use) {
    for (const auto& [year, file] : lists) {
      for (const std::string& text : file->messages) {
        const auto partition = Parsed<ingestion::v1::Partition>(text);
        if (read.contains(partition.collection())) use(partition);
      }
    }
  };
  if (query.program == Program::kCharter) {
    for_each([&](const auto& partition) { collector.AddCharterSchools(partition); });
  }
  for_each([&](const auto& partition) { collector.AddPartition(partition); });
  return std::make_shared<const Evidence>(collector.Finish());
}

}  // namespace sos::eligibility
