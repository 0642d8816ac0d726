// SPDX-License-Identifier: Apache-2.0
#include "services/suite/commands/commands.h"

namespace sos::suite {

void AddTargets(CLI::App&, CommandLine&) {}

}  // namespace sos::suite
