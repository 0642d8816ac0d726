// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_METRICS_METRICS_H_
#define SOS_COMMON_METRICS_METRICS_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
class Exposer;
}  // namespace prometheus

// What a process measures of itself, for Prometheus. A metric is found by its name and labels and
// then kept: finding takes a lock, counting does not look anything up. Labels hold names of
// methods, codes and kinds, never of entities, callers or students. Thread-safe.
namespace sos::metrics {

using Labels = std::map<std::string, std::string>;

class Counter {
 public:
  explicit Counter(prometheus::Counter* counter) : counter_(counter) {}
  void Increment(double by = 1) const;

 private:
  prometheus::Counter* counter_;
};

class Gauge {
 public:
  explicit Gauge(prometheus::Gauge* gauge) : gauge_(gauge) {}
  void Add(double by) const;
  void Set(double value) const;

 private:
  prometheus::Gauge* gauge_;
};

// Seconds, in buckets from a tenth of a millisecond to a minute.
class Durations {
 public:
  explicit Durations(prometheus::Histogram* histogram) : histogram_(histogram) {}
  void Observe(absl::Duration duration) const;

 private:
  prometheus::Histogram* histogram_;
};

// The metric `name` with `labels`, made when first asked for. `help` is what people read of it.
Counter FindCounter(absl::string_view name, absl::string_view help, const Labels& labels = {});
Gauge FindGauge(absl::string_view name, absl::string_view help, const Labels& labels = {});
Durations FindDurations(absl::string_view name, absl::string_view help, const Labels& labels = {});

// Every metric in the text format of Prometheus.
std::string Text();

// Answers Prometheus over HTTP at /metrics.
class Exposer {
 public:
  // Listens on `address` (host:port; port 0 takes a free one). kUnavailable if it cannot.
  static absl::StatusOr<std::unique_ptr<Exposer>> Create(const std::string& address);
  ~Exposer();

  int port() const;

 private:
  explicit Exposer(std::unique_ptr<prometheus::Exposer> exposer);
  const std::unique_ptr<prometheus::Exposer> exposer_;
};

}  // namespace sos::metrics

#endif  // SOS_COMMON_METRICS_METRICS_H_
