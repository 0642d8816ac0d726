// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/names.h"
#include "services/suite/print.h"
#include "services/suite/terminal.h"
#include "services/suite/upload.h"

namespace sos::suite {
namespace {

struct PublishOptions {
  std::string lea;
  int year = 0;
  bool withdraw = false;
};

int RunPublish(const GlobalOptions& global, const PublishOptions& options) {
  const auto session = Session::Open(global, Session::Purpose::kWrite);
  if (!session.ok()) return Fail(session.status());
  const absl::StatusOr<std::string> lea = LeaCode(**session, options.lea);
  if (!lea.ok()) return Fail(lea.status());
  const auto submission = SubmitText(
      *(*session)->stubs().ingestion, "estimates published.csv",
      absl::StrCat("CDS,PublishEstimates\n", *lea, ",", options.withdraw ? "N" : "Y", "\n"),
      {.dashboard_year = options.year});
  if (!submission.ok()) return Fail(submission.status());
  if (submission->state() == ingestion::v1::Submission::STATE_REJECTED) {
    return Fail(absl::InvalidArgumentError(submission->rejection_message()));
  }
  Say(absl::StrCat(options.withdraw ? "nobody outside of the LEA, its county and the state sees "
                                    : "everybody may see ",
                   "the estimates of ", *lea, " for ", options.year,
                   options.withdraw
                       ? " any more; releases that were made public before keep what they have"
                       : ", small groups masked"));
  return kExitDone;
}

}  // namespace

void AddPublish(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<PublishOptions>();
  CLI::App* command =
      app.add_subcommand("publish", "Let everybody see the estimates of an LEA, or no more");
  AddExamples(*command,
              "  sos publish --lea 9960002 --year 2025\n"
              "  sos publish --lea 9960002 --year 2025 --withdraw\n");
  AddGlobal(*command, line, {"text"});
  command->add_option("--lea", options->lea, "The LEA: a name, or 7 or 14 digits")->required();
  command->add_option("--year", options->year, "The year in which the school year ends")
      ->required();
  command->add_flag("--withdraw", options->withdraw, "They are not public any more");
  command->callback([&line, options] {
    line.run = [&line, options] { return RunPublish(line.global, *options); };
  });
}

}  // namespace sos::suite
