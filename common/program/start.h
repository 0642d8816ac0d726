// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_PROGRAM_START_H_
#define SOS_COMMON_PROGRAM_START_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/config/environment.h"

namespace sos {

// What the start of every server program has in common: those that RunServer() runs, and sos-web.

inline constexpr int kExitCannotStart = 1;
inline constexpr int kExitWrongSettings = 2;

// What `--help` says of one program beside what it says of all.
struct Usage {
  // The setting of the address that it listens on, and its default, such as `127.0.0.1:8080`.
  absl::string_view listen_setting;
  absl::string_view listen;
};

// Answers a command line: nullopt for one without arguments, with which the program goes on; else
// the exit code. `--help` and `--version` print and return 0, everything else kExitWrongSettings.
std::optional<int> AnswerArguments(absl::string_view program, const Usage& usage, int argc,
                                   const char* const* argv);

// Reads SOS_LOG_LEVEL, and logs accordingly from now on.
void ReadLogLevel(Environment& env);

// Logs the effective settings, secrets as set or unset.
void LogSettings(const Environment& env);

// Prints what `program` ends with to standard error, and returns `exit_code`.
int Fail(absl::string_view program, const absl::Status& status, int exit_code);

}  // namespace sos

#endif  // SOS_COMMON_PROGRAM_START_H_
