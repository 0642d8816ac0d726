// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <tuple>

#include "services/suite/cli/command_line.h"

namespace sos::suite {
namespace {

void AddBasis(CLI::App& command, std::string& basis) {
  command
      .add_option("--basis", basis,
                  "What the letters of groups rest on: results, or what the state published")
      ->check(CLI::IsMember({"results", "published-letters"}))
      ->capture_default_str();
}

}  // namespace

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
  command
      ->add_option("--layout", line.eligibility.layout,
                   "cde: the columns of the state's own file of the program and year, as CSV")
      ->check(CLI::IsMember({"cde"}));
  command->callback(
      [&line] { line.run = [&line] { return RunEligibility(line.global, line.eligibility); }; });
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
                   "Only entities that are at most so many students away; 0 for all")
      ->check(CLI::NonNegativeNumber);
  command
      ->add_option("--points-per-student", options.points_per_student,
                   "Points that count as much as one student; 40 if left out")
      ->check(CLI::PositiveNumber);
  command->add_flag("--next-year", options.next_year,
                    "As the year after, if nothing changes, by the rules of that year");
  command
      ->add_option("--size-margin", options.size_margin,
                   "Also groups that are so many students from the size for a color")
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

}  // namespace sos::suite
