// SPDX-License-Identifier: Apache-2.0
#include "services/suite/embedded_suite.h"

#include <filesystem>
#include <memory>
#include <string>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "common/private_files/private_files.h"
#include "common/status/macros.h"
#include "services/eligibility/factory.h"
#include "services/indicator/factory.h"
#include "services/ingestion/files/record_layout_library.h"
#include "services/ingestion/layouts/layout_files.h"

namespace sos::suite {
namespace {

constexpr size_t kCacheBytes = size_t{64} << 20;

// One person's calls, and those of the services among themselves.
constexpr int kMaxConcurrentCalls = 256;

// Threads that count students while the next LEA is read.
constexpr int kIndicatorWorkers = 2;

}  // namespace

EmbeddedSuite::EmbeddedSuite() : cache_(kCacheBytes) {}

EmbeddedSuite::~EmbeddedSuite() {
  // Watches end first: they would hold up the drain.
  if (ingestion_ != nullptr) ingestion_->StopWatches();
}

absl::StatusOr<std::unique_ptr<EmbeddedSuite>> EmbeddedSuite::Create(const Options& options) {
  auto suite = absl::WrapUnique(new EmbeddedSuite());
  SOS_RETURN_IF_ERROR(suite->Start(options));
  return suite;
}

absl::Status EmbeddedSuite::Start(const Options& options) {
  SOS_RETURN_IF_ERROR(MakePrivateDirectory(options.data_dir));
  const std::string file =
      (std::filesystem::path(options.data_dir) / ingestion::kSqliteFileName).string();
  if (options.read_only) {
    SOS_ASSIGN_OR_RETURN(store_, ingestion::OpenSqliteStoreToRead(file, clock_));
  } else {
    SOS_ASSIGN_OR_RETURN(
        store_, ingestion::OpenSqliteStore(file, clock_,
                                           options.durable ? ingestion::sqlite::Durability::kFull
                                                           : ingestion::sqlite::Durability::kNone));
    sweeper_ = std::make_unique<ingestion::UploadSweeper>(store_.get());
  }
  audit_log_ = std::make_unique<AuditLog>(
      (std::filesystem::path(options.data_dir) / "audit.jsonl").string(), clock_);
  const StudentAccess student_access(audit_log_.get(), true, options.student_list_token);
  // Scratch copies leave nothing that somebody would ask about.
  SOS_ASSIGN_OR_RETURN(access_, auth::AccessControl::Create(
                                    {}, options.durable ? audit_log_.get() : nullptr, clock_));
  const rpc::Calls::Options calls{.max_concurrent_calls = kMaxConcurrentCalls,
                                  .access = access_.get()};
  SOS_ASSIGN_OR_RETURN(record_layouts_, ingestion::LoadRecordLayouts(ingestion::LayoutFiles()));
  ingestion_ = std::make_unique<ingestion::IngestionService>(
      store_.get(), &record_layouts_,
      ingestion::IngestionService::Rules{.record_readers =
                                             ingestion::StudentRecordReaders::kSameProcess},
      student_access, calls);
  SOS_ASSIGN_OR_RETURN(auto channel, ServeInside(ingestion_.get()));
  inner_.ingestion = ingestion::v1::IngestionService::NewStub(channel);
  revisions_ = std::make_unique<RevisionWatch>(inner_.ingestion.get());

  SOS_ASSIGN_OR_RETURN(indicator::RulebookLibrary dashboard,
                       indicator::LoadRulebooks(options.rulebook_directory));
  dashboard_rulebooks_ = std::make_unique<indicator::RulebookLibrary>(std::move(dashboard));
  stored_measures_ = std::make_unique<indicator::GrpcMeasureSource>(inner_.ingestion.get());
  shares_ = std::make_unique<indicator::LocalShareMaker>(stored_measures_.get());
  measures_ = std::make_unique<indicator::RecordMeasureSource>(
      stored_measures_.get(), dashboard_rulebooks_.get(), shares_.get(), kIndicatorWorkers);
  indicator_ = std::make_unique<indicator::IndicatorService>(
      indicator::IndicatorService::Dependencies{.measures = measures_.get(),
                                                .revisions = revisions_.get(),
                                                .cache = &cache_,
                                                .rulebooks = dashboard_rulebooks_.get(),
                                                .student_access = student_access},
      calls);
  SOS_ASSIGN_OR_RETURN(channel, ServeInside(indicator_.get()));
  inner_.indicator = indicator::v1::IndicatorService::NewStub(channel);

  SOS_ASSIGN_OR_RETURN(eligibility::RulebookLibrary rulebooks,
                       eligibility::LoadRulebooks(options.rulebook_directory));
  eligibility_rulebooks_ = std::make_unique<eligibility::RulebookLibrary>(std::move(rulebooks));
  loaded_evidence_ = std::make_unique<eligibility::GrpcEvidenceSource>(inner_.ingestion.get(),
                                                                       inner_.indicator.get());
  evidence_ = std::make_unique<eligibility::CachedEvidenceSource>(loaded_evidence_.get());
  details_ = std::make_unique<eligibility::GrpcDetailSource>(inner_.indicator.get());
  eligibility_ = std::make_unique<eligibility::EligibilityService>(
      eligibility::EligibilityService::Dependencies{.evidence = evidence_.get(),
                                                    .details = details_.get(),
                                                    .revisions = revisions_.get(),
                                                    .cache = &cache_,
                                                    .rulebooks = eligibility_rulebooks_.get()},
      calls);
  SOS_ASSIGN_OR_RETURN(channel, ServeInside(eligibility_.get()));
  inner_.eligibility = eligibility::v1::EligibilityService::NewStub(channel);

  reports_ = std::make_unique<reporting::GrpcReportSource>(
      inner_.ingestion.get(), inner_.indicator.get(), inner_.eligibility.get());
  rules_ = std::make_unique<reporting::GrpcRulesInForce>(inner_.indicator.get(),
                                                         inner_.eligibility.get());
  reporting_ = std::make_unique<reporting::ReportingService>(
      reporting::ReportingService::Dependencies{.source = reports_.get(),
                                                .revisions = revisions_.get(),
                                                .cache = &cache_,
                                                .rules = rules_.get()},
      calls);
  SOS_ASSIGN_OR_RETURN(server_, rpc::Server::Create({.listen = options.listen},
                                                    {ingestion_.get(), indicator_.get(),
                                                     eligibility_.get(), reporting_.get()}));
  server_->SetReady(true);
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> EmbeddedSuite::ServeInside(grpc::Service* service) {
  SOS_ASSIGN_OR_RETURN(auto server,
                       rpc::Server::Create({.listen = "", .reflection = false}, {service}));
  inner_servers_.push_back(std::move(server));
  return inner_servers_.back()->InProcessChannel();
}

Stubs EmbeddedSuite::MakeStubs() {
  const std::shared_ptr<grpc::Channel> channel = server_->InProcessChannel();
  return {.ingestion = ingestion::v1::IngestionService::NewStub(channel),
          .indicator = indicator::v1::IndicatorService::NewStub(channel),
          .eligibility = eligibility::v1::EligibilityService::NewStub(channel),
          .reporting = reporting::v1::ReportingService::NewStub(channel)};
}

void EmbeddedSuite::ServeUntilSignalled() {
  server_->AwaitStopSignal();
  ingestion_->StopWatches();
  server_->Shutdown();
}

}  // namespace sos::suite
