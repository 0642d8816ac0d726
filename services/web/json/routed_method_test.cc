// SPDX-License-Identifier: Apache-2.0
#include "services/web/json/routed_method.h"

#include <string>

#include "common/test_util/contract_methods.h"
#include "gtest/gtest.h"

namespace sos::web {
namespace {

TEST(RoutedMethodTest, IsFoundByItsPath) {
  for (const auto& [name, method] : test_util::ContractMethods()) {
    const auto found = FindRoutedMethod("/" + name);
    EXPECT_EQ(found.has_value(), method->name() != "StreamShares") << name;
    if (!found) continue;
    EXPECT_EQ(found->descriptor, method);
    EXPECT_EQ(found->path(), "/" + name);
    EXPECT_EQ(found->service(), method->service()->full_name());
    EXPECT_EQ(found->name(), method->service()->name() + "." + method->name());
  }
}

TEST(RoutedMethodTest, IsNotFoundByAnotherPath) {
  for (const char* const path : {"", "/", "sos.indicator.v1.IndicatorService/GetResult",
                                 "/sos.indicator.v1.IndicatorService.GetResult",
                                 "/sos.indicator.v1.IndicatorService/GetResult/"}) {
    EXPECT_FALSE(FindRoutedMethod(path).has_value()) << path;
  }
}

TEST(RoutedMethodTest, IsReadByGetUnlessItChangesSomethingOrListsStudents) {
  const auto by_get = [](const std::string& path) { return FindRoutedMethod(path)->by_get; };
  EXPECT_TRUE(by_get("/sos.indicator.v1.IndicatorService/GetResult"));
  EXPECT_TRUE(by_get("/sos.eligibility.v1.EligibilityService/EvaluateChanges"));
  EXPECT_TRUE(by_get("/sos.reporting.v1.ReportingService/StreamStateFile"));
  EXPECT_FALSE(by_get("/sos.indicator.v1.IndicatorService/ListStudents"));
  EXPECT_FALSE(by_get("/sos.ingestion.v1.IngestionService/CommitSubmission"));
  EXPECT_FALSE(by_get("/sos.ingestion.v1.IngestionService/UploadSubmission"));
}

}  // namespace
}  // namespace sos::web
