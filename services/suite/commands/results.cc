// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/names.h"
#include "services/suite/print.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

struct ResultsOptions {
  int year = 0;
  std::string entity;
  std::string indicator;
  std::string group;
};

absl::StatusOr<indicator::v1::StreamResultsRequest> MakeRequest(Session& session,
                                                                const ResultsOptions& options) {
  indicator::v1::StreamResultsRequest request;
  indicator::v1::ResultFilter& filter = *request.mutable_filter();
  SOS_RETURN_IF_ERROR(CheckYear(session, options.year));
  if (options.year != 0) filter.add_dashboard_years(options.year);
  if (!options.entity.empty()) {
    SOS_ASSIGN_OR_RETURN(const education::v1::Entity entity, session.GetEntity(options.entity));
    filter.add_entities(entity.name());
  }
  if (!options.indicator.empty()) {
    SOS_ASSIGN_OR_RETURN(const auto indicator, ParseIndicatorOption(options.indicator));
    filter.add_indicators(indicator);
  }
  if (!options.group.empty()) {
    SOS_ASSIGN_OR_RETURN(const auto group, ParseGroupOption(options.group));
    filter.add_student_groups(group);
  }
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  SetRevision(RevisionIn(snapshot), request);
  return request;
}

void AddRows(const indicator::v1::ResultBlock& block, Format format, Listing& listing) {
  for (int i = 0; i < block.entity_indexes_size(); ++i) {
    const education::v1::Entity& entity = block.entities(block.entity_indexes(i));
    const int color = ColorCode(block.colors(i));
    const auto reason = block.undetermined_reasons().find(i);
    listing.Add(
        {absl::StrCat(block.dashboard_year()), std::string(CdsOf(entity)), entity.display_name(),
         std::string(Code(block.indicator())), std::string(Code(block.student_groups(i))),
         block.current_denominators(i) < 0 ? "" : absl::StrCat(block.current_denominators(i)),
         TenthsText(block.status_tenths(i)), TenthsText(block.change_tenths(i)),
         absl::StrCat(block.status_levels(i)), absl::StrCat(block.change_levels(i)),
         format == Format::kText ? ColorWord(color) : absl::StrCat(color),
         absl::StrCat(block.boxes(i)), block.from_student_records() ? "records" : "published",
         reason == block.undetermined_reasons().end() ? "" : reason->second});
  }
}

int RunResults(const GlobalOptions& global, const ResultsOptions& options) {
  const auto session = Session::Open(global);
  if (!session.ok()) return Fail(session.status());
  const auto request = MakeRequest(**session, options);
  if (!request.ok()) return Fail(request.status());
  using Kind = Listing::Kind;
  Listing listing({{"year", Kind::kNumber},
                   {"cds"},
                   {"name"},
                   {"indicator"},
                   {"group"},
                   {"students", Kind::kNumber},
                   {"status", Kind::kNumber},
                   {"change", Kind::kNumber},
                   {"status_level", Kind::kNumber},
                   {"change_level", Kind::kNumber},
                   {"color", global.format == Format::kText ? Kind::kText : Kind::kNumber},
                   {"box", Kind::kNumber},
                   {"counts_from"},
                   {"undetermined"}});
  grpc::ClientContext context;
  const auto reader = (*session)->stubs().indicator->StreamResults(&context, *request);
  indicator::v1::StreamResultsResponse response;
  while (reader->Read(&response)) {
    for (const auto& block : response.blocks()) AddRows(block, global.format, listing);
  }
  if (absl::Status status = rpc::FromGrpcStatus(reader->Finish()); !status.ok()) {
    return Fail(status);
  }
  if (absl::Status status = WriteOutput(global, listing.In(global.format)); !status.ok()) {
    return Fail(status);
  }
  if (listing.size() > 0) return kExitDone;
  if (absl::Status rules = CheckDashboardRules(**session, options.year); !rules.ok()) {
    Say(rules.message());
    return kExitNo;
  }
  Say("no such results");
  return kExitNo;
}

}  // namespace

void AddResults(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<ResultsOptions>();
  CLI::App* command = app.add_subcommand("results", "Status, change, levels and colors");
  AddExamples(*command,
              "  sos results --year 2024 --entity 99600020000000\n"
              "  sos results --indicator SUSP --group SWD --format csv --output susp.csv\n");
  AddGlobal(*command, line, {"text", "csv", "json"});
  AddReadOptions(*command, line);
  command->add_option("--year", options->year, "Dashboard year; all if left out");
  command->add_option("--entity", options->entity, "14-digit code");
  command->add_option("--indicator", options->indicator,
                      "CHRO, SUSP, ELPI, GRAD, ELA, MATH, CCI or SCIENCE");
  command->add_option("--group", options->group, "Student group, such as ALL or EL");
  command->callback([&line, options] {
    line.run = [&line, options] { return RunResults(line.global, *options); };
  });
}

}  // namespace sos::suite
