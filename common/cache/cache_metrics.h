// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_CACHE_CACHE_METRICS_H_
#define SOS_COMMON_CACHE_CACHE_METRICS_H_

#include <string>

#include "common/metrics/metrics.h"

namespace sos {

// How often the caches of one tier (`memory`, `redis`) had what they were asked for.
struct CacheMetrics {
  explicit CacheMetrics(const std::string& tier)
      : hits(Requests(tier, "hit")),
        misses(Requests(tier, "miss")),
        errors(Requests(tier, "error")) {}

  const metrics::Counter hits;
  const metrics::Counter misses;
  // It could not be asked, which costs as much as a miss.
  const metrics::Counter errors;

 private:
  static metrics::Counter Requests(const std::string& tier, const std::string& outcome) {
    return metrics::FindCounter("sos_cache_requests_total", "Values asked of a cache.",
                                {{"tier", tier}, {"outcome", outcome}});
  }
};

}  // namespace sos

#endif  // SOS_COMMON_CACHE_CACHE_METRICS_H_
