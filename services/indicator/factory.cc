// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/factory.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/embed/files_with_overrides.h"
#include "common/status/macros.h"
#include "services/indicator/convert/rulebook_library.h"
#include "services/indicator/options.h"
#include "services/indicator/rpc/indicator_service.h"
#include "services/indicator/rpc/replica_service.h"
#include "services/indicator/rulebooks/rulebook_files.h"
#include "services/indicator/sources/grpc_measure_source.h"
#include "services/indicator/students/record_measure_source.h"
#include "services/indicator/students/replica_share_maker.h"
#include "services/ingestion/client/revision_watch.h"

namespace sos::indicator {
namespace {

// Those of this program, and those of `directory` in their place or beside them; an empty name
// reads none.
absl::StatusOr<RulebookLibrary> LoadRulebooks(const std::string& directory) {
  SOS_ASSIGN_OR_RETURN(const auto files,
                       FilesWithOverrides::Read(RulebookFiles(), directory, {"dashboard-"}));
  return RulebookLibrary::Load(files.files());
}

class IndicatorComposition : public Composition {
 public:
  static absl::StatusOr<std::unique_ptr<Composition>> Create(const Options& options,
                                                             const ServiceRuntime& runtime) {
    if (!options.replica_target.empty() && options.replica_token.empty()) {
      return absl::InvalidArgumentError("SOS_REPLICA_TARGET needs SOS_REPLICA_TOKEN");
    }
    SOS_ASSIGN_OR_RETURN(RulebookLibrary rulebooks, LoadRulebooks(options.rulebook_directory));
    SOS_ASSIGN_OR_RETURN(auto cache, MakeCache(options.cache, *runtime.clock));
    return std::make_unique<IndicatorComposition>(options, std::move(rulebooks), std::move(cache),
                                                  runtime);
  }

  IndicatorComposition(const Options& options, RulebookLibrary rulebooks,
                       std::unique_ptr<Cache> cache, const ServiceRuntime& runtime)
      : cache_(std::move(cache)),
        rulebooks_(std::move(rulebooks)),
        ingestion_(
            ingestion::v1::IngestionService::NewStub(runtime.connect(options.ingestion_target))),
        revisions_(ingestion_.get()),
        stored_(ingestion_.get()),
        shares_here_(&stored_),
        replicas_(options.replica_target.empty() ? nullptr
                                                 : replica::v1::ReplicaService::NewStub(
                                                       runtime.connect(options.replica_target))),
        shares_by_replicas_(replicas_.get(), options.replica_token, &shares_here_),
        measures_(
            &stored_, &rulebooks_,
            replicas_ == nullptr ? static_cast<ShareMaker*>(&shares_here_) : &shares_by_replicas_,
            options.workers),
        service_(
            {.measures = &measures_,
             .revisions = &revisions_,
             .cache = cache_.get(),
             .rulebooks = &rulebooks_,
             .student_access = {runtime.audit_log, runtime.one_process, options.student_list_token},
             .worker_count = options.workers},
            runtime.calls),
        replica_service_({.measures = &measures_,
                          .rulebooks = &rulebooks_,
                          .shares = &shares_here_,
                          .token = options.replica_token},
                         runtime.calls) {}

  std::vector<grpc::Service*> services() override { return {&service_, &replica_service_}; }

 private:
  const std::unique_ptr<Cache> cache_;
  const RulebookLibrary rulebooks_;
  const std::unique_ptr<ingestion::v1::IngestionService::StubInterface> ingestion_;
  RevisionWatch revisions_;
  GrpcMeasureSource stored_;
  LocalShareMaker shares_here_;
  const std::unique_ptr<replica::v1::ReplicaService::StubInterface> replicas_;
  ReplicaShareMaker shares_by_replicas_;
  RecordMeasureSource measures_;
  IndicatorService service_;
  ReplicaService replica_service_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Composition>> Create(const Options& options,
                                                    const ServiceRuntime& runtime) {
  return IndicatorComposition::Create(options, runtime);
}

ServiceFactory MakeServiceFactory(Environment& env) {
  return [options = Options::FromEnvironment(env)](const ServiceRuntime& runtime) {
    return Create(options, runtime);
  };
}

}  // namespace sos::indicator
