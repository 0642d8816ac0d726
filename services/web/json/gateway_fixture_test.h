// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_JSON_GATEWAY_FIXTURE_TEST_H_
#define SOS_SERVICES_WEB_JSON_GATEWAY_FIXTURE_TEST_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "common/rpc/grpc_status.h"
#include "common/status/error.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "services/web/json/connect_gateway.h"
#include "sos/ingestion/v1/ingestion_service.grpc.pb.h"

namespace sos::web {

// A service of the real contract. What a request asks for says how it is answered.
class FakeIngestion final : public ingestion::v1::IngestionService::WithCallbackMethod_GetSnapshot<
                                ingestion::v1::IngestionService::Service> {
 public:
  // Revision 404 does not exist; 503 is overloaded; every other is its number times 10^15 and the
  // token that came with the call.
  grpc::Status GetRevision(grpc::ServerContext* context,
                           const ingestion::v1::GetRevisionRequest* request,
                           ingestion::v1::Revision* response) override {
    if (request->revision() == 404) {
      return rpc::ToGrpcStatus(MakeError(absl::StatusCode::kNotFound, "There is no revision 404.",
                                         "sos.ingestion.v1", "REVISION_NOT_FOUND",
                                         {{"revision", "404"}}, {{"revision", "does not exist"}}));
    }
    if (request->revision() == 503) {
      absl::Status error = MakeError(absl::StatusCode::kResourceExhausted, "Too many calls.",
                                     "sos.ingestion.v1", "OVERLOADED");
      AddRetryDelay(error, 1500);
      return rpc::ToGrpcStatus(error);
    }
    constexpr int64_t kBeyondDoubles = 9'007'199'254'740'993;
    if (request->revision() > 0) response->set_revision(request->revision() * kBeyondDoubles);
    const auto token = context->client_metadata().find("authorization");
    if (token != context->client_metadata().end()) {
      response->set_revision_identity(std::string(token->second.data(), token->second.size()));
    }
    return grpc::Status::OK;
  }

  // Does not answer before its caller has stopped to wait.
  grpc::ServerUnaryReactor* GetSnapshot(grpc::CallbackServerContext*,
                                        const ingestion::v1::GetSnapshotRequest*,
                                        ingestion::v1::Snapshot*) override {
    class Waiting final : public grpc::ServerUnaryReactor {
     public:
      void OnCancel() override { Finish(grpc::Status::CANCELLED); }
      void OnDone() override { delete this; }
    };
    return new Waiting();
  }

  // Says the revisions from 1 to `since_revision`. Then it fails after 2, says 3 again and again
  // until it is cancelled after 3, and ends after every other number.
  grpc::Status WatchRevisions(
      grpc::ServerContext*, const ingestion::v1::WatchRevisionsRequest* request,
      grpc::ServerWriter<ingestion::v1::WatchRevisionsResponse>* writer) override {
    if (request->since_revision() < 0) {
      return rpc::ToGrpcStatus(MakeError(absl::StatusCode::kInvalidArgument, "It is negative.",
                                         "sos.ingestion.v1", "FIELD_INVALID"));
    }
    ingestion::v1::WatchRevisionsResponse response;
    for (int64_t i = 1; i <= request->since_revision(); ++i) {
      response.set_revision(i);
      writer->Write(response);
    }
    if (request->since_revision() == 2) {
      return rpc::ToGrpcStatus(MakeError(absl::StatusCode::kDataLoss, "Revision 3 is damaged.",
                                         "sos.ingestion.v1", "STORE_DAMAGED"));
    }
    if (request->since_revision() == 3) {
      while (writer->Write(response)) {
      }
      cancelled_.Notify();
    }
    return grpc::Status::OK;
  }

  // Notified when a stream was cancelled.
  absl::Notification& cancelled() { return cancelled_; }

 private:
  absl::Notification cancelled_;
};

constexpr char kIngestionPath[] = "/sos.ingestion.v1.IngestionService/";

class GatewayTest : public ::testing::Test {
 protected:
  void SetUp() override { Start({}); }

  // Starts the gateway anew, with these options but for the channels.
  void Start(ConnectGateway::Options options) {
    if (server_ == nullptr) {
      grpc::ServerBuilder builder;
      builder.RegisterService(&service_);
      server_ = builder.BuildAndStart();
    }
    options.channels = {{"sos.ingestion.v1.IngestionService", server_->InProcessChannel({})}};
    options.new_context = [](const Caller& caller) {
      auto context = std::make_unique<grpc::ClientContext>();
      if (caller.signed_in()) context->AddMetadata("authorization", "Bearer " + caller.token);
      return context;
    };
    gateway_ = std::make_unique<ConnectGateway>(std::move(options));
  }

  static HttpRequest Post(const std::string& method, std::string body,
                          const std::string& type = "application/json") {
    return {.method = "POST",
            .path = kIngestionPath + method,
            .headers = {{"content-type", type}},
            .body = std::move(body)};
  }

  static HttpRequest Get(const std::string& method,
                         std::vector<std::pair<std::string, std::string>> query) {
    return {.method = "GET", .path = kIngestionPath + method, .query = std::move(query)};
  }

  HttpResponse Answer(const HttpRequest& request) { return gateway_->Handle(request); }

  FakeIngestion service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<ConnectGateway> gateway_;
};

// The header of that name; `none` where there is none.
inline std::string HeaderOf(const HttpResponse& response, const std::string& name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "none";
}

// The code of an error in Connect's JSON, and the reason of its ErrorInfo: `not_found
// NO_SUCH_THING`.
inline std::string CodeAndReason(const nlohmann::json& error) {
  std::string text = error.value("code", "no code");
  for (const auto& detail : error.value("details", nlohmann::json::array())) {
    if (detail["type"] == "google.rpc.ErrorInfo") {
      text += " " + detail["debug"].value("reason", "no reason");
    }
  }
  return text;
}
inline std::string CodeAndReason(const HttpResponse& response) {
  return absl::StrCat(response.status, " ",
                      CodeAndReason(nlohmann::json::parse(response.body, nullptr, false)));
}

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_JSON_GATEWAY_FIXTURE_TEST_H_
