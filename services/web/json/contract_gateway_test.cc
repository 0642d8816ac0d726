// SPDX-License-Identifier: Apache-2.0

// Every method of the contract through the gateway: a new one is answered without code of its own.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/test_util/contract_methods.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "services/web/json/connect_gateway.h"

namespace sos::web {
namespace {

using ::testing::UnorderedElementsAre;

// Answers every call of every service with one message, which is the request.
class Echo final : public grpc::CallbackGenericService {
 public:
  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext*) override {
    return new Reactor();
  }

 private:
  class Reactor final : public grpc::ServerGenericBidiReactor {
   public:
    Reactor() { StartRead(&message_); }
    void OnReadDone(bool ok) override {
      if (ok) {
        StartWriteAndFinish(&message_, {}, grpc::Status::OK);
      } else {
        Finish(grpc::Status::CANCELLED);
      }
    }
    void OnDone() override { delete this; }

   private:
    grpc::ByteBuffer message_;
  };
};

class ContractGatewayTest : public ::testing::Test {
 protected:
  ContractGatewayTest() {
    grpc::ServerBuilder builder;
    builder.RegisterCallbackGenericService(&echo_);
    server_ = builder.BuildAndStart();
    ConnectGateway::Options options;
    for (const auto& [name, method] : test_util::ContractMethods()) {
      options.channels[method->service()->full_name()] = server_->InProcessChannel({});
    }
    options.new_context = [](const Caller&) { return std::make_unique<grpc::ClientContext>(); };
    gateway_ = std::make_unique<ConnectGateway>(std::move(options));
  }

  HttpResponse Ask(const std::string& verb, const std::string& name) {
    return gateway_->Handle({.method = verb,
                             .path = "/" + name,
                             .headers = {{"content-type", "application/json"}},
                             .body = "{}"});
  }

  Echo echo_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<ConnectGateway> gateway_;
};

TEST_F(ContractGatewayTest, AnswersEveryMethodOrSaysWhyNot) {
  std::vector<std::string> not_found;
  std::vector<std::string> not_offered;
  int answered = 0;
  for (const auto& [name, method] : test_util::ContractMethods()) {
    const HttpResponse response = Ask("POST", name);
    if (response.status == 404) {
      not_found.push_back(method->name());
    } else if (response.status == 501) {
      not_offered.push_back(method->name());
    } else if (method->server_streaming()) {
      ASSERT_NE(response.stream, nullptr) << name << ": " << response.body;
      EXPECT_EQ(**response.stream->Next(), "{}\n") << name;
      EXPECT_FALSE((*response.stream->Next()).has_value()) << name;
      ++answered;
    } else {
      EXPECT_EQ(response.status, 200) << name << ": " << response.body;
      EXPECT_EQ(response.body, "{}") << name;
      ++answered;
    }
  }
  EXPECT_THAT(not_found, UnorderedElementsAre("StreamShares")) << "for the services alone";
  EXPECT_THAT(not_offered, UnorderedElementsAre("UploadSubmission", "SubmitStudentRecords"))
      << "they read streams of requests";
  EXPECT_EQ(answered + 3, test_util::ContractMethods().size());
}

TEST_F(ContractGatewayTest, AnswersByGetWhatChangesNothingAndListsNoStudents) {
  std::vector<std::string> by_post_only;
  for (const auto& [name, method] : test_util::ContractMethods()) {
    const HttpResponse response = Ask("GET", name);
    if (response.status == 405) by_post_only.push_back(method->name());
  }
  EXPECT_THAT(by_post_only,
              UnorderedElementsAre("CreateSubmission", "CommitSubmission", "DeleteSubmission",
                                   "DeleteStudentRecords", "CreateRelease", "ListStudents",
                                   "ListQuarantinedStudents"));
}

}  // namespace
}  // namespace sos::web
