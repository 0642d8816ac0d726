// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_OPTIONS_H_
#define SOS_SERVICES_INGESTION_OPTIONS_H_

#include <cstdint>
#include <string>

#include "common/config/environment.h"
#include "common/sql/postgres/postgres_options.h"
#include "services/ingestion/files/read_cost.h"
#include "services/ingestion/store/upload_limits.h"

namespace sos::ingestion {

// Every setting of the ingestion server beside those of all servers.
struct Options {
  // SOS_DATA_DIR: where the SQLite file lies. Created where there is none.
  std::string data_dir = "/var/lib/sos";
  // What the store is for. Servers write it; the program of one user may only read it.
  enum class StoreUse {
    // Every commit is on disk before it is answered.
    kServe,
    // A scratch copy that nobody will miss.
    kScratch,
    // Reads, beside whoever writes: files that are sent in are refused.
    kRead,
  };
  StoreUse store_use = StoreUse::kServe;
  // A PostgreSQL to keep everything in instead, where several of these servers share it.
  PostgresOptions postgres;
  // SOS_STUDENT_LIST_TOKEN: what callers must send to be given lists of students, where nobody is
  // asked for a token of an identity provider. Unset, nobody is given any. Secret.
  std::string student_list_token;
  // SOS_READ_MEMORY: the bytes of memory that files which are read at once may take together. The
  // process needs some 512 MiB beside it.
  int64_t read_memory_bytes = kDefaultReadMemoryBytes;

  // SOS_COMMIT_DIGEST_REQUIRED: a commit must say size and SHA-256 of the file that is meant. On in
  // production: half an upload is not committed, whatever client sends it.
  bool commit_digest_required = false;
  // How much may be uploaded at a time.
  UploadLimits uploads;

  static Options FromEnvironment(Environment& env) {
    Options options;
    options.data_dir = env.String("SOS_DATA_DIR", options.data_dir);
    options.postgres = PostgresOptions::FromEnvironment(env);
    options.student_list_token = env.Secret("SOS_STUDENT_LIST_TOKEN");
    options.commit_digest_required =
        env.Bool("SOS_COMMIT_DIGEST_REQUIRED", options.commit_digest_required);
    options.uploads = UploadLimits::FromEnvironment(env);
    options.read_memory_bytes = env.Int("SOS_READ_MEMORY", options.read_memory_bytes,
                                        kReadMemoryBaseBytes, kMostReadMemoryBytes);
    return options;
  }
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_OPTIONS_H_
