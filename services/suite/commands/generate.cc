// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "absl/strings/str_cat.h"
#include "services/suite/commands/commands.h"
#include "services/suite/synthetic/record_files.h"
#include "services/suite/synthetic/synthetic_california.h"
#include "services/suite/terminal.h"

namespace sos::suite {

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
                                       .errors_per_ten_thousand = options.errors_per_ten_thousand},
                                      options.output);
  if (!paths.ok()) return Fail(paths.status());
  for (const std::string& path : *paths) Print(absl::StrCat(path, "\n"));
  return kExitDone;
}

}  // namespace sos::suite
