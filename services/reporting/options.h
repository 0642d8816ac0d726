// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_OPTIONS_H_
#define SOS_SERVICES_REPORTING_OPTIONS_H_

#include <string>

#include "common/cache/cache_options.h"
#include "common/config/environment.h"

namespace sos::reporting {

// Every setting of the reporting server beside those of all servers.
struct Options {
  // SOS_INGESTION_TARGET, SOS_INDICATOR_TARGET and SOS_ELIGIBILITY_TARGET: where the three services
  // are. Required.
  std::string ingestion_target;
  std::string indicator_target;
  std::string eligibility_target;
  // SOS_WORKERS: reports that may be composed at once.
  int workers = 8;
  // How documents are cached.
  CacheOptions cache;

  static Options FromEnvironment(Environment& env) {
    Options options;
    options.ingestion_target = env.Required("SOS_INGESTION_TARGET");
    options.indicator_target = env.Required("SOS_INDICATOR_TARGET");
    options.eligibility_target = env.Required("SOS_ELIGIBILITY_TARGET");
    options.workers = static_cast<int>(env.Int("SOS_WORKERS", options.workers, 1, 256));
    options.cache = CacheOptions::FromEnvironment(env);
    return options;
  }
};

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_OPTIONS_H_
