// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_OPTIONS_H_
#define SOS_SERVICES_ELIGIBILITY_OPTIONS_H_

#include <string>

#include "common/cache/cache_options.h"
#include "common/config/environment.h"

namespace sos::eligibility {

// Every setting of the eligibility server beside those of all servers.
struct Options {
  // SOS_INGESTION_TARGET and SOS_INDICATOR_TARGET: where the two services are. Required.
  std::string ingestion_target;
  std::string indicator_target;
  // SOS_RULEBOOKS: a directory of rulebooks that replace those of the same file name, or are added
  // to them. Empty: none.
  std::string rulebook_directory;
  // How determinations are cached.
  CacheOptions cache;

  static Options FromEnvironment(Environment& env) {
    Options options;
    options.ingestion_target = env.Required("SOS_INGESTION_TARGET");
    options.indicator_target = env.Required("SOS_INDICATOR_TARGET");
    options.rulebook_directory = env.String("SOS_RULEBOOKS", "");
    options.cache = CacheOptions::FromEnvironment(env);
    return options;
  }
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_OPTIONS_H_
