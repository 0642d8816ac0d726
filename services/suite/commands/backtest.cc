// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/rpc/grpc_status.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/names.h"
#include "services/suite/commands/row_filter.h"
#include "services/suite/print.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

struct BacktestOptions {
  int year = 0;
  // A row a student group, and not one a kind of entity.
  bool groups = false;
  RowFilterWords rows;
};

Listing ToListing(const reporting::v1::Backtest& backtest, bool groups) {
  using Kind = Listing::Kind;
  std::vector<Listing::Column> columns = {{"indicator"}, {"kind"}};
  if (groups) columns.push_back({"group"});
  for (const char* const name : {"compared", "bias", "spread", "largest", "levels", "levels_right",
                                 "colors", "colors_right", "not_estimated", "not_published"}) {
    columns.push_back({name, Kind::kNumber});
  }
  Listing listing(std::move(columns));
  for (const auto& errors : backtest.errors()) {
    std::vector<std::string> cells = {std::string(Code(errors.indicator())),
                                      std::string(EntityKindWord(errors.entity_type()))};
    if (groups) cells.emplace_back(Code(errors.student_group()));
    for (std::string& cell : std::vector<std::string>{
             absl::StrCat(errors.compared_count()), errors.bias().value(), errors.spread().value(),
             errors.largest().value(), absl::StrCat(errors.level_count()),
             absl::StrCat(errors.level_right_count()), absl::StrCat(errors.color_count()),
             absl::StrCat(errors.color_right_count()), absl::StrCat(errors.not_estimated_count()),
             absl::StrCat(errors.not_published_count())}) {
      cells.push_back(std::move(cell));
    }
    listing.Add(std::move(cells));
  }
  return listing;
}

// Exits with kExitNo where nothing was compared.
int RunBacktest(const GlobalOptions& global, const BacktestOptions& options) {
  const auto session = Session::Open(global);
  if (!session.ok()) return Fail(session.status());
  const auto rows = RowFilter::Read(**session, options.rows);
  if (!rows.ok()) return Fail(rows.status());
  reporting::v1::GetBacktestRequest request;
  request.mutable_filter()->add_dashboard_years(options.year);
  rows->AddTo(*request.mutable_filter());
  request.set_by_student_group(options.groups);
  grpc::ClientContext context;
  reporting::v1::Backtest backtest;
  const absl::Status read =
      rpc::FromGrpcStatus((*session)->stubs().reporting->GetBacktest(&context, request, &backtest));
  if (!read.ok()) return Fail(read);
  const Listing listing = ToListing(backtest, options.groups);
  if (const absl::Status status = WriteOutput(global, listing.In(global)); !status.ok()) {
    return Fail(status);
  }
  Say(absl::StrCat("LCFF eligibility: ", backtest.decision_right_count(), " of ",
                   backtest.decision_count(), " decided as with what is published now; ",
                   backtest.decision_not_estimated_count(), " not decided by the estimates"));
  const bool any = std::any_of(backtest.errors().begin(), backtest.errors().end(),
                               [](const auto& errors) { return errors.compared_count() > 0; });
  return any ? kExitDone : kExitNo;
}

}  // namespace

void AddBacktest(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<BacktestOptions>();
  CLI::App* command = app.add_subcommand(
      "backtest", "How far the estimates of a year were from what the state published of it");
  AddExamples(*command,
              "  sos backtest --year 2025\n"
              "  sos backtest --year 2025 --county Synthetic --groups --output errors.xlsx\n");
  AddGlobal(*command, line, {"text", "csv", "json", "xlsx"});
  command->add_option("--year", options->year, "Dashboard year")->required();
  command->add_flag("--groups", options->groups, "A row for each student group");
  AddRowFilter(*command, options->rows, kByCounty | kByKind | kByGroup | kByIndicator);
  command->callback([&line, options] {
    line.run = [&line, options] { return RunBacktest(line.global, *options); };
  });
}

}  // namespace sos::suite
