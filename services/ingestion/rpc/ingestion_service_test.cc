// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/rpc/ingestion_service.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/ingestion/rpc/in_process_test.h"

namespace sos::ingestion {
namespace {

TEST(IngestionServiceTest, EveryMethodOfTheContractHasAHandler) {
  InProcessIngestion ingestion;
  // A watch would last.
  ingestion.service().StopWatches();
  const auto* const service =
      v1::CreateSubmissionRequest::descriptor()->file()->FindServiceByName("IngestionService");
  ASSERT_NE(service, nullptr);
  for (int i = 0; i < service->method_count(); ++i) {
    const grpc::Status status = ingestion.CallRaw(service->method(i)->name(), "");
    EXPECT_NE(status.error_code(), grpc::StatusCode::UNIMPLEMENTED) << service->method(i)->name();
  }
}

}  // namespace
}  // namespace sos::ingestion
