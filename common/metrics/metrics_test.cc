// SPDX-License-Identifier: Apache-2.0
#include "common/metrics/metrics.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::metrics {
namespace {

TEST(MetricsTest, CountsEachSetOfLabelsByItself) {
  FindCounter("test_total", "Help.", {{"kind", "a"}}).Increment();
  FindCounter("test_total", "Help.", {{"kind", "a"}}).Increment(2);
  FindCounter("test_total", "Help.", {{"kind", "b"}}).Increment();

  EXPECT_THAT(Text(), ::testing::HasSubstr("test_total{kind=\"a\"} 3"));
  EXPECT_THAT(Text(), ::testing::HasSubstr("test_total{kind=\"b\"} 1"));
}

TEST(MetricsTest, PutsDurationsIntoBuckets) {
  FindDurations("test_seconds", "Help.").Observe(absl::Milliseconds(3));

  EXPECT_THAT(Text(), ::testing::HasSubstr("test_seconds_bucket{le=\"0.0025\"} 0"));
  EXPECT_THAT(Text(), ::testing::HasSubstr("test_seconds_bucket{le=\"0.005\"} 1"));
}

TEST(MetricsTest, MovesAGauge) {
  const Gauge gauge = FindGauge("test_running", "Help.");
  gauge.Add(2);
  gauge.Add(-1);

  EXPECT_THAT(Text(), ::testing::HasSubstr("test_running 1"));
}

TEST(ExposerTest, SaysThatAnAddressIsTaken) {
  const auto first = Exposer::Create("127.0.0.1:0");
  ASSERT_TRUE(first.ok());

  EXPECT_EQ(Exposer::Create("127.0.0.1:" + std::to_string((*first)->port())).status().code(),
            absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace sos::metrics
