// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/sample_lists.h"
#include "services/suite/synthetic/sample_files.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

struct SampleOptions {
  std::string output;
  std::string scale = "county";
  uint64_t seed = 1;
  // The lists that the state publishes beside, too.
  bool lists = false;
};

int RunSample(const SampleOptions& options) {
  const bool state = options.scale == "state";
  const SyntheticCalifornia california(
      state ? SyntheticCalifornia::Scale::kState : SyntheticCalifornia::Scale::kCounty,
      options.seed);
  const std::vector<int> years =
      state ? std::vector<int>{2024} : std::vector<int>{2022, 2023, 2024};
  auto paths = WriteSampleFiles(california, years, options.output);
  if (!paths.ok()) return Fail(paths.status());
  if (options.lists) {
    const auto lists = WriteSampleLists(*paths, years.back(), options.output);
    if (!lists.ok()) return Fail(lists.status());
    paths->insert(paths->end(), lists->begin(), lists->end());
  }
  for (const std::string& path : *paths) Print(absl::StrCat(path, "\n"));
  return kExitDone;
}

}  // namespace

void AddSample(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<SampleOptions>();
  CLI::App* command = app.add_subcommand("sample", "Write synthetic files in the state's formats");
  AddExamples(*command, "  sos sample --output files\n");
  command->add_option("--output", options->output, "A directory for the files")->required();
  command->add_option("--scale", options->scale, "county or state")
      ->check(CLI::IsMember({"county", "state"}));
  command->add_option("--seed", options->seed, "The same seed gives the same files")
      ->capture_default_str();
  command->add_flag("--lists", options->lists,
                    "Also the lists of Reds, and the ESSA list of the year before");
  command->callback([&line, options] { line.run = [options] { return RunSample(*options); }; });
}

}  // namespace sos::suite
