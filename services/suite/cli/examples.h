// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_CLI_EXAMPLES_H_
#define SOS_SERVICES_SUITE_CLI_EXAMPLES_H_

#include <CLI/CLI.hpp>

namespace sos::suite {

// Puts examples and the exit codes below the help of the program and of every command.
void AddExamples(CLI::App& app);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_CLI_EXAMPLES_H_
