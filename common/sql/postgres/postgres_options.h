// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_SQL_POSTGRES_POSTGRES_OPTIONS_H_
#define SOS_COMMON_SQL_POSTGRES_POSTGRES_OPTIONS_H_

#include <string>

#include "absl/time/time.h"
#include "common/config/environment.h"

namespace sos {

// How a PostgreSQL database is reached, and how long anything may wait for it.
struct PostgresOptions {
  // SOS_POSTGRES: a connection string or URI of libpq. It may name several hosts, of which the one
  // that takes writes is used. Empty: no PostgreSQL. Treated as a secret, since it may hold one.
  std::string connection;
  // SOS_POSTGRES_PASSWORD: the password, where `connection` and ~/.pgpass have none. Secret.
  std::string password;
  // SOS_POSTGRES_POOL_SIZE: the most connections of this process. Further calls wait for one.
  int pool_size = 8;
  // SOS_POSTGRES_CONNECT_TIMEOUT: how long connecting, or waiting for a free connection, may take.
  absl::Duration connect_timeout = absl::Seconds(5);
  // SOS_POSTGRES_STATEMENT_TIMEOUT: how long one statement may take, waiting for another writer
  // included. The partitions of a statewide file are one statement.
  absl::Duration statement_timeout = absl::Minutes(2);
  // SOS_POSTGRES_MIGRATE: bring the tables up to date at start. Off where `sos migrate` does it, as
  // a user with more rights.
  bool migrate = true;

  static PostgresOptions FromEnvironment(Environment& env) {
    PostgresOptions options;
    options.connection = env.Secret("SOS_POSTGRES");
    options.password = env.Secret("SOS_POSTGRES_PASSWORD");
    options.pool_size =
        static_cast<int>(env.Int("SOS_POSTGRES_POOL_SIZE", options.pool_size, 1, 1000));
    options.connect_timeout = env.Duration("SOS_POSTGRES_CONNECT_TIMEOUT", options.connect_timeout,
                                           absl::Seconds(2), absl::Minutes(1));
    options.statement_timeout =
        env.Duration("SOS_POSTGRES_STATEMENT_TIMEOUT", options.statement_timeout,
                     absl::Milliseconds(100), absl::Hours(1));
    options.migrate = env.Bool("SOS_POSTGRES_MIGRATE", options.migrate);
    return options;
  }
};

}  // namespace sos

#endif  // SOS_COMMON_SQL_POSTGRES_POSTGRES_OPTIONS_H_
