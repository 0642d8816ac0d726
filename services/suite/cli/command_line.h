// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_CLI_COMMAND_LINE_H_
#define SOS_SERVICES_SUITE_CLI_COMMAND_LINE_H_

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "services/suite/session.h"

namespace sos::suite {

inline constexpr char kExitCodes[] = "Exit codes: 0 done, 1 the answer is no, 2 refused.";

// What a command line says that every command may need, and the command that it named.
struct CommandLine {
  GlobalOptions global;
  // Runs it and returns the exit code.
  std::function<int()> run;
};

// Options that most commands have. `formats` are those the command can write.
void AddGlobal(CLI::App& command, CommandLine& line, const std::vector<std::string>& formats);
// How the answer is written, and where to.
void AddFormat(CLI::App& command, CommandLine& line, const std::vector<std::string>& formats);
// The release that is read.
void AddReadOptions(CLI::App& command, CommandLine& line);
// A program of determinations, and every one there is.
void AddProgram(CLI::App& command, std::string& program);
const std::vector<std::string>& Programs();
// "lcff, charter or essa".
std::string OneOf(const std::vector<std::string>& words);

// What the letters of groups rest on.
void AddBasis(CLI::App& command, std::string& basis);
// Lines that can be typed as they are, on the county that `sos sample` writes.
void AddExamples(CLI::App& command, const std::string& examples);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_CLI_COMMAND_LINE_H_
