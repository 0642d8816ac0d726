// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/ingestion/convert/enums.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/names.h"
#include "services/suite/commands/stored_rows.h"
#include "services/suite/print.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

struct ShowOptions {
  std::string collection;
  int year = 0;
  std::string entity;
  std::string county;
};

absl::StatusOr<ingestion::v1::StreamRowsRequest> RowsRequest(Session& session,
                                                             const ShowOptions& options) {
  ingestion::v1::StreamRowsRequest request;
  SOS_ASSIGN_OR_RETURN(const auto collection, ParseCollectionOption(options.collection));
  request.set_collection(collection);
  SOS_RETURN_IF_ERROR(CheckYear(session, options.year));
  if (options.year != 0) request.add_dashboard_years(options.year);
  if (!options.entity.empty()) {
    SOS_ASSIGN_OR_RETURN(const education::v1::Entity entity, session.GetEntity(options.entity));
    request.add_entities(entity.name());
  }
  if (!options.county.empty()) {
    SOS_ASSIGN_OR_RETURN(const std::string county, CountyCode(session, options.county));
    request.add_counties(county);
  }
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  SetRevision(RevisionIn(snapshot), request);
  return request;
}

// What is loaded of which collection and year.
int ListCollections(const GlobalOptions& global, Session& session) {
  const auto snapshot = session.Snapshot();
  if (!snapshot.ok()) return Fail(snapshot.status());
  Listing listing(
      {{"collection"}, {"year", Listing::Kind::kNumber}, {"leas", Listing::Kind::kNumber}});
  for (const auto& coverage : snapshot->coverages()) {
    listing.Add({ingestion::CollectionCode(coverage.collection()),
                 absl::StrCat(coverage.dashboard_year()),
                 absl::StrCat(coverage.partition_count())});
  }
  const absl::Status written = WriteOutput(global, listing.In(global));
  return written.ok() ? kExitDone : Fail(written);
}

int RunShow(const GlobalOptions& global, const ShowOptions& options) {
  const auto session = Session::Open(global);
  if (!session.ok()) return Fail(session.status());
  if (options.collection.empty()) return ListCollections(global, **session);
  const auto request = RowsRequest(**session, options);
  if (!request.ok()) return Fail(request.status());
  const auto stored = StoredRows::Read((*session)->stubs(), *request);
  if (!stored.ok()) return Fail(stored.status());
  std::vector<Listing::Column> columns = {{"year", Listing::Kind::kNumber}, {"cds"}, {"name"}};
  for (const std::string& column : stored->columns()) columns.push_back({column});
  Listing listing(std::move(columns));
  for (const StoredRows::Row& row : stored->rows()) {
    std::vector<std::string> cells = {absl::StrCat(row.dashboard_year()), row.cds(),
                                      row.entity_name()};
    cells.insert(cells.end(), row.cells().begin(), row.cells().end());
    listing.Add(std::move(cells));
  }
  const absl::Status written = WriteOutput(global, listing.In(global));
  if (!written.ok()) return Fail(written);
  if (listing.size() > 0) return kExitDone;
  Say(absl::StrCat("nothing is stored of ", options.collection,
                   " as asked for; sos show lists what is stored"));
  return kExitNo;
}

}  // namespace

void AddShow(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<ShowOptions>();
  CLI::App* command = app.add_subcommand(
      "show", "The stored rows of a collection, as their files have them; or what is stored");
  AddExamples(*command,
              "  sos show\n"
              "  sos show local-priority-1 --year 2024\n"
              "  sos show lcff-assistance --entity 99600020000000\n");
  AddGlobal(*command, line, {"text", "csv", "json", "xlsx"});
  AddReadOptions(*command, line);
  command->add_option("COLLECTION", options->collection,
                      "A collection, as sos show without one lists them");
  command->add_option("--year", options->year, "Dashboard year; all if left out");
  command->add_option("--entity", options->entity,
                      "14-digit code; of an LEA also the rows of its schools");
  command->add_option("--county", options->county, "Only this county, by name");
  command->callback(
      [&line, options] { line.run = [&line, options] { return RunShow(line.global, *options); }; });
}

}  // namespace sos::suite
