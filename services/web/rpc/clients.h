// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_RPC_CLIENTS_H_
#define SOS_SERVICES_WEB_RPC_CLIENTS_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "grpcpp/grpcpp.h"
#include "sos/eligibility/v1/eligibility_service.grpc.pb.h"
#include "sos/indicator/v1/indicator_service.grpc.pb.h"
#include "sos/ingestion/v1/ingestion_service.grpc.pb.h"
#include "sos/reporting/v1/reporting_service.grpc.pb.h"

namespace sos::web {

// Clients of the four services, wherever they run.
struct Clients {
  std::unique_ptr<ingestion::v1::IngestionService::StubInterface> ingestion;
  std::unique_ptr<indicator::v1::IndicatorService::StubInterface> indicator;
  std::unique_ptr<eligibility::v1::EligibilityService::StubInterface> eligibility;
  std::unique_ptr<reporting::v1::ReportingService::StubInterface> reporting;
};

// Who a request speaks for: decides which role and limits its RPCs have. Services see this caller,
// not sos-web.
struct Caller {
  // The access token of the person who signed in; empty for the role `public`.
  std::string token;
  // Whose limits count where there is no token: the address of the peer.
  std::string address;

  // True where an answer is for this caller only and may not be kept by a shared cache.
  bool signed_in() const { return !token.empty(); }
};

// A context for one RPC on behalf of `caller`, with a deadline.
std::unique_ptr<grpc::ClientContext> NewContext(const Caller& caller);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_RPC_CLIENTS_H_
