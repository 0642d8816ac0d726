// SPDX-License-Identifier: Apache-2.0
#include "common/metrics/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/exposer.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <exception>
#include <memory>
#include <string>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"

namespace sos::metrics {
namespace {

// Seconds.
constexpr double kBuckets[] = {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                               0.1,    0.25,    0.5,    1,     2.5,    5,     10,   30,    60};

// Lives as long as the process.
const std::shared_ptr<prometheus::Registry>& TheRegistry() {
  static const auto* const kRegistry = new std::shared_ptr<prometheus::Registry>(
      // The same name with other labels is the same family.
      std::make_shared<prometheus::Registry>(prometheus::Registry::InsertBehavior::Merge));
  return *kRegistry;
}

}  // namespace

void Counter::Increment(double by) const { counter_->Increment(by); }
void Gauge::Add(double by) const { gauge_->Increment(by); }
void Gauge::Set(double value) const { gauge_->Set(value); }
void Durations::Observe(absl::Duration duration) const {
  histogram_->Observe(absl::ToDoubleSeconds(duration));
}

Counter FindCounter(absl::string_view name, absl::string_view help, const Labels& labels) {
  return Counter(&prometheus::BuildCounter()
                      .Name(std::string(name))
                      .Help(std::string(help))
                      .Register(*TheRegistry())
                      .Add(labels));
}

Gauge FindGauge(absl::string_view name, absl::string_view help, const Labels& labels) {
  return Gauge(&prometheus::BuildGauge()
                    .Name(std::string(name))
                    .Help(std::string(help))
                    .Register(*TheRegistry())
                    .Add(labels));
}

Durations FindDurations(absl::string_view name, absl::string_view help, const Labels& labels) {
  return Durations(&prometheus::BuildHistogram()
                        .Name(std::string(name))
                        .Help(std::string(help))
                        .Register(*TheRegistry())
                        .Add(labels, prometheus::Histogram::BucketBoundaries(std::begin(kBuckets),
                                                                             std::end(kBuckets))));
}

std::string Text() { return prometheus::TextSerializer().Serialize(TheRegistry()->Collect()); }

Exposer::Exposer(std::unique_ptr<prometheus::Exposer> exposer) : exposer_(std::move(exposer)) {}
Exposer::~Exposer() = default;
int Exposer::port() const { return exposer_->GetListeningPorts().front(); }

absl::StatusOr<std::unique_ptr<Exposer>> Exposer::Create(const std::string& address) {
  try {
    auto exposer = std::make_unique<prometheus::Exposer>(address);
    exposer->RegisterCollectable(TheRegistry());
    return absl::WrapUnique(new Exposer(std::move(exposer)));
  } catch (const std::exception& error) {
    // The library reports by exception.
    return absl::UnavailableError(
        absl::StrCat("cannot answer Prometheus on ", address, ": ", error.what()));
  }
}

}  // namespace sos::metrics
