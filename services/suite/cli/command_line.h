// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_CLI_COMMAND_LINE_H_
#define SOS_SERVICES_SUITE_CLI_COMMAND_LINE_H_

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "services/suite/commands/commands.h"

namespace sos::suite {

// Everything a command line can say, and which command it named.
struct CommandLine {
  GlobalOptions global;
  IngestOptions ingest;
  ResultsOptions results;
  ReadinessOptions readiness;
  StudentsOptions students;
  RulebookOptions rulebook;
  EligibilityOptions eligibility;
  ExplainDeterminationOptions explain;
  NearestOptions nearest;
  WhatifOptions whatif;
  SimulateOptions simulate;
  HistoryOptions history;
  ReportOptions report;
  ReconcileOptions reconcile;
  ServeOptions serve;
  ReleaseOptions release;
  DiffOptions diff;
  SampleOptions sample;
  GenerateOptions generate;
  KeepOptions keep;
  std::function<int()> run;
};

// Options that most commands have. `formats` are those the command can write.
void AddGlobal(CLI::App& command, CommandLine& line, const std::vector<std::string>& formats);
// How the answer is written, and where to.
void AddFormat(CLI::App& command, CommandLine& line, const std::vector<std::string>& formats);
// The release that is read.
void AddReadOptions(CLI::App& command, CommandLine& line);
// A program of determinations, and every one there is.
void AddProgram(CLI::App& command, std::string& program);
const std::vector<std::string>& Programs();

// The commands about determinations; the others are app.cc's own.
void AddEligibility(CLI::App& app, CommandLine& line);
void AddExplain(CLI::App& app, CommandLine& line);
void AddNearest(CLI::App& app, CommandLine& line);
void AddWhatif(CLI::App& app, CommandLine& line);
void AddSimulate(CLI::App& app, CommandLine& line);
void AddHistory(CLI::App& app, CommandLine& line);

// The commands that move whole stores.
void AddMigrate(CLI::App& app, CommandLine& line);
void AddBackup(CLI::App& app, CommandLine& line);
void AddVerify(CLI::App& app, CommandLine& line);
void AddRestore(CLI::App& app, CommandLine& line);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_CLI_COMMAND_LINE_H_
