// SPDX-License-Identifier: Apache-2.0
#include "services/web/routes/health.h"

#include <string>

#include "common/metrics/metrics.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::web {
namespace {

int StatusOf(Health& health, const std::string& path) {
  return health.Handle({.method = "GET", .path = path}).status;
}

TEST(HealthTest, IsAliveAtOnceAndReadyOnlyWhileItIsSaid) {
  Health health;
  EXPECT_EQ(StatusOf(health, "/healthz"), 200);
  EXPECT_EQ(StatusOf(health, "/readyz"), 503);
  health.SetReady(true);
  EXPECT_EQ(StatusOf(health, "/readyz"), 200);
  health.SetReady(false);
  EXPECT_EQ(StatusOf(health, "/readyz"), 503);
  EXPECT_EQ(StatusOf(health, "/healthz"), 200);
}

TEST(HealthTest, TellsTheMetricsAndNothingElse) {
  metrics::FindCounter("sos_health_test_total", "A metric of this test.").Increment();
  Health health;
  EXPECT_THAT(health.Handle({.method = "GET", .path = "/metrics"}).body,
              testing::HasSubstr("sos_health_test_total 1"));
  EXPECT_EQ(StatusOf(health, "/"), 404);
}

}  // namespace
}  // namespace sos::web
