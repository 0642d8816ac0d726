// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_COMMANDS_COMMANDS_H_
#define SOS_SERVICES_SUITE_COMMANDS_COMMANDS_H_

#include <CLI/CLI.hpp>

#include "services/suite/cli/command_line.h"

// The commands of `sos`. Each has a file of its name: its options, how the command line sets them,
// and what it does. A further command adds a line here and one in cli/app.cc.
namespace sos::suite {

void AddIngest(CLI::App& app, CommandLine& line);
void AddEstimate(CLI::App& app, CommandLine& line);
void AddResults(CLI::App& app, CommandLine& line);
void AddFind(CLI::App& app, CommandLine& line);
void AddShow(CLI::App& app, CommandLine& line);
void AddReadiness(CLI::App& app, CommandLine& line);
void AddStatus(CLI::App& app, CommandLine& line);
void AddStudents(CLI::App& app, CommandLine& line);
void AddAudit(CLI::App& app, CommandLine& line);
void AddForget(CLI::App& app, CommandLine& line);
void AddGaps(CLI::App& app, CommandLine& line);
void AddPublish(CLI::App& app, CommandLine& line);
void AddEligibility(CLI::App& app, CommandLine& line);
void AddReport(CLI::App& app, CommandLine& line);
void AddExplain(CLI::App& app, CommandLine& line);
void AddNearest(CLI::App& app, CommandLine& line);
void AddWhatif(CLI::App& app, CommandLine& line);
void AddSimulate(CLI::App& app, CommandLine& line);
void AddHistory(CLI::App& app, CommandLine& line);
void AddRulebook(CLI::App& app, CommandLine& line);
void AddReconcile(CLI::App& app, CommandLine& line);
void AddRelease(CLI::App& app, CommandLine& line);
void AddServe(CLI::App& app, CommandLine& line);
void AddMigrate(CLI::App& app, CommandLine& line);
void AddBackup(CLI::App& app, CommandLine& line);
void AddVerify(CLI::App& app, CommandLine& line);
void AddRestore(CLI::App& app, CommandLine& line);
void AddDiff(CLI::App& app, CommandLine& line);
void AddBacktest(CLI::App& app, CommandLine& line);
void AddLists(CLI::App& app, CommandLine& line);
void AddTargets(CLI::App& app, CommandLine& line);
void AddChanges(CLI::App& app, CommandLine& line);
void AddSimilar(CLI::App& app, CommandLine& line);
void AddLcap(CLI::App& app, CommandLine& line);
void AddPack(CLI::App& app, CommandLine& line);
void AddExport(CLI::App& app, CommandLine& line);
void AddSample(CLI::App& app, CommandLine& line);
void AddGenerate(CLI::App& app, CommandLine& line);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_COMMANDS_COMMANDS_H_
