#include "services/suite/app.h"

#include <CLI/CLI.hpp>
#include <functional>
#include <map>
#include <string>
#include <tuple>

#include "common/log/log.h"
#include "services/suite/commands/commands.h"
#include "services/suite/generate/record_files.h"

namespace sos::suite {
namespace {

const std::map<std::string, Format> kFormats = {{"text", Format::kText},
                                                {"csv", Format::kCsv},
                                                {"json", Format::kJson},
                                                {"html", Format::kHtml}};

const std::vector<std::string> kPrograms = {"lcff", "charter", "essa", "equity-multiplier", "lcap"};
constexpr char kProgramHelp[] = "lcff, charter, essa, equity-multiplier or lcap";

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
  std::function<int()> run;
};

// Options that most commands have. `formats` are those the command can write.
void AddGlobal(CLI::App& command, CommandLine& line, const std::vector<std::string>& formats) {
  command.add_option("--data-dir", line.global.data_dir, "Where the data are kept")
      ->capture_default_str();
  command.add_option("--server", line.global.server,
                     "Running services to ask instead: ADDR, or "
                     "ingestion=ADDR,indicator=ADDR,eligibility=ADDR,reporting=ADDR");
  if (formats.empty()) return;
  std::map<std::string, Format> allowed;
  for (const std::string& name : formats) allowed[name] = kFormats.at(name);
  command.add_option("--format", line.global.format, "How the answer is written")
      ->transform(CLI::CheckedTransformer(allowed, CLI::ignore_case));
  command.add_option("--output", line.global.output, "A file for the answer");
}

void AddIngest(CLI::App& app, CommandLine& line) {
  CLI::App* command = app.add_subcommand("ingest", "Take in files as the state publishes them");
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
  command->add_flag("--validate-only", options.validate_only, "Only say what would happen");
  command->add_flag("--certification", options.certification,
                    "Print what each LEA's student records hold, as it would certify them");
  command->callback(
      [&line] { line.run = [&line] { return RunIngest(line.global, line.ingest); }; });
}

void AddReadOptions(CLI::App& command, CommandLine& line) {
  command.add_option("--release", line.global.release,
                     "The release to read; the newest data if left out");
}

void AddResults(CLI::App& app, CommandLine& line) {
  CLI::App* command = app.add_subcommand("results", "Status, change, levels and colours");
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

void AddBasis(CLI::App& command, std::string& basis) {
  command
      .add_option("--basis", basis,
                  "What the letters of groups rest on: results, or what the state published")
      ->check(CLI::IsMember({"results", "published-letters"}))
      ->capture_default_str();
}

void AddProgram(CLI::App& command, std::string& program) {
  command.add_option("--program", program, kProgramHelp)
      ->check(CLI::IsMember(kPrograms))
      ->capture_default_str();
}

void AddExplain(CLI::App& app, CommandLine& line) {
  CLI::App* command = app.add_subcommand(
      "explain", "Why a result or a determination is what it is, and how close it is to another");
  AddGlobal(*command, line, {"text", "csv", "json"});
  AddReadOptions(*command, line);
  CLI::Option* determination =
      command->add_option("--determination", line.explain.determination,
                          "A determination, such as lcff-2023 (with --entity), or its whole name");
  command->add_option("--entity", line.results.entity, "14-digit code");
  for (auto [name, target, help] :
       {std::tuple{"--group", &line.results.group, "Student group"},
        std::tuple{"--indicator", &line.results.indicator, "Indicator"}}) {
    command->add_option(name, *target, help)->excludes(determination);
  }
  command->add_option("--year", line.results.year, "Dashboard year")->excludes(determination);
  command->add_flag("--all", line.explain.all, "Also the steps below those that are not met")
      ->needs(determination);
  AddBasis(*command, line.explain.basis);
  command->callback([&line] {
    line.run = [&line] {
      line.explain.entity = line.results.entity;
      return line.explain.determination.empty()
                 ? RunExplain(line.global, line.results)
                 : RunExplainDetermination(line.global, line.explain);
    };
  });
}

void AddNearest(CLI::App& app, CommandLine& line) {
  CLI::App* command = app.add_subcommand(
      "nearest", "The fewest students or points that would end or bring about eligibility");
  AddGlobal(*command, line, {"text", "csv", "json"});
  AddReadOptions(*command, line);
  NearestOptions& options = line.nearest;
  command->add_option("--program", options.program, "lcff, charter or essa")
      ->check(CLI::IsMember({"lcff", "charter", "essa"}))
      ->capture_default_str();
  command->add_option("--year", options.year, "Dashboard year")->required();
  command->add_option("--county", options.county, "Name of a county");
  command->add_option("--entity", options.entity, "14-digit code");
  command->add_option("--direction", options.direction, "enter, leave or both")
      ->check(CLI::IsMember({"enter", "leave", "both"}))
      ->capture_default_str();
  command
      ->add_option("--max-cost", options.maximum_cost,
                   "Only entities that are at most so many students away")
      ->check(CLI::NonNegativeNumber);
  command
      ->add_option("--points-per-student", options.points_per_student,
                   "Points that count as much as one student; 40 if left out")
      ->check(CLI::PositiveNumber);
  command->add_flag("--next-year", options.next_year,
                    "As the year after, if nothing changes, by the rules of that year");
  command
      ->add_option("--size-margin", options.size_margin,
                   "Also groups that are so many students from the size for a colour")
      ->check(CLI::NonNegativeNumber);
  command->callback(
      [&line] { line.run = [&line] { return RunNearest(line.global, line.nearest); }; });
}

void AddWhatif(CLI::App& app, CommandLine& line) {
  CLI::App* command = app.add_subcommand(
      "whatif", "What would become of determinations if some measures were others");
  AddGlobal(*command, line, {"text", "csv", "json"});
  AddReadOptions(*command, line);
  WhatifOptions& options = line.whatif;
  AddProgram(*command, options.program);
  command->add_option("--year", options.year, "Dashboard year; a coming one is a forecast")
      ->required();
  command->add_option("--change", options.changes,
                      "CDS,INDICATOR,GROUP,numerator=N,denominator=N or ...,status=S");
  command->add_option("--changes", options.file,
                      "A CSV file of changes: cds, indicator, group, numerator, ...");
  command->callback(
      [&line] { line.run = [&line] { return RunWhatif(line.global, line.whatif); }; });
}

void AddSimulate(CLI::App& app, CommandLine& line) {
  CLI::App* command = app.add_subcommand(
      "simulate", "Compare other rules with those in force: who enters, stays and leaves");
  AddGlobal(*command, line, {"text", "csv", "json"});
  AddReadOptions(*command, line);
  SimulateOptions& options = line.simulate;
  AddProgram(*command, options.program);
  command->add_option("--years", options.years, "Dashboard years")->delimiter(',')->required();
  command
      ->add_option("--rulebook", options.rulebooks,
                   "A rulebook, as sos rulebook --format json prints it, or as text")
      ->required();
  command->add_option("--county", options.county, "Name of a county");
  command->add_flag("--list", options.list, "Also the entities that differ");
  command->callback(
      [&line] { line.run = [&line] { return RunSimulate(line.global, line.simulate); }; });
}

void AddHistory(CLI::App& app, CommandLine& line) {
  CLI::App* command =
      app.add_subcommand("history", "Entities over the years, and the flows between states");
  AddGlobal(*command, line, {"text", "csv", "json"});
  AddReadOptions(*command, line);
  HistoryOptions& options = line.history;
  AddProgram(*command, options.program);
  command->add_option("--county", options.county, "Name of a county");
  command->add_option("--entity", options.entity, "14-digit code");
  command->add_flag("--flows", options.flows, "How many went from state to state, year by year");
  AddBasis(*command, options.basis);
  command->callback(
      [&line] { line.run = [&line] { return RunHistory(line.global, line.history); }; });
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
  std::vector<std::string> programs = kPrograms;
  programs.emplace_back("dashboard");
  command
      ->add_option("--program", line.rulebook.program,
                   "dashboard, lcff, charter, essa, equity-multiplier or lcap")
      ->check(CLI::IsMember(programs));
  command->callback(
      [&line] { line.run = [&line] { return RunRulebook(line.global, line.rulebook); }; });
}

void AddEligibility(CLI::App& app, CommandLine& line) {
  CLI::App* command =
      app.add_subcommand("eligibility", "Which LEAs and schools are eligible for support, and why");
  AddGlobal(*command, line, {"text", "csv", "json"});
  AddReadOptions(*command, line);
  AddProgram(*command, line.eligibility.program);
  command->add_option("--year", line.eligibility.year, "Dashboard year; all if left out");
  command->add_option("--county", line.eligibility.county, "Name of a county");
  command->add_option("--entity", line.eligibility.entity,
                      "14-digit code: one LEA or school with its findings");
  AddBasis(*command, line.eligibility.basis);
  command->callback(
      [&line] { line.run = [&line] { return RunEligibility(line.global, line.eligibility); }; });
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
      "diff", "What moved between two releases: students, status, colours, determinations");
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
                   "Rows of ten thousand that are made wrong on purpose")
      ->check(CLI::Range(0, 10'000));
  command->callback([&line] { line.run = [&line] { return RunGenerate(line.generate); }; });
}

}  // namespace

int RunApp(int argc, char** argv) {
  log::SetMinimumLevel(log::Level::kWarning);
  CommandLine line;
  line.global.data_dir = DefaultDataDir();
  CLI::App app(
      "California's Statewide System of Support: indicators, eligibility and reports from the "
      "state's own files.",
      "sos");
  app.require_subcommand(1);
  app.footer("Exit codes: 0 done, 1 the answer is no, 2 refused.");
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
  AddDiff(app, line);
  AddSample(app, line);
  AddGenerate(app, line);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // CLI11 reports by exception; help and version are "errors" of code 0.
    return app.exit(error) == 0 ? kExitDone : kExitRefused;
  }
  return line.run();
}

}  // namespace sos::suite
