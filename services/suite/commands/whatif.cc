// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <cstdint>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/eligibility_listing.h"
#include "services/suite/commands/names.h"
#include "services/suite/print.h"

namespace sos::suite {
namespace {

struct WhatifOptions {
  std::string program = "lcff";
  int year = 0;
  // `CDS,INDICATOR,GROUP,field=value,...`
  std::vector<std::string> changes;
  // CSV with the columns cds, indicator, group and those of the fields.
  std::string file;
};

using eligibility::v1::EvaluateChangesResponse;
using indicator::v1::MeasureChange;

constexpr char kForm[] =
    "expected CDS,INDICATOR,GROUP,field=value with the fields numerator, denominator, "
    "prior_numerator, prior_denominator, status and change";

absl::Status SetField(absl::string_view field, const std::string& value, MeasureChange& change) {
  if (field == "status" || field == "change") {
    auto& decimal = field == "status" ? *change.mutable_status() : *change.mutable_change();
    decimal.set_value(value);
    return absl::OkStatus();
  }
  int64_t count = 0;
  if (!absl::SimpleAtoi(value, &count)) {
    return absl::InvalidArgumentError(absl::StrCat(field, "=", value, ": expected a whole number"));
  }
  if (field == "numerator") {
    change.set_current_numerator(count);
  } else if (field == "denominator") {
    change.set_current_denominator(count);
  } else if (field == "prior_numerator") {
    change.set_prior_numerator(count);
  } else if (field == "prior_denominator") {
    change.set_prior_denominator(count);
  } else {
    return absl::InvalidArgumentError(absl::StrCat("no field ", field, "; ", kForm));
  }
  return absl::OkStatus();
}

absl::StatusOr<MeasureChange> ToChange(const std::string& cds, int year,
                                       const std::string& indicator, const std::string& group,
                                       const std::map<std::string, std::string>& fields) {
  SOS_ASSIGN_OR_RETURN(const auto parsed_indicator, ParseIndicatorOption(indicator));
  SOS_ASSIGN_OR_RETURN(const auto parsed_group, ParseGroupOption(group));
  MeasureChange change;
  change.set_name(
      ResultName(EntityName(cds), year, *FromProto(parsed_indicator), *FromProto(parsed_group)));
  for (const auto& [field, value] : fields) {
    if (!value.empty()) SOS_RETURN_IF_ERROR(SetField(field, value, change));
  }
  return change;
}

absl::StatusOr<MeasureChange> ParseChange(const std::string& text, int year) {
  const std::vector<std::string> parts = absl::StrSplit(text, ',');
  if (parts.size() < 4) return absl::InvalidArgumentError(absl::StrCat(text, ": ", kForm));
  std::map<std::string, std::string> fields;
  for (size_t i = 3; i < parts.size(); ++i) {
    const std::pair<std::string, std::string> field =
        absl::StrSplit(parts[i], absl::MaxSplits('=', 1));
    fields.insert(field);
  }
  return ToChange(parts[0], year, parts[1], parts[2], fields);
}

absl::Status ReadChanges(const std::string& path, int year,
                         google::protobuf::RepeatedPtrField<MeasureChange>& changes) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  std::string line;
  std::getline(file, line);
  const std::vector<std::string> columns = absl::StrSplit(absl::StripAsciiWhitespace(line), ',');
  for (int number = 2; std::getline(file, line); ++number) {
    if (absl::StripAsciiWhitespace(line).empty()) continue;
    const std::vector<std::string> cells = absl::StrSplit(absl::StripAsciiWhitespace(line), ',');
    std::map<std::string, std::string> row;
    for (size_t i = 0; i < columns.size() && i < cells.size(); ++i) row[columns[i]] = cells[i];
    const std::string cds = row["cds"];
    const std::string indicator = row["indicator"];
    const std::string group = row["group"];
    for (const char* const key : {"cds", "indicator", "group"}) row.erase(key);
    const auto change = ToChange(cds, year, indicator, group, row);
    if (!change.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ":", number, ": ", change.status().message()));
    }
    *changes.Add() = *change;
  }
  return absl::OkStatus();
}

absl::StatusOr<EvaluateChangesResponse> Ask(Session& session, const WhatifOptions& options) {
  eligibility::v1::EvaluateChangesRequest request;
  SOS_ASSIGN_OR_RETURN(const auto program, ParseProgramOption(options.program));
  request.mutable_filter()->set_program(program);
  request.mutable_filter()->set_dashboard_year(options.year);
  for (const std::string& text : options.changes) {
    SOS_ASSIGN_OR_RETURN(*request.add_changes(), ParseChange(text, options.year));
  }
  if (!options.file.empty()) {
    SOS_RETURN_IF_ERROR(ReadChanges(options.file, options.year, *request.mutable_changes()));
  }
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  SetRevision(RevisionIn(snapshot), request);
  grpc::ClientContext context;
  EvaluateChangesResponse response;
  SOS_RETURN_IF_ERROR(rpc::FromGrpcStatus(
      session.stubs().eligibility->EvaluateChanges(&context, request, &response)));
  return response;
}

std::string Words(const eligibility::v1::Evidence& evidence) {
  if (evidence.indicator() == education::v1::INDICATOR_UNSPECIFIED) return "";
  return absl::StrCat(ColorWord(ColorCode(evidence.color())), " ",
                      evidence.has_status() ? evidence.status().value() : "none", " (",
                      evidence.has_change() ? evidence.change().value() : "none", ")");
}

Listing ResultListing(const EvaluateChangesResponse& response) {
  Listing listing({{"result"}, {"before"}, {"after"}});
  for (const auto& result : response.results()) {
    listing.Add({result.result(), Words(result.before()), Words(result.after())});
  }
  return listing;
}

Listing DeterminationPairs(const EvaluateChangesResponse& response) {
  Listing listing({{"cds"},
                   {"entity"},
                   {"eligible_before"},
                   {"eligible_after"},
                   {"status_before"},
                   {"status_after"},
                   {"groups_before"},
                   {"groups_after"}});
  for (int i = 0; i < response.after_size(); ++i) {
    const auto& before = response.before(i);
    const auto& after = response.after(i);
    const bool there = before.has_entity();
    listing.Add({std::string(CdsOf(after.entity())), after.entity().display_name(),
                 there ? OutcomeWord(before.eligibility()) : "", OutcomeWord(after.eligibility()),
                 before.status(), after.status(), GroupWords(before.groups()),
                 GroupWords(after.groups())});
  }
  return listing;
}

// Says what would become of determinations if some measures were others.
int RunWhatif(const GlobalOptions& global, const WhatifOptions& options) {
  const auto session = Session::Open(global);
  if (!session.ok()) return Fail(session.status());
  const auto response = Ask(**session, options);
  if (!response.ok()) return Fail(response.status());
  std::string text;
  if (global.format == Format::kJson) {
    text = JsonDocument(*response);
  } else if (global.format != Format::kText) {
    text = DeterminationPairs(*response).In(global);
  } else {
    text = absl::StrCat(ResultListing(*response).In(global), "\n",
                        DeterminationPairs(*response).In(global));
  }
  const absl::Status written = WriteOutput(global, text);
  return written.ok() ? kExitDone : Fail(written);
}

}  // namespace

void AddWhatif(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<WhatifOptions>();
  CLI::App* command = app.add_subcommand(
      "whatif", "What would become of determinations if some measures were others");
  AddExamples(*command, "  sos whatif --year 2024 --change 99600020000000,SUSP,SWD,numerator=12\n");
  AddGlobal(*command, line, {"text", "csv", "json", "xlsx"});
  AddReadOptions(*command, line);
  AddProgram(*command, options->program);
  command->add_option("--year", options->year, "Dashboard year; a coming one is a forecast")
      ->required();
  command->add_option("--change", options->changes,
                      "CDS,INDICATOR,GROUP,numerator=N,denominator=N or ...,status=S");
  command->add_option("--changes", options->file,
                      "A CSV file of changes: cds, indicator, group, numerator, ...");
  command->callback([&line, options] {
    line.run = [&line, options] { return RunWhatif(line.global, *options); };
  });
}

}  // namespace sos::suite
