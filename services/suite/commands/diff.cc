// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/names.h"
#include "services/suite/commands/row_filter.h"
#include "services/suite/print.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

struct DiffOptions {
  std::string before;
  std::string after;
  // 0: all years that a release covers.
  int year = 0;
  RowFilterWords rows;
};

constexpr char kProgram[] = "LCFF";

// What a release says, cell by cell: Dashboard year, CDS code, indicator or program, student
// group and field, each with its value in words.
using CellKey = std::tuple<int, std::string, std::string, std::string, std::string>;

struct Contents {
  std::map<CellKey, std::string> cells;
  std::map<std::string, std::string> names;
  // What is not asked for is not kept.
  RowFilter rows;
};

void AddResults(const indicator::v1::ResultBlock& block, Contents& contents) {
  for (int i = 0; i < block.entity_indexes_size(); ++i) {
    const education::v1::Entity& entity = block.entities(block.entity_indexes(i));
    if (!contents.rows.Has(entity) || !contents.rows.Has(block.indicator()) ||
        !contents.rows.Has(block.student_groups(i))) {
      continue;
    }
    const std::string cds(CdsOf(entity));
    contents.names.try_emplace(cds, entity.display_name());
    const auto add = [&](absl::string_view field, std::string value) {
      contents.cells[{block.dashboard_year(), cds, std::string(Code(block.indicator())),
                      std::string(Code(block.student_groups(i))), std::string(field)}] =
          std::move(value);
    };
    add("students",
        block.current_denominators(i) < 0 ? "" : absl::StrCat(block.current_denominators(i)));
    add("status", TenthsText(block.status_tenths(i)));
    add("change", TenthsText(block.change_tenths(i)));
    add("status_level", absl::StrCat(block.status_levels(i)));
    add("color", ColorWord(ColorCode(block.colors(i))));
  }
}

absl::Status ReadResults(const Stubs& stubs, const Revision& revision, int year,
                         Contents& contents) {
  indicator::v1::StreamResultsRequest request;
  SetRevision(revision, request);
  request.mutable_filter()->add_dashboard_years(year);
  grpc::ClientContext context;
  const auto reader = stubs.indicator->StreamResults(&context, request);
  indicator::v1::StreamResultsResponse response;
  while (reader->Read(&response)) {
    for (const auto& block : response.blocks()) AddResults(block, contents);
  }
  return rpc::FromGrpcStatus(reader->Finish());
}

absl::Status ReadDeterminations(const Stubs& stubs, const Revision& revision, int year,
                                Contents& contents) {
  eligibility::v1::StreamDeterminationsRequest request;
  SetRevision(revision, request);
  request.mutable_filter()->set_program(eligibility::v1::PROGRAM_LCFF);
  request.mutable_filter()->set_dashboard_year(year);
  grpc::ClientContext context;
  const auto reader = stubs.eligibility->StreamDeterminations(&context, request);
  eligibility::v1::StreamDeterminationsResponse response;
  while (reader->Read(&response)) {
    for (const auto& determination : response.determinations()) {
      if (!contents.rows.Has(determination.entity()) || contents.rows.AsksForResults()) continue;
      const std::string cds(CdsOf(determination.entity()));
      contents.names.try_emplace(cds, determination.entity().display_name());
      contents.cells[{year, cds, kProgram, "", "eligible"}] =
          OutcomeWord(determination.eligibility());
      contents.cells[{year, cds, kProgram, "", "status"}] = determination.status();
    }
  }
  const absl::Status status = rpc::FromGrpcStatus(reader->Finish());
  // Years without a program's rulebook have no determinations.
  return absl::IsNotFound(status) ? absl::OkStatus() : status;
}

absl::StatusOr<Contents> ReadRelease(const Stubs& stubs, const std::string& release, int year,
                                     const RowFilter& rows) {
  ingestion::v1::GetSnapshotRequest request;
  request.set_release(ReleaseName(release));
  grpc::ClientContext context;
  ingestion::v1::Snapshot snapshot;
  SOS_RETURN_IF_ERROR(
      rpc::FromGrpcStatus(stubs.ingestion->GetSnapshot(&context, request, &snapshot)));
  std::set<int> years;
  for (const auto& coverage : snapshot.coverages()) {
    if (year == 0 || year == coverage.dashboard_year()) years.insert(coverage.dashboard_year());
  }
  Contents contents{.rows = rows};
  for (const int covered : years) {
    SOS_RETURN_IF_ERROR(ReadResults(stubs, RevisionIn(snapshot), covered, contents));
    SOS_RETURN_IF_ERROR(ReadDeterminations(stubs, RevisionIn(snapshot), covered, contents));
  }
  return contents;
}

Listing Compare(const Contents& before, const Contents& after) {
  Listing listing({{"year", Listing::Kind::kNumber},
                   {"cds"},
                   {"name"},
                   {"of"},
                   {"group"},
                   {"field"},
                   {"before"},
                   {"after"}});
  std::set<CellKey> keys;
  for (const auto& [key, value] : before.cells) keys.insert(key);
  for (const auto& [key, value] : after.cells) keys.insert(key);
  const auto value_in = [](const Contents& contents, const CellKey& key) {
    const auto found = contents.cells.find(key);
    return found == contents.cells.end() ? std::string() : found->second;
  };
  for (const CellKey& key : keys) {
    const std::string was = value_in(before, key);
    const std::string is = value_in(after, key);
    if (was == is) continue;
    const auto& [year, cds, of, group, field] = key;
    const auto name = after.names.find(cds);
    listing.Add({absl::StrCat(year), cds,
                 name == after.names.end() ? before.names.at(cds) : name->second, of, group, field,
                 was, is});
  }
  return listing;
}

// Exits with kExitNo if the releases differ.
int RunDiff(const GlobalOptions& global, const DiffOptions& options) {
  const auto session = Session::Open(global);
  if (!session.ok()) return Fail(session.status());
  const auto rows = RowFilter::Read(**session, options.rows);
  if (!rows.ok()) return Fail(rows.status());
  const auto before = ReadRelease((*session)->stubs(), options.before, options.year, *rows);
  if (!before.ok()) return Fail(before.status());
  const auto after = ReadRelease((*session)->stubs(), options.after, options.year, *rows);
  if (!after.ok()) return Fail(after.status());
  const Listing listing = Compare(*before, *after);
  if (absl::Status status = WriteOutput(global, listing.In(global)); !status.ok()) {
    return Fail(status);
  }
  Say(absl::StrCat(listing.size(), " cells differ"));
  return listing.size() == 0 ? kExitDone : kExitNo;
}

}  // namespace

void AddDiff(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<DiffOptions>();
  CLI::App* command = app.add_subcommand(
      "diff", "What moved between two releases: students, status, colors, determinations");
  AddExamples(
      *command,
      "  sos diff 2024-preview 2024-final --year 2024\n"
      "  sos diff 2024-preview 2024-final --county Synthetic --kind district --group ALL\n");
  AddGlobal(*command, line, {"text", "csv", "json", "xlsx"});
  command->add_option("BEFORE", options->before, "A release")->required();
  command->add_option("AFTER", options->after, "Another")->required();
  command->add_option("--year", options->year, "Dashboard year; all if left out");
  AddRowFilter(*command, options->rows, kByCounty | kByKind | kByGroup | kByIndicator);
  command->callback(
      [&line, options] { line.run = [&line, options] { return RunDiff(line.global, *options); }; });
}

}  // namespace sos::suite
