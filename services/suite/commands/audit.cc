// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/audit/audit_log.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

// Checks that no entry of the audit log is missing or changed; exits with kExitNo if one is.
int RunAudit(const GlobalOptions& global) {
  const std::string path = absl::StrCat(global.data_dir, "/audit.jsonl");
  const absl::StatusOr<int64_t> count = VerifyAuditLog(path);
  if (absl::IsDataLoss(count.status())) {
    Say(count.status().message());
    return kExitNo;
  }
  if (!count.ok()) return Fail(count.status());
  Print(absl::StrCat(path, ": ", *count, " entries, none before the last missing or changed\n"));
  return kExitDone;
}

}  // namespace

void AddAudit(CLI::App& app, CommandLine& line) {
  CLI::App* command =
      app.add_subcommand("audit", "Check that no entry of the audit log is missing or changed");
  AddExamples(*command, "  sos audit\n");
  command->add_option("--data-dir", line.global.data_dir, "Where the data are kept")
      ->capture_default_str();
  command->callback([&line] { line.run = [&line] { return RunAudit(line.global); }; });
}

}  // namespace sos::suite
