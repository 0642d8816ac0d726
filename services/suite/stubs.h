// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_STUBS_H_
#define SOS_SERVICES_SUITE_STUBS_H_

#include <memory>

#include "grpcpp/channel.h"
#include "sos/eligibility/v1/eligibility_service.grpc.pb.h"
#include "sos/indicator/v1/indicator_service.grpc.pb.h"
#include "sos/ingestion/v1/ingestion_service.grpc.pb.h"
#include "sos/reporting/v1/reporting_service.grpc.pb.h"

namespace sos::suite {

// Clients of the four services, wherever they run.
struct Stubs {
  std::unique_ptr<ingestion::v1::IngestionService::StubInterface> ingestion;
  std::unique_ptr<indicator::v1::IndicatorService::StubInterface> indicator;
  std::unique_ptr<eligibility::v1::EligibilityService::StubInterface> eligibility;
  std::unique_ptr<reporting::v1::ReportingService::StubInterface> reporting;
};

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_STUBS_H_
