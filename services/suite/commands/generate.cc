// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/synthetic/record_files.h"
#include "services/suite/synthetic/synthetic_california.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

struct GenerateOptions {
  std::string output;
  std::string scale = "county";
  uint64_t seed = 1;
  std::vector<int> years = {2023, 2024};
  // Record types; empty for all.
  std::vector<std::string> collections;
  // Also exports of reports of the same students.
  bool reports = false;
  // Those of CALPADS as workbooks.
  bool workbooks = false;
  int errors_per_ten_thousand = 0;
};

int RunGenerate(const GenerateOptions& options) {
  using Scale = SyntheticCalifornia::Scale;
  const Scale scale = options.scale == "state"    ? Scale::kState
                      : options.scale == "region" ? Scale::kRegion
                                                  : Scale::kCounty;
  const SyntheticCalifornia california(scale, options.seed);
  const auto paths = WriteRecordFiles(california,
                                      {.seed = options.seed,
                                       .years = options.years,
                                       .collections = options.collections,
                                       .reports = options.reports || options.workbooks,
                                       .workbooks = options.workbooks,
                                       .errors_per_ten_thousand = options.errors_per_ten_thousand},
                                      options.output);
  if (!paths.ok()) return Fail(paths.status());
  for (const std::string& path : *paths) Print(absl::StrCat(path, "\n"));
  return kExitDone;
}

}  // namespace

void AddGenerate(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<GenerateOptions>();
  CLI::App* command =
      app.add_subcommand("generate", "Write synthetic student records, as LEAs send them");
  AddExamples(*command, "  sos generate --years 2025 --output records\n");
  command->add_option("--output", options->output, "A directory for the files")->required();
  command->add_option("--scale", options->scale, "county, region (three counties) or state")
      ->check(CLI::IsMember({"county", "region", "state"}));
  command->add_option("--seed", options->seed, "The same seed gives the same files")
      ->capture_default_str();
  command->add_option("--years", options->years, "Dashboard years, ascending")
      ->delimiter(',')
      ->capture_default_str();
  command->add_option("--collections", options->collections, "Only these record types")
      ->delimiter(',')
      ->check(CLI::IsMember(RecordFileNames()));
  command->add_flag("--reports", options->reports,
                    "Also what LEAs export from CALPADS and TOMS, a folder an LEA");
  command->add_flag("--workbooks", options->workbooks,
                    "The same, with the reports of CALPADS as workbooks (.xlsx)");
  command
      ->add_option("--errors", options->errors_per_ten_thousand,
                   "Error rows per 10,000, for testing")
      ->check(CLI::Range(0, 10'000));
  command->callback([&line, options] { line.run = [options] { return RunGenerate(*options); }; });
}

}  // namespace sos::suite
