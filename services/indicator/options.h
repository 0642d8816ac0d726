// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_OPTIONS_H_
#define SOS_SERVICES_INDICATOR_OPTIONS_H_

#include <string>

#include "common/cache/cache_options.h"
#include "common/config/environment.h"

namespace sos::indicator {

// Every setting of the indicator server beside those of all servers.
struct Options {
  // SOS_INGESTION_TARGET: where ingestion is, such as `dns:///ingestion:8080`. Required.
  std::string ingestion_target;
  // SOS_WORKERS: threads that compute one bulk request.
  int workers = 2;
  // How results are cached.
  CacheOptions cache;
  // SOS_STUDENT_LIST_TOKEN: what callers must send to be given lists of students, where nobody is
  // asked for a token of an identity provider. Unset, nobody is given any. Secret.
  std::string student_list_token;
  // SOS_RULEBOOKS: a directory of rulebooks that replace those of the same file name, or are added
  // to them. Empty: none.
  std::string rulebook_directory;
  // SOS_REPLICA_TARGET: the replicas of this service, such as `dns:///indicator-replicas:8080`:
  // they share the work of counting students. Empty: each does its own.
  std::string replica_target;
  // SOS_REPLICA_TOKEN: what replicas send each other. Required with a target. Secret.
  std::string replica_token;

  static Options FromEnvironment(Environment& env) {
    Options options;
    options.ingestion_target = env.Required("SOS_INGESTION_TARGET");
    options.workers = static_cast<int>(env.Int("SOS_WORKERS", options.workers, 1, 256));
    options.cache = CacheOptions::FromEnvironment(env);
    options.student_list_token = env.Secret("SOS_STUDENT_LIST_TOKEN");
    options.rulebook_directory = env.String("SOS_RULEBOOKS", "");
    options.replica_target = env.String("SOS_REPLICA_TARGET", "");
    options.replica_token = env.Secret("SOS_REPLICA_TOKEN");
    return options;
  }
};

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_OPTIONS_H_
