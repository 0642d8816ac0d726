// SPDX-License-Identifier: Apache-2.0
#include "services/suite/reconcile/scratch.h"

#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/ingestion/convert/enums.h"
#include "services/ingestion/store/sqlite/sqlite_store.h"
#include "services/suite/commands/names.h"

namespace sos::suite {
namespace {

absl::Status CopyDirectory(const std::string& data_dir, const std::string& scratch) {
  const std::filesystem::path source = std::filesystem::path(data_dir) / ingestion::kSqliteFileName;
  if (!std::filesystem::exists(source)) return absl::OkStatus();
  return ingestion::CopySqliteFile(
      source.string(), (std::filesystem::path(scratch) / ingestion::kSqliteFileName).string());
}

absl::StatusOr<absl::flat_hash_map<CdsCode, education::v1::Entity>> ReadEntities(
    const Stubs& stubs) {
  absl::flat_hash_map<CdsCode, education::v1::Entity> entities;
  ingestion::v1::ListEntitiesRequest request;
  request.set_page_size(1000);
  do {
    grpc::ClientContext context;
    ingestion::v1::ListEntitiesResponse response;
    SOS_RETURN_IF_ERROR(
        rpc::FromGrpcStatus(stubs.ingestion->ListEntities(&context, request, &response)));
    for (auto& record : *response.mutable_entities()) {
      const std::optional<CdsCode> cds = CdsCode::Parse(CdsOf(record.entity()));
      if (cds) entities[*cds] = std::move(*record.mutable_entity());
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return entities;
}

// Makes all that running services have the first revision of `store`.
absl::Status CopyServices(const std::string& server, ingestion::Store& store) {
  SOS_ASSIGN_OR_RETURN(const Stubs stubs, ConnectTo(server));
  std::map<ingestion::PartitionKey, ingestion::v1::Partition> partitions;
  grpc::ClientContext context;
  const auto reader = stubs.ingestion->StreamPartitions(&context, {});
  ingestion::v1::StreamPartitionsResponse response;
  while (reader->Read(&response)) {
    for (auto& partition : *response.mutable_partitions()) {
      const std::optional<ingestion::Collection> collection =
          ingestion::FromProto(partition.collection());
      if (!collection) {
        context.TryCancel();
        (void)reader->Finish();  // What cannot be compared is the answer.
        return absl::FailedPreconditionError(absl::StrCat(
            server, " stores ", partition.name(),
            ", a collection that this program does not know. Use the server's version of sos."));
      }
      const ingestion::PartitionKey key = {CdsCode::Parse(partition.lea_cds()).value_or(CdsCode()),
                                           *collection, partition.dashboard_year()};
      partitions[key] = std::move(partition);
    }
  }
  SOS_RETURN_IF_ERROR(rpc::FromGrpcStatus(reader->Finish()));
  if (partitions.empty()) return absl::OkStatus();
  SOS_ASSIGN_OR_RETURN(const auto entities, ReadEntities(stubs));
  ingestion::v1::Submission submission;
  submission.set_display_name("copy");
  SOS_ASSIGN_OR_RETURN(submission, store.CreateSubmission(submission, ""));
  return store.Commit({.submission = submission, .partitions = &partitions, .entities = &entities})
      .status();
}

}  // namespace

absl::StatusOr<std::unique_ptr<ScratchSuite>> ScratchSuite::Create(const GlobalOptions& options) {
  std::string directory = (std::filesystem::temp_directory_path() / "sos-XXXXXX").string();
  if (mkdtemp(directory.data()) == nullptr) {
    return absl::UnavailableError(absl::StrCat("cannot create ", directory));
  }
  auto scratch = absl::WrapUnique(new ScratchSuite(directory));
  if (options.server.empty()) {
    SOS_RETURN_IF_ERROR(CopyDirectory(options.data_dir, directory));
  }
  SOS_ASSIGN_OR_RETURN(
      scratch->suite_,
      EmbeddedSuite::Create(
          {.data_dir = directory, .rulebook_directory = RulebookDirectory(), .durable = false}));
  if (!options.server.empty()) {
    SOS_RETURN_IF_ERROR(CopyServices(options.server, scratch->suite_->store()));
  }
  return scratch;
}

ScratchSuite::~ScratchSuite() {
  suite_.reset();
  std::error_code ignored;  // A leftover in the temporary directory harms nobody.
  std::filesystem::remove_all(directory_, ignored);
}

}  // namespace sos::suite
