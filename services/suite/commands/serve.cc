// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/config/environment.h"
#include "common/log/log.h"
#include "common/rpc/exposure.h"
#include "common/rpc/server.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/terminal.h"
#include "services/web/factory.h"

namespace sos::suite {
namespace {

struct ServeOptions {
  std::string listen = "localhost:8080";
  // Empty: no pages.
  std::string http = "localhost:8088";
  // What pages show: what everybody may see, or all.
  std::string view = "public";
};

// How pages are served, what SOS_INSECURE says of it, and whose scripts may call
// (SOS_CORS_ORIGINS).
web::Options PagesOf(const ServeOptions& options, bool insecure) {
  web::Options pages;
  pages.http.listen = options.http;
  pages.insecure = insecure;
  Environment env;
  pages.cors_origins = web::CorsOriginsIn(env);
  return pages;
}

// Whether the options fit together and nothing is open that is not meant to be.
absl::Status CheckServe(const ServeOptions& options, const rpc::Exposure& exposure, bool insecure) {
  if (absl::Status closed = rpc::CheckExposure(exposure, insecure); !closed.ok()) return closed;
  const bool shows_all = options.view == "state";
  if (options.http.empty()) {
    return shows_all ? absl::InvalidArgumentError(
                           "--view state is about pages, and --http \"\" turns them off. Leave one "
                           "of the two out.")
                     : absl::OkStatus();
  }
  if (shows_all && !rpc::IsLoopback(options.http)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--view state shows the counts of small groups, and others could reach ", options.http,
        ". Serve pages on this machine only, such as with --http localhost:8088, or leave out "
        "--view "
        "state."));
  }
  return web::CheckExposure(PagesOf(options, insecure));
}

// Starts the pages of what `suite` has.
absl::StatusOr<std::unique_ptr<web::Site>> StartPages(const ServeOptions& options, bool insecure,
                                                      EmbeddedSuite& suite) {
  const bool shows_all = options.view == "state";
  absl::StatusOr<std::unique_ptr<web::Site>> site =
      web::Create(PagesOf(options, insecure), [&](const std::string&) {
        return shows_all ? suite.Channel(web::WithoutPublicView()) : suite.Channel();
      });
  if (site.ok()) return site;
  return absl::Status(
      site.status().code(),
      absl::StrCat(site.status().message(),
                   ". Choose another address with --http, or turn the pages off with "
                   "--http \"\"."));
}

// The address under which `listen` is reached, once it is known which port is free.
std::string Reached(absl::string_view listen, int port) {
  return absl::StrCat(listen.substr(0, listen.rfind(':')), ":", port);
}

int RunServe(const GlobalOptions& global, const ServeOptions& options) {
  rpc::BlockStopSignals();  // Before gRPC starts its threads, which inherit the mask.
  Environment env;
  const bool insecure = env.Bool("SOS_INSECURE", false);
  const std::string student_list_token = env.Secret("SOS_STUDENT_LIST_TOKEN");
  if (absl::Status readable = env.Check(); !readable.ok()) return Fail(readable);
  // It authenticates nobody and encrypts nothing.
  const rpc::Exposure exposure = {.listen = options.listen, .reflection = true};
  if (absl::Status checked = CheckServe(options, exposure, insecure); !checked.ok()) {
    return Fail(checked);
  }
  rpc::LogExposure(exposure);
  const auto suite = EmbeddedSuite::Create({.data_dir = global.data_dir,
                                            .listen = options.listen,
                                            .student_list_token = student_list_token,
                                            .rulebook_directory = RulebookDirectory()});
  if (!suite.ok()) return Fail(suite.status());
  std::unique_ptr<web::Site> pages;
  if (!options.http.empty()) {
    auto started = StartPages(options, insecure, **suite);
    if (!started.ok()) return Fail(started.status());
    pages = *std::move(started);
  }
  log::Info("serving", {{"address", options.listen},
                        {"port", absl::StrCat((*suite)->port())},
                        {"data_dir", global.data_dir}});
  Print(absl::StrCat("RPCs on ", Reached(options.listen, (*suite)->port()), "\n"));
  if (pages != nullptr) {
    Print(absl::StrCat("Pages on http://", Reached(options.http, pages->port()), "/\n"));
  }
  (*suite)->ServeUntilSignalled([&pages] { pages.reset(); });
  return kExitDone;
}

}  // namespace

void AddServe(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<ServeOptions>();
  CLI::App* command =
      app.add_subcommand("serve", "Answer RPCs of all four services, and show pages");
  AddExamples(*command,
              "  sos serve\n"
              "  sos serve --listen localhost:8080 --http localhost:8088 --view state\n");
  command->add_option("--data-dir", line.global.data_dir, "Where the data are kept")
      ->capture_default_str();
  command->add_option("--listen", options->listen, "Host and port; port 0 takes a free one")
      ->capture_default_str();
  command
      ->add_option("--http", options->http,
                   "Host and port of the pages; port 0 takes a free one, \"\" shows none")
      ->capture_default_str();
  command
      ->add_option("--view", options->view,
                   "What pages show: what the public may see, or all (state), on this machine only")
      ->check(CLI::IsMember({"public", "state"}))
      ->capture_default_str();
  command->callback([&line, options] {
    line.run = [&line, options] { return RunServe(line.global, *options); };
  });
}

}  // namespace sos::suite
