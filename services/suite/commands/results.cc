// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/long_table.h"
#include "services/suite/commands/names.h"
#include "services/suite/commands/result_rows.h"
#include "services/suite/print.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

// Filters as they were typed.
struct ResultsWords {
  std::string color;
  std::string kind;
};

absl::StatusOr<indicator::v1::StreamResultsRequest> MakeRequest(Session& session,
                                                                const ResultsOptions& options) {
  indicator::v1::StreamResultsRequest request;
  indicator::v1::ResultFilter& filter = *request.mutable_filter();
  SOS_RETURN_IF_ERROR(CheckYear(session, options.year));
  if (options.year != 0) filter.add_dashboard_years(options.year);
  if (!options.entity.empty()) {
    filter.add_entities(EntityName(options.entity));
  }
  if (!options.county.empty()) filter.add_counties(options.county);
  if (options.color != education::v1::COLOR_UNSPECIFIED) filter.add_colors(options.color);
  if (options.kind != education::v1::ENTITY_TYPE_UNSPECIFIED) filter.add_entity_types(options.kind);
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

std::string LeasText(const indicator::v1::LeaCoverage& coverage) {
  return coverage.known_lea_count() == 0
             ? absl::StrCat(coverage.lea_count())
             : absl::StrCat(coverage.lea_count(), " of ", coverage.known_lea_count());
}

void AddRows(const indicator::v1::ResultBlock& block, std::vector<ResultRow>& rows) {
  for (int i = 0; i < block.entity_indexes_size(); ++i) {
    const education::v1::Entity& entity = block.entities(block.entity_indexes(i));
    const auto reason = block.undetermined_reasons().find(i);
    rows.push_back(
        {.year = block.dashboard_year(),
         .cds = std::string(CdsOf(entity)),
         .name = entity.display_name(),
         .indicator = std::string(Code(block.indicator())),
         .group = std::string(Code(block.student_groups(i))),
         .students =
             block.current_denominators(i) < 0 ? "" : absl::StrCat(block.current_denominators(i)),
         .status = TenthsText(block.status_tenths(i)),
         .change = TenthsText(block.change_tenths(i)),
         .status_level = absl::StrCat(block.status_levels(i)),
         .change_level = absl::StrCat(block.change_levels(i)),
         .color = ColorCode(block.colors(i)),
         .box = absl::StrCat(block.boxes(i)),
         .counts_from = block.from_student_records() ? "records" : "published",
         .undetermined = reason == block.undetermined_reasons().end() ? "" : reason->second,
         .from_leas = block.has_lea_coverage() ? LeasText(block.lea_coverage()) : ""});
  }
}

using BlockVisitor = absl::FunctionRef<absl::Status(const indicator::v1::ResultBlock&)>;

absl::Status VisitBlocks(Session& session, const ResultsOptions& options, BlockVisitor visit) {
  SOS_ASSIGN_OR_RETURN(const auto request, MakeRequest(session, options));
  grpc::ClientContext context;
  const auto reader = session.stubs().indicator->StreamResults(&context, request);
  indicator::v1::StreamResultsResponse response;
  absl::Status visited;
  while (visited.ok() && reader->Read(&response)) {
    for (const auto& block : response.blocks()) visited.Update(visit(block));
  }
  if (!visited.ok()) context.TryCancel();
  const absl::Status read = rpc::FromGrpcStatus(reader->Finish());
  return visited.ok() ? read : visited;
}

absl::Status ReadResults(Session& session, const ResultsOptions& options,
                         std::vector<ResultRow>& rows) {
  return VisitBlocks(session, options, [&rows](const indicator::v1::ResultBlock& block) {
    AddRows(block, rows);
    return absl::OkStatus();
  });
}

Listing ToListing(const std::vector<ResultRow>& rows, Format format) {
  using Kind = Listing::Kind;
  std::vector<Listing::Column> columns = {
      {"year", Kind::kNumber, /*minor=*/true},
      {"cds"},
      {"name"},
      {"indicator"},
      {"group"},
      {"students", Kind::kNumber},
      {"status", Kind::kNumber},
      {"change", Kind::kNumber},
      {"status_level", Kind::kNumber, /*minor=*/true},
      {"change_level", Kind::kNumber, /*minor=*/true},
      {"color", format == Format::kText ? Kind::kText : Kind::kNumber},
      {"box", Kind::kNumber, /*minor=*/true},
      {.name = "counts_from", .minor = true},
      {.name = "undetermined", .minor = true}};
  // People need the column where it says something.
  const bool from_leas =
      format != Format::kText ||
      std::any_of(rows.begin(), rows.end(), [](const auto& row) { return !row.from_leas.empty(); });
  if (from_leas) columns.push_back({.name = "from_leas", .minor = true});
  Listing listing(std::move(columns));
  for (const ResultRow& row : rows) {
    std::vector<std::string> cells = {
        absl::StrCat(row.year),
        row.cds,
        row.name,
        row.indicator,
        row.group,
        row.students,
        row.status,
        row.change,
        row.status_level,
        row.change_level,
        format == Format::kText ? ColorWord(row.color) : absl::StrCat(row.color),
        row.box,
        row.counts_from,
        row.undetermined};
    if (from_leas) cells.push_back(row.from_leas);
    listing.Add(std::move(cells));
  }
  return listing;
}

// What people typed, as the services take it.
absl::Status Resolve(Session& session, const ResultsWords& words, ResultsOptions& options) {
  if (!options.entity.empty()) {
    SOS_ASSIGN_OR_RETURN(const education::v1::Entity entity, session.GetEntity(options.entity));
    options.entity = std::string(CdsOf(entity));
  }
  if (!options.county.empty()) {
    SOS_ASSIGN_OR_RETURN(options.county, CountyCode(session, options.county));
  }
  if (!words.color.empty()) {
    SOS_ASSIGN_OR_RETURN(options.color, ParseColorOption(words.color));
  }
  if (!words.kind.empty()) {
    SOS_ASSIGN_OR_RETURN(options.kind, ParseKindOption(words.kind));
  }
  return absl::OkStatus();
}

int RunResults(const GlobalOptions& global, const ResultsWords& words, ResultsOptions options) {
  const auto session = Session::Open(global);
  if (!session.ok()) return Fail(session.status());
  if (absl::Status resolved = Resolve(**session, words, options); !resolved.ok()) {
    return Fail(resolved);
  }
  if (options.layout == "long") {
    LongTable table(**session);
    const absl::Status read =
        VisitBlocks(**session, options, [&table](const auto& block) { return table.Add(block); });
    if (!read.ok()) return Fail(read);
    const absl::Status written = WriteOutput(global, table.listing().In(global));
    if (!written.ok()) return Fail(written);
    return table.listing().size() > 0 ? kExitDone : kExitNo;
  }
  std::vector<ResultRow> rows;
  for (const auto read : {&ReadResults, &ReadRowsWithoutRules, &ReadReds}) {
    // Rows as they are stored do not say of what kind their entities are.
    if (read != &ReadResults && !words.kind.empty()) continue;
    if (absl::Status status = read(**session, options, rows); !status.ok()) return Fail(status);
  }
  const absl::Status written = WriteOutput(global, ToListing(rows, global.format).In(global));
  if (!written.ok()) return Fail(written);
  const absl::Status rules = CheckDashboardRules(**session, options.year);
  if (!rules.ok()) Say(rules.message());
  if (!rows.empty()) return kExitDone;
  if (!rules.ok()) return kExitNo;
  Say("no such results");
  return kExitNo;
}

}  // namespace

void AddResults(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<ResultsOptions>();
  const auto words = std::make_shared<ResultsWords>();
  CLI::App* command = app.add_subcommand("results", "Status, change, levels and colors");
  AddExamples(*command,
              "  sos results --year 2024 --entity 99600020000000\n"
              "  sos results --year 2024 --county Synthetic --color red --kind school\n"
              "  sos results --indicator SUSP --group SWD --format csv --output susp.csv\n"
              "  sos results --year 2024 --layout long --format csv --output all.csv\n");
  AddGlobal(*command, line, {"text", "csv", "json", "xlsx"});
  AddReadOptions(*command, line);
  command->add_option("--year", options->year, "Dashboard year; all if left out");
  command->add_option("--entity", options->entity, "A name, or a code of 14 or 7 digits");
  command->add_option("--county", options->county, "Only this county, by name or two digits");
  command->add_option("--color", words->color, "red, orange, yellow, green or blue");
  command->add_option("--kind", words->kind, OneOf(EntityKindWords()));
  command->add_option("--indicator", options->indicator,
                      "CHRO, SUSP, ELPI, GRAD, ELA, MATH, CCI or SCIENCE");
  command->add_option("--group", options->group, "Student group, such as ALL or EL");
  command
      ->add_option("--layout", options->layout,
                   "own, or long: the columns of the state's files, all indicators in one table")
      ->check(CLI::IsMember({"own", "long"}));
  command->callback([&line, words, options] {
    line.run = [&line, words, options] { return RunResults(line.global, *words, *options); };
  });
}

}  // namespace sos::suite
