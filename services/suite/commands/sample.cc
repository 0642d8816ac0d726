// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/suite/commands/commands.h"
#include "services/suite/synthetic/sample_files.h"
#include "services/suite/terminal.h"

namespace sos::suite {

int RunSample(const SampleOptions& options) {
  const bool state = options.scale == "state";
  const SyntheticCalifornia california(
      state ? SyntheticCalifornia::Scale::kState : SyntheticCalifornia::Scale::kCounty,
      options.seed);
  const std::vector<int> years =
      state ? std::vector<int>{2024} : std::vector<int>{2022, 2023, 2024};
  const auto paths = WriteSampleFiles(california, years, options.output);
  if (!paths.ok()) return Fail(paths.status());
  for (const std::string& path : *paths) Print(absl::StrCat(path, "\n"));
  return kExitDone;
}

}  // namespace sos::suite
