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
#include "services/suite/cli/examples.h"
#include "services/suite/cli/manual.h"
#include "services/suite/commands/commands.h"
#include "services/suite/synthetic/record_files.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

void AddIngest(CLI::App& app, CommandLine& line) {
  CLI::App* command =
      app.add_subcommand("ingest", "Load files published by the state, or student records");
  AddGlobal(*command, line, {"text", "csv", "json"});
  IngestOptions& options = line.ingest;
  command
      ->add_option("FILE", options.files, ".txt, .csv or .xlsx, plain or .gz; or a folder of them")
      ->required();
  command->add_option("--collection", options.collection,
                      "What a file is, where its header fits several collections");
  command->add_option("--year", options.year, "The year of a file that does not say it");
  command
      ->add_option("--max-quarantine", options.max_quarantine,
                   "Reject a file with more wrong rows than this")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  CLI::Option* const correct =
      command->add_flag("--correct", options.correct,
                        "Change the rows of the file and no others (without it, a file "
                        "replaces all of the same LEA, year and collection)");
  command
      ->add_flag("--allow-shrink", options.allow_shrink,
                 "Take a file that drops more than a tenth of an LEA's rows")
      ->excludes(correct);
  command->add_flag("--validate-only", options.validate_only,
                    "Validate the files without committing them");
  command->add_flag("--certification", options.certification,
                    "Print what each LEA's student records hold, as it would certify them");
  command->callback(
      [&line] { line.run = [&line] { return RunIngest(line.global, line.ingest); }; });
}

void AddResults(CLI::App& app, CommandLine& line) {
  CLI::App* command = app.add_subcommand("results", "Status, change, levels and colors");
  AddGlobal(*command, line, {"text", "csv", "json"});
  AddReadOptions(*command, line);
  command->add_option("--year", line.results.year, "Dashboard year; all if left out");
  command->add_option("--entity", line.results.entity, "14-digit code");
  command->add_option("--indicator", line.results.indicator,
                      "CHRO, SUSP, ELPI, GRAD, ELA, MATH, CCI or SCIENCE");
  command->add_option("--group", line.results.group, "Student group, such as ALL or EL");
  command->callback(
      [&line] { line.run = [&line] { return RunResults(line.global, line.results); }; });
}

void AddReadiness(CLI::App& app, CommandLine& line) {
  CLI::App* command = app.add_subcommand(
      "readiness", "Which indicators of a year are published, estimated or waiting for data");
  AddGlobal(*command, line, {"text", "csv", "json"});
  AddReadOptions(*command, line);
  command->add_option("--year", line.readiness.year, "Dashboard year")->required();
  command->callback(
      [&line] { line.run = [&line] { return RunReadiness(line.global, line.readiness); }; });
}

void AddStudents(CLI::App& app, CommandLine& line) {
  CLI::App* command = app.add_subcommand(
      "students", "The students behind a number, by local id; written to the audit log");
  AddGlobal(*command, line, {"text", "csv", "json"});
  AddReadOptions(*command, line);
  StudentsOptions& options = line.students;
  command->add_option("--entity", options.entity, "14-digit code of a school or LEA");
  command->add_option("--indicator", options.indicator, "CHRO, SUSP or GRAD");
  command->add_option("--year", options.year, "Dashboard year");
  command->add_option("--group", options.group, "Student group")->capture_default_str();
  command->add_option("--standing", options.standing,
                      "Only NUMERATOR, DENOMINATOR, GRADE_OUTSIDE, NEVER_ATTENDED, TOO_FEW_DAYS, "
                      "REMOVED_FROM_COHORT or OTHER_CLASS");
  command->add_option("--submission", options.submission,
                      "Instead: the students of rows that were put into quarantine");
  command->add_option("--purpose", options.purpose, "What the list is for, for the audit log")
      ->required();
  command->callback(
      [&line] { line.run = [&line] { return RunStudents(line.global, line.students); }; });
}

void AddAudit(CLI::App& app, CommandLine& line) {
  CLI::App* command =
      app.add_subcommand("audit", "Check that no entry of the audit log is missing or changed");
  command->add_option("--data-dir", line.global.data_dir, "Where the data are kept")
      ->capture_default_str();
  command->callback([&line] { line.run = [&line] { return RunAudit(line.global); }; });
}

void AddRulebook(CLI::App& app, CommandLine& line) {
  CLI::App* command = app.add_subcommand("rulebook", "The rules of a year with their sources");
  AddGlobal(*command, line, {"text", "csv", "json"});
  command->add_option("--year", line.rulebook.year, "Dashboard year; all if left out");
  std::vector<std::string> programs = Programs();
  programs.emplace_back("dashboard");
  command
      ->add_option("--program", line.rulebook.program,
                   "dashboard, lcff, charter, essa, equity-multiplier or lcap")
      ->check(CLI::IsMember(programs));
  command->callback(
      [&line] { line.run = [&line] { return RunRulebook(line.global, line.rulebook); }; });
}

void AddReport(CLI::App& app, CommandLine& line) {
  CLI::App* command =
      app.add_subcommand("report", "One entity's year; a county code lists its eligible LEAs");
  AddGlobal(*command, line, {"text", "csv", "json", "html"});
  AddReadOptions(*command, line);
  command->add_option("--entity", line.report.entity, "14-digit code")->required();
  command->add_option("--year", line.report.year, "Dashboard year")->required();
  command->add_option("--placement", line.report.placement,
                      "An indicator: the five-by-five grid with the schools in its cells instead");
  command->callback(
      [&line] { line.run = [&line] { return RunReport(line.global, line.report); }; });
}

void AddReconcile(CLI::App& app, CommandLine& line) {
  CLI::App* command = app.add_subcommand(
      "reconcile", "Recompute what official files publish and compare cell by cell");
  AddGlobal(*command, line, {"text", "csv", "json"});
  command->add_option("FILE", line.reconcile.files, "Official files")->required();
  command
      ->add_option("--basis", line.reconcile.basis,
                   "What LCFF letters rest on: auto takes results where there are any")
      ->check(CLI::IsMember({"auto", "results", "published-letters"}))
      ->capture_default_str();
  command->add_option("--collection", line.reconcile.collection,
                      "What a file is, where its header fits several collections");
  command->add_option("--year", line.reconcile.year, "The year of a file that does not say it");
  command->callback(
      [&line] { line.run = [&line] { return RunReconcile(line.global, line.reconcile); }; });
}

void AddServe(CLI::App& app, CommandLine& line) {
  CLI::App* command =
      app.add_subcommand("serve", "Answer RPCs of all four services on one address");
  command->add_option("--data-dir", line.global.data_dir, "Where the data are kept")
      ->capture_default_str();
  command->add_option("--listen", line.serve.listen, "Host and port; port 0 takes a free one")
      ->capture_default_str();
  command->callback([&line] { line.run = [&line] { return RunServe(line.global, line.serve); }; });
}

void AddRelease(CLI::App& app, CommandLine& line) {
  CLI::App* command = app.add_subcommand("release", "Name the newest revision, or list releases");
  AddGlobal(*command, line, {"text", "csv", "json"});
  command->add_option("NAME", line.release.name, "Such as 2024-preview");
  command->add_option("--description", line.release.description, "What it is for");
  command->callback(
      [&line] { line.run = [&line] { return RunRelease(line.global, line.release); }; });
}

void AddDiff(CLI::App& app, CommandLine& line) {
  CLI::App* command = app.add_subcommand(
      "diff", "What moved between two releases: students, status, colors, determinations");
  AddGlobal(*command, line, {"text", "csv", "json"});
  command->add_option("BEFORE", line.diff.before, "A release")->required();
  command->add_option("AFTER", line.diff.after, "Another")->required();
  command->add_option("--year", line.diff.year, "Dashboard year; all if left out");
  command->callback([&line] { line.run = [&line] { return RunDiff(line.global, line.diff); }; });
}

void AddSample(CLI::App& app, CommandLine& line) {
  CLI::App* command = app.add_subcommand("sample", "Write synthetic files in the state's formats");
  command->add_option("--output", line.sample.output, "A directory for the files")->required();
  command->add_option("--scale", line.sample.scale, "county or state")
      ->check(CLI::IsMember({"county", "state"}));
  command->add_option("--seed", line.sample.seed, "The same seed gives the same files")
      ->capture_default_str();
  command->callback([&line] { line.run = [&line] { return RunSample(line.sample); }; });
}

void AddGenerate(CLI::App& app, CommandLine& line) {
  CLI::App* command =
      app.add_subcommand("generate", "Write synthetic student records, as LEAs send them");
  GenerateOptions& options = line.generate;
  command->add_option("--output", options.output, "A directory for the files")->required();
  command->add_option("--scale", options.scale, "county, region (three counties) or state")
      ->check(CLI::IsMember({"county", "region", "state"}));
  command->add_option("--seed", options.seed, "The same seed gives the same files")
      ->capture_default_str();
  command->add_option("--years", options.years, "Dashboard years, ascending")
      ->delimiter(',')
      ->capture_default_str();
  command->add_option("--collections", options.collections, "Only these record types")
      ->delimiter(',')
      ->check(CLI::IsMember(RecordFileNames()));
  command
      ->add_option("--errors", options.errors_per_ten_thousand,
                   "Error rows per 10,000, for testing")
      ->check(CLI::Range(0, 10'000));
  command->callback([&line] { line.run = [&line] { return RunGenerate(line.generate); }; });
}

void AddManual(CLI::App& app, CommandLine& line) {
  app.add_subcommand("completion", "Print a script that completes commands and options in bash")
      ->callback([&app, &line] {
        line.run = [&app] {
          Print(BashCompletion(app), Keep::kLines);
          return kExitDone;
        };
      });
  app.add_subcommand("manual", "Print the help of all commands as a manual page")
      ->callback([&app, &line] {
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
  AddIngest(app, line);
  AddResults(app, line);
  AddReadiness(app, line);
  AddStudents(app, line);
  AddAudit(app, line);
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
  AddSample(app, line);
  AddGenerate(app, line);
  AddManual(app, line);
  AddExamples(app);
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
