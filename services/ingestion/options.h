#ifndef SOS_SERVICES_INGESTION_OPTIONS_H_
#define SOS_SERVICES_INGESTION_OPTIONS_H_

#include <string>

#include "common/audit/student_access_options.h"
#include "common/config/environment.h"
#include "services/ingestion/postgres/postgres_options.h"

namespace sos::ingestion {

// Every setting of the ingestion server beside those of all servers.
struct Options {
  // SOS_DATA_DIR: where the SQLite file lies. Created where there is none.
  std::string data_dir = "/var/lib/sos";
  // A PostgreSQL to keep everything in instead, where several of these servers share it.
  PostgresOptions postgres;
  // Who may list students.
  StudentAccessOptions student_access;

  static Options FromEnvironment(Environment& env) {
    Options options;
    options.data_dir = env.String("SOS_DATA_DIR", options.data_dir);
    options.postgres = PostgresOptions::FromEnvironment(env);
    options.student_access = StudentAccessOptions::FromEnvironment(env);
    return options;
  }
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_OPTIONS_H_
