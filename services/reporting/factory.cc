// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/factory.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/status/macros.h"
#include "services/ingestion/client/revision_watch.h"
#include "services/reporting/options.h"
#include "services/reporting/rpc/reporting_service.h"
#include "services/reporting/sources/grpc_report_source.h"
#include "services/reporting/sources/grpc_rules_in_force.h"

namespace sos::reporting {
namespace {

class ReportingComposition : public Composition {
 public:
  ReportingComposition(const Options& options, std::unique_ptr<Cache> cache,
                       const ServiceRuntime& runtime)
      : cache_(std::move(cache)),
        ingestion_(
            ingestion::v1::IngestionService::NewStub(runtime.connect(options.ingestion_target))),
        indicator_(
            indicator::v1::IndicatorService::NewStub(runtime.connect(options.indicator_target))),
        eligibility_(eligibility::v1::EligibilityService::NewStub(
            runtime.connect(options.eligibility_target))),
        revisions_(ingestion_.get()),
        source_(ingestion_.get(), indicator_.get(), eligibility_.get()),
        rules_(indicator_.get(), eligibility_.get()),
        service_({.source = &source_,
                  .revisions = &revisions_,
                  .cache = cache_.get(),
                  .rules = &rules_,
                  .worker_count = options.workers},
                 runtime.calls) {}

  std::vector<grpc::Service*> services() override { return {&service_}; }

 private:
  const std::unique_ptr<Cache> cache_;
  const std::unique_ptr<ingestion::v1::IngestionService::StubInterface> ingestion_;
  const std::unique_ptr<indicator::v1::IndicatorService::StubInterface> indicator_;
  const std::unique_ptr<eligibility::v1::EligibilityService::StubInterface> eligibility_;
  RevisionWatch revisions_;
  GrpcReportSource source_;
  GrpcRulesInForce rules_;
  ReportingService service_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Composition>> Create(const Options& options,
                                                    const ServiceRuntime& runtime) {
  SOS_ASSIGN_OR_RETURN(auto cache, MakeCache(options.cache, *runtime.clock));
  return std::make_unique<ReportingComposition>(options, std::move(cache), runtime);
}

ServiceFactory MakeServiceFactory(Environment& env) {
  return [options = Options::FromEnvironment(env)](const ServiceRuntime& runtime) {
    return Create(options, runtime);
  };
}

}  // namespace sos::reporting
