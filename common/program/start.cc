// SPDX-License-Identifier: Apache-2.0
#include "common/program/start.h"

#include <iostream>
#include <string>

#include "common/log/log.h"
#include "common/program/version.h"
#include "common/text/printable.h"

namespace sos {
namespace {

log::Level LevelNamed(absl::string_view name) {
  if (name == "debug") return log::Level::kDebug;
  if (name == "warning") return log::Level::kWarning;
  if (name == "error") return log::Level::kError;
  return log::Level::kInfo;
}

}  // namespace

std::optional<int> AnswerArguments(absl::string_view program, const Usage& usage, int argc,
                                   const char* const* argv) {
  if (argc < 2) return std::nullopt;
  const absl::string_view first = argv[1];
  if (argc == 2 && (first == "--help" || first == "-h")) {
    std::cout << "Usage: " << program << "\n\n"
              << "Serves until SIGTERM. Settings are environment variables ("
              << usage.listen_setting
              << ", SOS_TLS_CERTIFICATE,\nSOS_AUTH_JWKS, ...); deploy/README.md of the suite "
                 "describes each. Without any, the server\nlistens on "
              << usage.listen
              << " and serves this machine alone.\n\n"
                 "Options:\n"
                 "  -h, --help  Print this help message and exit\n"
                 "  --version   Print the version and git revision and exit\n\n"
                 "Exit codes: 0 stopped, 1 could not start, 2 wrong settings or arguments.\n";
    return 0;
  }
  if (argc == 2 && first == "--version") {
    std::cout << program << " " << Version() << "\n";
    return 0;
  }
  std::cerr << program << ": it takes no arguments, and was given '"
            << Printable(first, Keep::kLines)
            << "'; settings are environment variables, see --help\n";
  return kExitWrongSettings;
}

void ReadLogLevel(Environment& env) {
  log::SetMinimumLevel(
      LevelNamed(env.Choice("SOS_LOG_LEVEL", "info", {"debug", "info", "warning", "error"})));
}

void LogSettings(const Environment& env) {
  for (const auto& [name, value] : env.effective()) {
    log::Info("setting", {{"name", name}, {"value", value}});
  }
}

int Fail(absl::string_view program, const absl::Status& status, int exit_code) {
  std::cerr << program << ": " << Printable(status.message(), Keep::kLines) << "\n";
  return exit_code;
}

}  // namespace sos
