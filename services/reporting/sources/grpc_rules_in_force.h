// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_SOURCES_GRPC_RULES_IN_FORCE_H_
#define SOS_SERVICES_REPORTING_SOURCES_GRPC_RULES_IN_FORCE_H_

#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/time/steady_wait.h"
#include "services/reporting/sources/rules_in_force.h"
#include "sos/eligibility/v1/eligibility_service.grpc.pb.h"
#include "sos/indicator/v1/indicator_service.grpc.pb.h"

namespace sos::reporting {

// Asks the two services, at once and then every half minute, in a thread of its own. A rulebook
// that a new version of a service brings with it is noticed within that time.
class GrpcRulesInForce : public RulesInForce {
 public:
  // The stubs must outlive the object.
  GrpcRulesInForce(indicator::v1::IndicatorService::StubInterface* indicator,
                   eligibility::v1::EligibilityService::StubInterface* eligibility);
  ~GrpcRulesInForce() override;

  std::string digest() const override;

 private:
  void Run();
  // The digest that the services tell now; empty if one does not answer.
  std::string Ask();

  indicator::v1::IndicatorService::StubInterface* const indicator_;
  eligibility::v1::EligibilityService::StubInterface* const eligibility_;
  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::string digest_ ABSL_GUARDED_BY(mutex_);
  SteadyWait stop_;
  std::thread thread_;
};

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_SOURCES_GRPC_RULES_IN_FORCE_H_
