// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/suite/backtest/comparison.h"
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

// What was published of a year, and the revision before the first of it came, by indicator.
struct Published {
  ComparedResults results;
  std::map<education::v1::Indicator, int64_t> before;
};

// All that a comparison tells.
struct Backtest {
  std::map<ErrorGroup, Errors> groups;
  DecisionErrors decisions;
};

void AddBlock(const indicator::v1::ResultBlock& block, const RowFilter& rows,
              ComparedResults& results) {
  for (int i = 0; i < block.entity_indexes_size(); ++i) {
    const education::v1::Entity& entity = block.entities(block.entity_indexes(i));
    if (!rows.Has(entity) || !rows.Has(block.indicator()) || !rows.Has(block.student_groups(i))) {
      continue;
    }
    ComparedResult result{.kind = entity.type(),
                          .status_tenths = std::nullopt,
                          .status_level = block.status_levels(i),
                          .color = block.colors(i)};
    if (!TenthsText(block.status_tenths(i)).empty()) result.status_tenths = block.status_tenths(i);
    results[{.cds = std::string(CdsOf(entity)),
             .indicator = block.indicator(),
             .group = block.student_groups(i)}] = result;
  }
}

using BlockVisitor = absl::FunctionRef<void(const indicator::v1::ResultBlock&)>;

absl::Status VisitYear(const Stubs& stubs, const Revision& revision, int year, BlockVisitor visit) {
  indicator::v1::StreamResultsRequest request;
  SetRevision(revision, request);
  request.mutable_filter()->add_dashboard_years(year);
  grpc::ClientContext context;
  const auto reader = stubs.indicator->StreamResults(&context, request);
  indicator::v1::StreamResultsResponse response;
  while (reader->Read(&response)) {
    for (const auto& block : response.blocks()) visit(block);
  }
  return rpc::FromGrpcStatus(reader->Finish());
}

absl::StatusOr<Published> ReadPublished(const Stubs& stubs, const Revision& newest, int year,
                                        const RowFilter& rows) {
  Published published;
  SOS_RETURN_IF_ERROR(VisitYear(stubs, newest, year, [&](const auto& block) {
    if (block.from_student_records()) return;
    AddBlock(block, rows, published.results);
    const int64_t before = block.written_revision() - 1;
    const auto [known, added] = published.before.try_emplace(block.indicator(), before);
    if (!added) known->second = std::min(known->second, before);
  }));
  return published;
}

// The estimates that stood before the state published each indicator.
absl::StatusOr<ComparedResults> ReadEstimates(const Stubs& stubs, const Published& published,
                                              int year, const RowFilter& rows) {
  std::map<int64_t, std::vector<education::v1::Indicator>> by_revision;
  for (const auto& [indicator, before] : published.before) {
    if (before > 0) by_revision[before].push_back(indicator);
  }
  ComparedResults estimates;
  for (const auto& entry : by_revision) {
    const std::vector<education::v1::Indicator>& wanted = entry.second;
    SOS_RETURN_IF_ERROR(
        VisitYear(stubs, {.number = entry.first, .identity = ""}, year, [&](const auto& block) {
          if (block.from_student_records() && absl::c_linear_search(wanted, block.indicator())) {
            AddBlock(block, rows, estimates);
          }
        }));
  }
  return estimates;
}

absl::StatusOr<Decisions> ReadDecisions(const Stubs& stubs, const Revision& revision, int year,
                                        const RowFilter& rows) {
  eligibility::v1::StreamDeterminationsRequest request;
  SetRevision(revision, request);
  request.mutable_filter()->set_program(eligibility::v1::PROGRAM_LCFF);
  request.mutable_filter()->set_dashboard_year(year);
  grpc::ClientContext context;
  const auto reader = stubs.eligibility->StreamDeterminations(&context, request);
  eligibility::v1::StreamDeterminationsResponse response;
  Decisions decisions;
  while (reader->Read(&response)) {
    for (const auto& determination : response.determinations()) {
      if (!rows.Has(determination.entity())) continue;
      const auto outcome = determination.eligibility();
      if (outcome != eligibility::v1::OUTCOME_MET && outcome != eligibility::v1::OUTCOME_NOT_MET) {
        continue;
      }
      decisions[std::string(CdsOf(determination.entity()))] =
          outcome == eligibility::v1::OUTCOME_MET;
    }
  }
  const absl::Status read = rpc::FromGrpcStatus(reader->Finish());
  // A year without rules of the program has no determinations.
  if (!read.ok() && !absl::IsNotFound(read)) return read;
  return decisions;
}

absl::StatusOr<Backtest> Compare(Session& session, const BacktestOptions& options,
                                 const RowFilter& rows) {
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  const Stubs& stubs = session.stubs();
  SOS_ASSIGN_OR_RETURN(const Published published,
                       ReadPublished(stubs, RevisionIn(snapshot), options.year, rows));
  if (published.results.empty()) {
    return absl::NotFoundError(absl::StrCat("nothing that the state published of ", options.year,
                                            " is loaded: load its files when they are out"));
  }
  SOS_ASSIGN_OR_RETURN(const ComparedResults estimates,
                       ReadEstimates(stubs, published, options.year, rows));
  if (estimates.empty()) {
    return absl::NotFoundError(
        absl::StrCat("nothing of ", options.year,
                     " was estimated from student records before the state's files "
                     "were loaded: load records first, and the files of the year after them"));
  }
  Backtest backtest{.groups = CompareResults(estimates, published.results), .decisions = {}};
  int64_t before = published.before.begin()->second;
  for (const auto& [indicator, number] : published.before) before = std::min(before, number);
  if (before > 0) {
    SOS_ASSIGN_OR_RETURN(
        const Decisions estimated,
        ReadDecisions(stubs, {.number = before, .identity = ""}, options.year, rows));
    SOS_ASSIGN_OR_RETURN(const Decisions decided,
                         ReadDecisions(stubs, RevisionIn(snapshot), options.year, rows));
    backtest.decisions = CompareDecisions(estimated, decided);
  }
  return backtest;
}

// Tenths as percent or points with two decimals.
std::string Hundredths(double tenths) { return absl::StrFormat("%.2f", tenths / 10); }

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
  const absl::StatusOr<Backtest> backtest = Compare(**session, options, *rows);
  if (!backtest.ok()) return Fail(backtest.status());
  const Listing listing = ToListing(*backtest, options.groups);
  if (const absl::Status status = WriteOutput(global, listing.In(global)); !status.ok()) {
    return Fail(status);
  }
  const DecisionErrors& decisions = backtest->decisions;
  Say(absl::StrCat("LCFF eligibility: ", decisions.right, " of ", decisions.compared,
                   " decided as the state's results decide; ", decisions.not_estimated,
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
