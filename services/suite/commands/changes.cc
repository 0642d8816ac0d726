// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/education/cds_code.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/reporting/render/render.h"
#include "services/reporting/sentences/catalog.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/documents.h"
#include "services/suite/commands/names.h"
#include "services/suite/commands/row_filter.h"

namespace sos::suite {
namespace {

struct ChangesOptions {
  // Two years, or one year in two releases.
  int from = 0;
  int to = 0;
  int year = 0;
  std::string from_release;
  std::string to_release;
  // The state where neither is given.
  std::string county;
  std::string entity;
  std::string of = "all";
  RowFilterWords rows;
  // Of the sentences; empty for English.
  std::string language;
};

absl::StatusOr<std::string> ChangedEntity(Session& session, const ChangesOptions& options) {
  if (!options.entity.empty()) {
    const auto cds = CdsCode::Parse(options.entity);
    // No file has rows of counties and of the state: reporting describes them itself.
    if (cds && (cds->IsCounty() || cds->IsState())) return EntityName(*cds);
    SOS_ASSIGN_OR_RETURN(const education::v1::Entity entity, session.GetEntity(options.entity));
    return entity.name();
  }
  if (options.county.empty()) return EntityName(CdsCode());
  SOS_ASSIGN_OR_RETURN(const std::string code, CountyCode(session, options.county));
  return absl::StrCat(kEntityPrefix, code, "000000000000");
}

absl::StatusOr<int64_t> RevisionOfRelease(Session& session, const std::string& release) {
  if (release.empty()) return 0;
  ingestion::v1::GetSnapshotRequest request;
  request.set_release(ReleaseName(release));
  grpc::ClientContext context;
  ingestion::v1::Snapshot snapshot;
  SOS_RETURN_IF_ERROR(
      rpc::FromGrpcStatus(session.stubs().ingestion->GetSnapshot(&context, request, &snapshot)));
  return snapshot.revision();
}

// Leaves the rows that were asked for. Sentences and flows of eligibility are about all of them,
// and go.
void Choose(const RowFilter& rows, reporting::v1::YearChanges& changes) {
  google::protobuf::RepeatedPtrField<reporting::v1::ResultChange> results;
  for (const auto& result : changes.results()) {
    if (rows.Has(result.entity()) && rows.Has(result.indicator()) &&
        rows.Has(result.student_group()) &&
        (rows.Has(result.before().color()) || rows.Has(result.after().color()))) {
      *results.Add() = result;
    }
  }
  *changes.mutable_results() = std::move(results);
  google::protobuf::RepeatedPtrField<reporting::v1::SupportChange> supports;
  for (const auto& support : changes.supports()) {
    if (rows.Has(support.entity())) *supports.Add() = support;
  }
  *changes.mutable_supports() = std::move(supports);
  changes.clear_sentences();
  changes.clear_status_flows();
  // That an indicator has flows says that its colors can be compared: none goes, all are counted
  // again.
  for (auto& flow : *changes.mutable_color_flows()) {
    flow.set_result_count(std::count_if(changes.results().begin(), changes.results().end(),
                                        [&flow](const auto& result) {
                                          return result.indicator() == flow.indicator() &&
                                                 result.before().color() == flow.from_color() &&
                                                 result.after().color() == flow.to_color();
                                        }));
  }
}

absl::StatusOr<reporting::v1::YearChanges> AskForChanges(Session& session,
                                                         const ChangesOptions& options) {
  const int to = options.year != 0 ? options.year : options.to;
  const int from = options.year != 0 ? options.year : options.from;
  SOS_RETURN_IF_ERROR(CheckYear(session, to));
  if (options.from_release.empty()) SOS_RETURN_IF_ERROR(CheckYear(session, from));
  SOS_ASSIGN_OR_RETURN(const std::string entity, ChangedEntity(session, options));
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  SOS_ASSIGN_OR_RETURN(const int64_t from_revision,
                       RevisionOfRelease(session, options.from_release));
  reporting::v1::GetYearChangesRequest request;
  request.set_name(absl::StrCat(entity, "/yearChanges/", from, "-", to));
  request.set_language_code(options.language);
  SetRevision(RevisionIn(snapshot), request);
  request.set_from_revision(from_revision);
  grpc::ClientContext context;
  SOS_ASSIGN_OR_RETURN(const RowFilter rows, RowFilter::Read(session, options.rows));
  reporting::v1::YearChanges changes;
  SOS_RETURN_IF_ERROR(
      rpc::FromGrpcStatus(session.stubs().reporting->GetYearChanges(&context, request, &changes)));
  if (rows.IsSet()) Choose(rows, changes);
  if (options.of == "colors") {
    changes.clear_supports();
    changes.clear_status_flows();
  } else if (options.of == "support") {
    changes.clear_results();
    changes.clear_color_flows();
  }
  return changes;
}

absl::Status CheckChangesOptions(const ChangesOptions& options) {
  const bool years = options.from != 0 && options.to != 0 && options.year == 0;
  const bool releases =
      options.year != 0 && options.from == 0 && options.to == 0 && !options.from_release.empty();
  if (years || releases) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "say what is compared: two years (--from 2023 --to 2024), or one year in two releases "
      "(--year 2024 --from-release A --to-release B)");
}

int RunChanges(GlobalOptions global, const ChangesOptions& options) {
  if (const absl::Status status = CheckChangesOptions(options); !status.ok()) return Fail(status);
  if (!options.to_release.empty()) global.release = options.to_release;
  const auto session = Session::Open(global);
  if (!session.ok()) return Fail(session.status());
  const auto changes = AskForChanges(**session, options);
  if (!changes.ok()) return Fail(changes.status());
  const language::Messages* const words = reporting::SentenceCatalog().Find(options.language);
  if (words == nullptr) return Fail(absl::InvalidArgumentError("no such language"));
  const auto file = reporting::Render(*changes, DocumentFormatOf(global), *words);
  if (!file) return Fail(absl::InternalError("the changes cannot be written in this format"));
  const absl::Status written = WriteOutput(global, *file);
  return written.ok() ? kExitDone : Fail(written);
}

}  // namespace

void AddChanges(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<ChangesOptions>();
  CLI::App* command = app.add_subcommand(
      "changes", "What moved between two years, or two releases: colors and eligibility");
  AddExamples(*command,
              "  sos changes --from 2023 --to 2024 --county Synthetic\n"
              "  sos changes --from 2023 --to 2024 --entity 99600020000000 --of support\n"
              "  sos changes --from 2023 --to 2024 --county Synthetic --format svg --output "
              "flows.svg\n"
              "  sos changes --from 2023 --to 2024 --entity 99600020000000 --output letter.html\n"
              "  sos changes --year 2024 --from-release 2024-preview --to-release 2024-final\n");
  AddGlobal(*command, line, {"text", "csv", "json", "xlsx", "html", "svg", "png"});
  AddReadOptions(*command, line);
  command->add_option("--from", options->from, "The earlier Dashboard year");
  command->add_option("--to", options->to, "The later Dashboard year");
  CLI::Option* year =
      command->add_option("--year", options->year, "One Dashboard year, in two releases");
  command->add_option("--from-release", options->from_release, "The earlier release")->needs(year);
  command
      ->add_option("--to-release", options->to_release,
                   "The later release; the newest data if left out")
      ->needs(year);
  CLI::Option* county = command->add_option("--county", options->county, "Name of a county");
  command->add_option("--entity", options->entity, "14-digit code; the state if left out")
      ->excludes(county);
  command
      ->add_option("--of", options->of,
                   "colors, support (who is eligible) or all; a CSV of all has the colors")
      ->check(CLI::IsMember({"colors", "support", "all"}));
  AddRowFilter(*command, options->rows, kByKind | kByGroup | kByIndicator | kByColor);
  command->add_option("--language", options->language,
                      "The language of the sentences: en (default) or es");
  command->callback([&line, options] {
    line.run = [&line, options] { return RunChanges(line.global, *options); };
  });
}

}  // namespace sos::suite
