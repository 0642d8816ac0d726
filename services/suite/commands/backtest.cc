// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/backtest_reading.h"
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

Listing ToListing(const Backtest& backtest, bool groups) {
  using Kind = Listing::Kind;
  std::vector<Listing::Column> columns = {{"indicator"}, {"kind"}};
  if (groups) columns.push_back({"group"});
  for (const char* const name : {"compared", "bias", "spread", "largest", "levels", "levels_right",
                                 "colors", "colors_right", "not_estimated", "not_published"}) {
    columns.push_back({name, Kind::kNumber});
  }
  std::map<ErrorGroup, Errors> shown;
  for (const auto& [group, errors] : backtest.groups) {
    ErrorGroup key = group;
    if (!groups) key.group = education::v1::STUDENT_GROUP_UNSPECIFIED;
    shown[key].Add(errors);
  }
  Listing listing(std::move(columns));
  for (const auto& [group, errors] : shown) {
    std::vector<std::string> cells = {std::string(Code(group.indicator)),
                                      std::string(EntityKindWord(group.kind))};
    if (groups) cells.emplace_back(Code(group.group));
    for (std::string& cell : std::vector<std::string>{
             absl::StrCat(errors.compared), Hundredths(errors.Bias()), Hundredths(errors.Spread()),
             Hundredths(static_cast<double>(errors.largest_tenths)), absl::StrCat(errors.levels),
             absl::StrCat(errors.levels_right), absl::StrCat(errors.colors),
             absl::StrCat(errors.colors_right), absl::StrCat(errors.not_estimated),
             absl::StrCat(errors.not_published)}) {
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
  const absl::StatusOr<Backtest> backtest = ReadBacktest(
      **session, options.year,
      [&](const education::v1::Entity& entity) { return rows->Has(entity); },
      [&](education::v1::Indicator indicator, education::v1::StudentGroup group) {
        return rows->Has(indicator) && rows->Has(group);
      });
  if (!backtest.ok()) return Fail(backtest.status());
  const Listing listing = ToListing(*backtest, options.groups);
  if (const absl::Status status = WriteOutput(global, listing.In(global)); !status.ok()) {
    return Fail(status);
  }
  const DecisionErrors& decisions = backtest->decisions;
  Say(absl::StrCat("LCFF eligibility: ", decisions.right, " of ", decisions.compared,
                   " decided as with what is published now; ", decisions.not_estimated,
                   " not decided by the estimates"));
  const bool any = std::any_of(backtest->groups.begin(), backtest->groups.end(),
                               [](const auto& group) { return group.second.compared > 0; });
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
