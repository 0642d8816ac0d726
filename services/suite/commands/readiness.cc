// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/names.h"
#include "services/suite/print.h"

namespace sos::suite {
namespace {

struct ReadinessOptions {
  int year = 0;
};

using indicator::v1::IndicatorReadiness;

std::string StateWord(IndicatorReadiness::State state) {
  return absl::AsciiStrToLower(absl::StripPrefix(IndicatorReadiness::State_Name(state), "STATE_"));
}

absl::StatusOr<Listing> List(Session& session, int year) {
  using Kind = Listing::Kind;
  Listing listing({{"year", Kind::kNumber},
                   {"indicator"},
                   {"state"},
                   {"published_leas", Kind::kNumber},
                   {"estimated_leas", Kind::kNumber},
                   {"from_reports", Kind::kNumber},
                   {"incomplete_leas", Kind::kNumber},
                   {"prior_year"},
                   {"waits_for"}});
  indicator::v1::GetReadinessRequest request;
  request.set_dashboard_year(year);
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  SetRevision(RevisionIn(snapshot), request);
  grpc::ClientContext context;
  indicator::v1::Readiness readiness;
  SOS_RETURN_IF_ERROR(
      rpc::FromGrpcStatus(session.stubs().indicator->GetReadiness(&context, request, &readiness)));
  for (const IndicatorReadiness& indicator : readiness.indicators()) {
    listing.Add({absl::StrCat(year), std::string(Code(indicator.indicator())),
                 StateWord(indicator.state()), absl::StrCat(indicator.published_lea_count()),
                 absl::StrCat(indicator.estimated_lea_count()),
                 absl::StrCat(indicator.report_lea_count()),
                 absl::StrCat(indicator.incomplete_leas_size()), indicator.prior_source(),
                 absl::StrJoin(indicator.awaited_collections(), " ")});
  }
  return listing;
}

// Says which indicators of a year are published, estimated or waiting, and for what.
int RunReadiness(const GlobalOptions& global, const ReadinessOptions& options) {
  const auto session = Session::Open(global);
  if (!session.ok()) return Fail(session.status());
  const absl::StatusOr<Listing> listing = List(**session, options.year);
  if (!listing.ok()) return Fail(WithLoadedOf(**session, options.year, listing.status()));
  const absl::Status written = WriteOutput(global, listing->In(global));
  return written.ok() ? kExitDone : Fail(written);
}

}  // namespace

void AddReadiness(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<ReadinessOptions>();
  CLI::App* command = app.add_subcommand(
      "readiness", "Which indicators of a year are published, estimated or waiting for data");
  AddExamples(*command, "  sos readiness --year 2025\n");
  AddGlobal(*command, line, {"text", "csv", "json", "xlsx"});
  AddReadOptions(*command, line);
  command->add_option("--year", options->year, "Dashboard year")->required();
  command->callback([&line, options] {
    line.run = [&line, options] { return RunReadiness(line.global, *options); };
  });
}

}  // namespace sos::suite
