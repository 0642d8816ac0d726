// SPDX-License-Identifier: Apache-2.0
#include "services/suite/cli/app.h"

#include <CLI/CLI.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "common/log/log.h"
#include "common/private_files/core_dumps.h"
#include "common/program/version.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/cli/manual.h"
#include "services/suite/commands/commands.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

void AddCompletion(CLI::App& app, CommandLine& line) {
  CLI::App* command = app.add_subcommand(
      "completion", "Print a script that completes commands and options in bash");
  AddExamples(*command, "  source <(sos completion)\n");
  command->callback([&app, &line] {
    line.run = [&app] {
      Print(BashCompletion(app), Keep::kLines);
      return kExitDone;
    };
  });
}

void AddManual(CLI::App& app, CommandLine& line) {
  CLI::App* command =
      app.add_subcommand("manual", "Print the help of all commands as a manual page");
  AddExamples(*command, "  sos manual | man -l -\n");
  command->callback([&app, &line] {
    line.run = [&app] {
      Print(ManualPage(app), Keep::kLines);
      return kExitDone;
    };
  });
}

}  // namespace

int RunApp(int argc, char** argv) {
  KeepMemoryPrivate();
  log::SetMinimumLevel(log::Level::kWarning);
  CommandLine line;
  line.global.data_dir = DefaultDataDir();
  CLI::App app(
      "California's Statewide System of Support: indicators, eligibility and reports from the "
      "state's own files.",
      "sos");
  app.set_version_flag("--version", absl::StrCat("sos ", Version()),
                       "Print the version and git revision and exit");
  app.require_subcommand(1);
  app.footer(std::string(kExitCodes));
  AddIngest(app, line);
  AddEstimate(app, line);
  AddBacktest(app, line);
  AddResults(app, line);
  AddFind(app, line);
  AddShow(app, line);
  AddReadiness(app, line);
  AddStatus(app, line);
  AddStudents(app, line);
  AddAudit(app, line);
  AddForget(app, line);
  AddPublish(app, line);
  AddEligibility(app, line);
  AddReport(app, line);
  AddExplain(app, line);
  AddNearest(app, line);
  AddWhatif(app, line);
  AddSimulate(app, line);
  AddHistory(app, line);
  AddRulebook(app, line);
  AddReconcile(app, line);
  AddRelease(app, line);
  AddServe(app, line);
  AddMigrate(app, line);
  AddBackup(app, line);
  AddVerify(app, line);
  AddRestore(app, line);
  AddDiff(app, line);
  AddLists(app, line);
  AddTargets(app, line);
  AddChanges(app, line);
  AddSimilar(app, line);
  AddGaps(app, line);
  AddLcap(app, line);
  AddPack(app, line);
  AddExport(app, line);
  AddSample(app, line);
  AddGenerate(app, line);
  AddCompletion(app, line);
  AddManual(app, line);
  if (argc > 1) {
    if (const std::string unknown = UnknownCommand(app, argv[1]); !unknown.empty()) {
      PrintError(absl::StrCat("sos: ", unknown, "\n"));
      return kExitRefused;
    }
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // CLI11 reports by exception; help and version are "errors" of code 0.
    std::ostringstream out;
    std::ostringstream errors;
    const int code = app.exit(error, out, errors);
    Print(out.str());
    PrintError(errors.str());
    return code == 0 ? kExitDone : kExitRefused;
  }
  return line.run();
}

}  // namespace sos::suite
