// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_COMMANDS_WHOLE_STORE_H_
#define SOS_SERVICES_SUITE_COMMANDS_WHOLE_STORE_H_

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/ingestion/store/sql/copy.h"
#include "services/suite/cli/command_line.h"

// What the commands about whole stores share: migrate, backup, verify and restore.
namespace sos::suite {

namespace store = ingestion::store;

using Pool = std::unique_ptr<sql::ConnectionPool>;

// Shows where the rows are, on a terminal.
void ShowRows(absl::string_view table, int64_t row_count);

// The database that SOS_POSTGRES names; `change` may bring its tables up to date.
absl::StatusOr<Pool> OpenPostgres(bool change);

// The file of the data directory's store.
std::string StorePath(const GlobalOptions& global);

// The same, which must be there.
absl::StatusOr<std::string> FindStore(const GlobalOptions& global);

// What is backed up stays as it is: a copy made before an upgrade must fit the release before it.
absl::StatusOr<Pool> OpenForBackup(const GlobalOptions& global, bool postgres);

// An empty store to fill.
absl::StatusOr<Pool> OpenTarget(const GlobalOptions& global, bool postgres);

// Writes what a store holds and returns the exit code.
int PrintContents(const GlobalOptions& global, const absl::StatusOr<store::Contents>& contents);

// Options of these commands: the data directory and the format, and PostgreSQL in its place.
void AddStore(CLI::App& command, CommandLine& line);
void AddPostgres(CLI::App& command, bool& postgres);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_COMMANDS_WHOLE_STORE_H_
