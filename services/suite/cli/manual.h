// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_CLI_MANUAL_H_
#define SOS_SERVICES_SUITE_CLI_MANUAL_H_

#include <CLI/CLI.hpp>
#include <string>

namespace sos::suite {

// The help of all commands as a manual page, for `man -l`.
std::string ManualPage(const CLI::App& app);

// A script for bash that completes commands, options and files.
std::string BashCompletion(const CLI::App& app);

// What is wrong with a command line whose first word is no command, with the command that is most
// like it; empty if it is one, or an option.
std::string UnknownCommand(const CLI::App& app, const std::string& word);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_CLI_MANUAL_H_
