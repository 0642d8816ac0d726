// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/estimate_files.h"
#include "services/suite/commands/estimate_listing.h"
#include "services/suite/commands/names.h"
#include "services/suite/print.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

struct EstimateOptions {
  std::vector<std::string> files;
  std::string lea;
  int year = 0;
  // The exports have all students, though these have much in common.
  bool complete = false;
  // Codes of Ed-Fi descriptors beside those that are known.
  std::string ed_fi_codes;
  // A row for each result, and not one for each indicator.
  bool results = false;
};

absl::StatusOr<reporting::v1::Estimate> Read(Session& session, const std::string& lea, int year) {
  reporting::v1::GetEstimateRequest request;
  request.set_name(absl::StrCat(EntityName(lea), "/estimates/", year));
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  SetRevision(RevisionIn(snapshot), request);
  grpc::ClientContext context;
  reporting::v1::Estimate estimate;
  SOS_RETURN_IF_ERROR(
      rpc::FromGrpcStatus(session.stubs().reporting->GetEstimate(&context, request, &estimate)));
  return estimate;
}

int RunEstimate(const GlobalOptions& global, const EstimateOptions& options) {
  auto session = Session::Open(global, Session::Purpose::kWrite);
  if (!session.ok()) return Fail(session.status());
  const absl::StatusOr<std::string> lea = LeaCode(**session, options.lea);
  if (!lea.ok()) return Fail(lea.status());
  const absl::StatusOr<Listing> files = TakeReports(**session, options.files,
                                                    {.lea = *lea,
                                                     .dashboard_year = options.year,
                                                     .all_students = options.complete,
                                                     .ed_fi_codes = options.ed_fi_codes});
  if (!files.ok()) return Fail(files.status());
  // A session reads one revision to its end: what was taken in now is in the next one.
  session->reset();
  session = Session::Open(global);
  if (!session.ok()) return Fail(session.status());
  const absl::StatusOr<reporting::v1::Estimate> estimate = Read(**session, *lea, options.year);
  if (!estimate.ok()) {
    // What became of the files is known all the same.
    Print(files->Text());
    return Fail(estimate.status());
  }
  const absl::Status written = WriteOutput(
      global, global.format == Format::kText
                  ? EstimateText(*files, *estimate, global.wide ? 0 : TerminalColumns())
              : options.results ? ResultListing(*estimate).In(global)
                                : IndicatorListing(*estimate, global.format).In(global));
  if (!written.ok()) return Fail(written);
  if (options.results && estimate->omitted_result_count() > 0) {
    Say(absl::StrCat(estimate->omitted_result_count(),
                     " results of schools are left out: `sos results` has them"));
  }
  return estimate->results().empty() ? kExitNo : kExitDone;
}

}  // namespace

void AddEstimate(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<EstimateOptions>();
  CLI::App* command = app.add_subcommand(
      "estimate", "Indicators of an LEA from the reports it exports, before the state publishes");
  AddExamples(
      *command,
      "  sos estimate exports --lea 9960002 --year 2025\n"
      "  sos estimate 14.2.csv 8.1.xlsx --lea \"Synthetic Valley 2 Unified\" --year 2025\n");
  AddGlobal(*command, line, {"text", "csv", "json", "xlsx"});
  command
      ->add_option("FILE", options->files,
                   "Exports of CALPADS reports, score files of TOMS, examinations of AP and IB "
                   "(.csv, .xlsx), Ed-Fi resources (.json), or a folder of them")
      ->required();
  command->add_option("--lea", options->lea, "The LEA: a name, or 7 or 14 digits")->required();
  command->add_option("--year", options->year, "The year in which the school year ends")
      ->required();
  command->add_option("--ed-fi-codes", options->ed_fi_codes,
                      "A JSON file with the LEA's own descriptors (see the reading guide)");
  command->add_flag("--complete", options->complete,
                    "The reports have all students, though all are of one grade or group");
  command->add_flag(
      "--results", options->results,
      "In csv, json and xlsx: a row for each result of the LEA, its groups and schools");
  command->callback([&line, options] {
    line.run = [&line, options] { return RunEstimate(line.global, *options); };
  });
}

}  // namespace sos::suite
