// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_EMBEDDED_SUITE_FIXTURE_H_
#define SOS_SERVICES_SUITE_EMBEDDED_SUITE_FIXTURE_H_

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/grpc_status.h"
#include "gtest/gtest.h"
#include "services/suite/embedded_suite.h"
#include "services/suite/upload.h"

namespace sos::suite {

// Three groups of one district, 2023.
inline constexpr char kGraduation[] =
    "cds\trtype\tschoolname\tdistrictname\tcountyname\tstudentgroup\tcurrnumer\tcurrdenom\tcurrstat"
    "us\t"
    "priornumer\tpriordenom\tpriorstatus\tchange\tindicator\treportingyear\n"
    "01611190000000\tD\t\tValley "
    "Unified\tAlameda\tALL\t55\t86\t64.0\t51\t84\t60.7\t3.2\tGRAD\t2023\n"
    "01611190000000\tD\t\tValley Unified\tAlameda\tEL\t5\t9\t\t5\t9\t\t\tGRAD\t2023\n"
    "01611190000000\tD\t\tValley "
    "Unified\tAlameda\tHI\t50\t77\t64.9\t46\t75\t61.3\t3.6\tGRAD\t2023\n";

// The four services on a directory of their own.
class EmbeddedSuiteTest : public ::testing::Test {
 protected:
  EmbeddedSuiteTest() {
    directory_ = (std::filesystem::path(::testing::TempDir()) / "sos-suite-XXXXXX").string();
    EXPECT_NE(mkdtemp(directory_.data()), nullptr);
    suite_ = *EmbeddedSuite::Create({.data_dir = directory_ + "/data", .durable = false});
    stubs_ = suite_->MakeStubs();
  }
  ~EmbeddedSuiteTest() override {
    suite_.reset();
    std::filesystem::remove_all(directory_);
  }

  ingestion::v1::Submission Submit(const std::string& text, const std::string& name = "grad.txt",
                                   const UploadOptions& options = {}) {
    const std::string path = absl::StrCat(directory_, "/", name);
    std::ofstream(path, std::ios::binary) << text;
    return *SubmitFile(*stubs_.ingestion, path, options);
  }

  // Calls one unary method and returns what came of it.
  template <typename Response, typename Stub, typename Method, typename Request>
  absl::StatusOr<Response> Call(Stub& stub, Method method, const Request& request) {
    grpc::ClientContext context;
    Response response;
    const absl::Status status =
        rpc::FromGrpcStatus(((*stub).*method)(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  absl::StatusOr<indicator::v1::Result> GetResult(const std::string& name, int64_t revision = 0) {
    indicator::v1::GetResultRequest request;
    request.set_name(name);
    request.set_revision(revision);
    return Call<indicator::v1::Result>(
        stubs_.indicator, &indicator::v1::IndicatorService::StubInterface::GetResult, request);
  }

  std::string directory_;
  std::unique_ptr<EmbeddedSuite> suite_;
  Stubs stubs_;
};

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_EMBEDDED_SUITE_FIXTURE_H_
