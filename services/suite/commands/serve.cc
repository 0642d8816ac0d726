// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/config/environment.h"
#include "common/log/log.h"
#include "common/rpc/exposure.h"
#include "common/rpc/server.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"

namespace sos::suite {
namespace {

struct ServeOptions {
  std::string listen = "localhost:8080";
};

int RunServe(const GlobalOptions& global, const ServeOptions& options) {
  rpc::BlockStopSignals();  // Before gRPC starts its threads, which inherit the mask.
  Environment env;
  const bool insecure = env.Bool("SOS_INSECURE", false);
  const std::string student_list_token = env.Secret("SOS_STUDENT_LIST_TOKEN");
  if (absl::Status readable = env.Check(); !readable.ok()) return Fail(readable);
  // It authenticates nobody and encrypts nothing.
  const rpc::Exposure exposure = {.listen = options.listen, .reflection = true};
  if (absl::Status closed = rpc::CheckExposure(exposure, insecure); !closed.ok()) {
    return Fail(closed);
  }
  rpc::LogExposure(exposure);
  const auto suite = EmbeddedSuite::Create({.data_dir = global.data_dir,
                                            .listen = options.listen,
                                            .student_list_token = student_list_token,
                                            .rulebook_directory = RulebookDirectory()});
  if (!suite.ok()) return Fail(suite.status());
  log::Info("serving", {{"address", options.listen},
                        {"port", absl::StrCat((*suite)->port())},
                        {"data_dir", global.data_dir}});
  (*suite)->ServeUntilSignalled();
  return kExitDone;
}

}  // namespace

void AddServe(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<ServeOptions>();
  CLI::App* command =
      app.add_subcommand("serve", "Answer RPCs of all four services on one address");
  AddExamples(*command, "  sos serve --listen localhost:8080\n");
  command->add_option("--data-dir", line.global.data_dir, "Where the data are kept")
      ->capture_default_str();
  command->add_option("--listen", options->listen, "Host and port; port 0 takes a free one")
      ->capture_default_str();
  command->callback([&line, options] {
    line.run = [&line, options] { return RunServe(line.global, *options); };
  });
}

}  // namespace sos::suite
