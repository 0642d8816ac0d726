// SPDX-License-Identifier: Apache-2.0
#include "services/suite/embedded_suite.h"

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/memory/memory.h"
#include "common/private_files/private_files.h"
#include "common/status/macros.h"
#include "services/eligibility/factory.h"
#include "services/indicator/factory.h"
#include "services/ingestion/factory.h"
#include "services/reporting/factory.h"

namespace sos::suite {
namespace {

// What services call each other by.
constexpr char kIngestion[] = "ingestion";
constexpr char kIndicator[] = "indicator";
constexpr char kEligibility[] = "eligibility";
constexpr char kReporting[] = "reporting";

// Of each service.
constexpr int64_t kCacheBytes = int64_t{24} << 20;

// One person's calls, and those of the services among themselves.
constexpr int kMaxConcurrentCalls = 256;

ingestion::Options::StoreUse StoreUseOf(const EmbeddedSuite::Options& options) {
  if (options.read_only) return ingestion::Options::StoreUse::kRead;
  return options.durable ? ingestion::Options::StoreUse::kServe
                         : ingestion::Options::StoreUse::kScratch;
}

}  // namespace

EmbeddedSuite::~EmbeddedSuite() {
  // Watches end first: they would hold up the drain.
  for (const Layer& layer : layers_) layer.service->BeforeDrain();
  server_.reset();
  // Who calls ends before who is called.
  while (!layers_.empty()) layers_.pop_back();
}

absl::StatusOr<std::unique_ptr<EmbeddedSuite>> EmbeddedSuite::Create(const Options& options) {
  auto suite = absl::WrapUnique(new EmbeddedSuite());
  SOS_RETURN_IF_ERROR(suite->Start(options));
  return suite;
}

absl::Status EmbeddedSuite::Start(const Options& options) {
  SOS_RETURN_IF_ERROR(MakePrivateDirectory(options.data_dir));
  audit_log_ = std::make_unique<AuditLog>(
      (std::filesystem::path(options.data_dir) / "audit.jsonl").string(), clock_);
  // Scratch copies leave nothing that somebody would ask about.
  SOS_ASSIGN_OR_RETURN(access_, auth::AccessControl::Create(
                                    {}, options.durable ? audit_log_.get() : nullptr, clock_));
  const ServiceRuntime runtime = {
      .calls = {.max_concurrent_calls = kMaxConcurrentCalls, .access = access_.get()},
      .connect = [this](const std::string& name) { return channels_.at(name); },
      .audit_log = audit_log_.get(),
      .clock = &clock_,
      .one_process = true};
  const CacheOptions cache = {.memory_bytes = kCacheBytes};

  SOS_ASSIGN_OR_RETURN(auto stored,
                       ingestion::Create({.data_dir = options.data_dir,
                                          .store_use = StoreUseOf(options),
                                          .student_list_token = options.student_list_token},
                                         runtime));
  store_ = &stored->store();
  SOS_RETURN_IF_ERROR(Add(kIngestion, std::move(stored)));
  SOS_ASSIGN_OR_RETURN(auto indicator,
                       indicator::Create({.ingestion_target = kIngestion,
                                          .cache = cache,
                                          .student_list_token = options.student_list_token,
                                          .rulebook_directory = options.rulebook_directory},
                                         runtime));
  SOS_RETURN_IF_ERROR(Add(kIndicator, std::move(indicator)));
  SOS_ASSIGN_OR_RETURN(auto eligibility,
                       eligibility::Create({.ingestion_target = kIngestion,
                                            .indicator_target = kIndicator,
                                            .rulebook_directory = options.rulebook_directory,
                                            .cache = cache},
                                           runtime));
  SOS_RETURN_IF_ERROR(Add(kEligibility, std::move(eligibility)));
  SOS_ASSIGN_OR_RETURN(auto reporting, reporting::Create({.ingestion_target = kIngestion,
                                                          .indicator_target = kIndicator,
                                                          .eligibility_target = kEligibility,
                                                          .cache = cache},
                                                         runtime));
  SOS_RETURN_IF_ERROR(Add(kReporting, std::move(reporting)));

  std::vector<grpc::Service*> services;
  for (const Layer& layer : layers_) {
    for (grpc::Service* const service : layer.service->services()) services.push_back(service);
  }
  SOS_ASSIGN_OR_RETURN(server_, rpc::Server::Create({.listen = options.listen}, services));
  server_->SetReady(true);
  return absl::OkStatus();
}

absl::Status EmbeddedSuite::Add(const std::string& name, std::unique_ptr<Composition> service) {
  SOS_ASSIGN_OR_RETURN(
      auto server, rpc::Server::Create({.listen = "", .reflection = false}, service->services()));
  channels_[name] = server->InProcessChannel();
  layers_.push_back({std::move(service), std::move(server)});
  return absl::OkStatus();
}

Stubs EmbeddedSuite::MakeStubs() {
  const std::shared_ptr<grpc::Channel> channel = server_->InProcessChannel();
  return {.ingestion = ingestion::v1::IngestionService::NewStub(channel),
          .indicator = indicator::v1::IndicatorService::NewStub(channel),
          .eligibility = eligibility::v1::EligibilityService::NewStub(channel),
          .reporting = reporting::v1::ReportingService::NewStub(channel)};
}

std::shared_ptr<grpc::Channel> EmbeddedSuite::Channel(
    std::vector<std::unique_ptr<grpc::experimental::ClientInterceptorFactoryInterface>>
        interceptors) {
  return server_->InProcessChannel(std::move(interceptors));
}

void EmbeddedSuite::ServeUntilSignalled(const std::function<void()>& before_drain) {
  server_->AwaitStopSignal();
  before_drain();
  for (const Layer& layer : layers_) layer.service->BeforeDrain();
  server_->Shutdown();
}

}  // namespace sos::suite
