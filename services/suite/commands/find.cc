// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/names.h"
#include "services/suite/commands/options.h"
#include "services/suite/commands/row_filter.h"
#include "services/suite/print.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

constexpr int kMaxFound = 100;
constexpr size_t kUsualLimit = 10;

struct FindOptions {
  // As the shell separates them.
  std::vector<std::string> words;
  std::string kind;
  RowFilterWords rows;
  int limit = 0;
};

absl::StatusOr<ingestion::v1::SearchEntitiesResponse> SearchFor(Session& session,
                                                                const FindOptions& options) {
  ingestion::v1::SearchEntitiesRequest request;
  request.set_query(absl::StrJoin(options.words, " "));
  // Those of a county may stand behind others that are more like the query.
  request.set_page_size(options.rows.county.empty() ? options.limit : kMaxFound);
  if (!options.kind.empty()) {
    SOS_ASSIGN_OR_RETURN(const auto kind, ParseKindOption(options.kind));
    request.add_entity_types(kind);
  }
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  SetRevision(RevisionIn(snapshot), request);
  grpc::ClientContext context;
  ingestion::v1::SearchEntitiesResponse response;
  SOS_RETURN_IF_ERROR(
      rpc::FromGrpcStatus(session.stubs().ingestion->SearchEntities(&context, request, &response)));
  return response;
}

int RunFind(const GlobalOptions& global, const FindOptions& options) {
  const auto session = Session::Open(global);
  if (!session.ok()) return Fail(session.status());
  const auto found = SearchFor(**session, options);
  if (!found.ok()) return Fail(found.status());
  const auto rows = RowFilter::Read(**session, options.rows);
  if (!rows.ok()) return Fail(rows.status());
  const size_t limit = options.limit == 0 ? kUsualLimit : static_cast<size_t>(options.limit);
  Listing listing({{"cds"}, {"name"}, {"kind"}, {"district"}, {"county"}, {"match"}});
  for (const ingestion::v1::EntityMatch& match : found->matches()) {
    const education::v1::Entity& entity = match.entity();
    if (!rows->Has(entity) || listing.size() == limit) continue;
    listing.Add({std::string(CdsOf(entity)), entity.display_name(), EntityKindWord(entity.type()),
                 entity.district_name(), entity.county_name(),
                 match.exact() ? "exact" : "similar"});
  }
  const absl::Status written = WriteOutput(global, listing.In(global));
  if (!written.ok()) return Fail(written);
  if (listing.size() > 0) return kExitDone;
  Say("nothing like that is loaded. Try fewer words, or the first letters of a name.");
  return kExitNo;
}

}  // namespace

void AddFind(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<FindOptions>();
  CLI::App* command = app.add_subcommand(
      "find", "Find schools, districts and counties by name, also misspelled, or by code");
  AddExamples(*command,
              "  sos find valley 2 unified\n"
              "  sos find 99-60002\n"
              "  sos find elementary --kind school --county Synthetic --limit 50\n");
  AddGlobal(*command, line, {"text", "csv", "json", "xlsx"});
  AddReadOptions(*command, line);
  command
      ->add_option("QUERY", options->words,
                   "Words of a name, district or county, or a code of at least 7 digits")
      ->required();
  command->add_option("--kind", options->kind, OneOf(EntityKindWords()))
      ->check(CLI::IsMember(EntityKindWords()));
  AddRowFilter(*command, options->rows, kByCounty);
  command->add_option("--limit", options->limit, "The most matches; 10 if left out, at most 100")
      ->check(CLI::Range(1, kMaxFound));
  command->callback(
      [&line, options] { line.run = [&line, options] { return RunFind(line.global, *options); }; });
}

}  // namespace sos::suite
