// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/factory.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/embed/files_with_overrides.h"
#include "common/status/macros.h"
#include "services/eligibility/convert/rulebook_library.h"
#include "services/eligibility/options.h"
#include "services/eligibility/rpc/eligibility_service.h"
#include "services/eligibility/rulebooks/rulebook_files.h"
#include "services/eligibility/sources/cached_evidence.h"
#include "services/eligibility/sources/grpc_detail_source.h"
#include "services/eligibility/sources/grpc_evidence_source.h"
#include "services/ingestion/client/revision_watch.h"

namespace sos::eligibility {
namespace {

// Those of this program, and those of `directory` in their place or beside them; an empty name
// reads none.
absl::StatusOr<RulebookLibrary> LoadRulebooks(const std::string& directory) {
  SOS_ASSIGN_OR_RETURN(const auto files, FilesWithOverrides::Read(RulebookFiles(), directory,
                                                                  {"charter-", "equity-multiplier-",
                                                                   "essa-", "lcap-", "lcff-"}));
  SOS_ASSIGN_OR_RETURN(RulebookLibrary rulebooks, RulebookLibrary::Load(files.files()));
  SOS_RETURN_IF_ERROR(CheckInForce(rulebooks));
  return rulebooks;
}

class EligibilityComposition : public Composition {
 public:
  static absl::StatusOr<std::unique_ptr<Composition>> Create(const Options& options,
                                                             const ServiceRuntime& runtime) {
    SOS_ASSIGN_OR_RETURN(RulebookLibrary rulebooks, LoadRulebooks(options.rulebook_directory));
    SOS_ASSIGN_OR_RETURN(auto cache, MakeCache(options.cache, *runtime.clock));
    return std::make_unique<EligibilityComposition>(options, std::move(rulebooks), std::move(cache),
                                                    runtime);
  }

  EligibilityComposition(const Options& options, RulebookLibrary rulebooks,
                         std::unique_ptr<Cache> cache, const ServiceRuntime& runtime)
      : cache_(std::move(cache)),
        rulebooks_(std::move(rulebooks)),
        ingestion_(
            ingestion::v1::IngestionService::NewStub(runtime.connect(options.ingestion_target))),
        indicator_(
            indicator::v1::IndicatorService::NewStub(runtime.connect(options.indicator_target))),
        revisions_(ingestion_.get()),
        loaded_evidence_(ingestion_.get(), indicator_.get()),
        evidence_(&loaded_evidence_),
        details_(indicator_.get()),
        service_({.evidence = &evidence_,
                  .details = &details_,
                  .revisions = &revisions_,
                  .cache = cache_.get(),
                  .rulebooks = &rulebooks_},
                 runtime.calls) {}

  std::vector<grpc::Service*> services() override { return {&service_}; }

 private:
  const std::unique_ptr<Cache> cache_;
  const RulebookLibrary rulebooks_;
  const std::unique_ptr<ingestion::v1::IngestionService::StubInterface> ingestion_;
  const std::unique_ptr<indicator::v1::IndicatorService::StubInterface> indicator_;
  RevisionWatch revisions_;
  GrpcEvidenceSource loaded_evidence_;
  CachedEvidenceSource evidence_;
  GrpcDetailSource details_;
  EligibilityService service_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Composition>> Create(const Options& options,
                                                    const ServiceRuntime& runtime) {
  return EligibilityComposition::Create(options, runtime);
}

ServiceFactory MakeServiceFactory(Environment& env) {
  return [options = Options::FromEnvironment(env)](const ServiceRuntime& runtime) {
    return Create(options, runtime);
  };
}

}  // namespace sos::eligibility
