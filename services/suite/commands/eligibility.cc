// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/education/cds_code.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/duty_results.h"
#include "services/suite/commands/eligibility_listing.h"
#include "services/suite/commands/names.h"
#include "services/suite/commands/row_filter.h"
#include "services/suite/print.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

struct EligibilityOptions {
  std::string program = "lcff";
  int year = 0;
  std::string county;
  std::string entity;
  // What letters rest on: `results` or `published-letters`.
  std::string basis = "results";
  RowFilterWords rows;
  // `cde` for the columns of the state's own file, as CSV.
  std::string layout;
};

using eligibility::v1::Determination;

// The program and the entities that the options name, in the year they name.
absl::StatusOr<eligibility::v1::DeterminationFilter> FilterIn(Session& session,
                                                              const EligibilityOptions& options) {
  SOS_RETURN_IF_ERROR(CheckYear(session, options.year));
  eligibility::v1::DeterminationFilter filter;
  SOS_ASSIGN_OR_RETURN(const auto program, ParseProgramOption(options.program));
  filter.set_program(program);
  filter.set_dashboard_year(options.year);
  filter.set_letter_basis(options.basis == "published-letters"
                              ? eligibility::v1::LETTER_BASIS_PUBLISHED
                              : eligibility::v1::LETTER_BASIS_RESULTS);
  if (!options.county.empty()) {
    SOS_ASSIGN_OR_RETURN(*filter.add_counties(), CountyCode(session, options.county));
  }
  if (!options.entity.empty()) {
    SOS_ASSIGN_OR_RETURN(const education::v1::Entity entity, session.GetEntity(options.entity));
    filter.add_entities(entity.name());
  }
  return filter;
}

// The determinations in the columns of the state's own file.
absl::StatusOr<std::string> ReadStateFile(Session& session, const EligibilityOptions& options) {
  reporting::v1::StreamStateFileRequest request;
  SOS_ASSIGN_OR_RETURN(*request.mutable_filter(), FilterIn(session, options));
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  SetRevision(RevisionIn(snapshot), request);
  grpc::ClientContext context;
  const auto reader = session.stubs().reporting->StreamStateFile(&context, request);
  std::string text;
  reporting::v1::StreamStateFileResponse response;
  while (reader->Read(&response)) text += response.data();
  SOS_RETURN_IF_ERROR(rpc::FromGrpcStatus(reader->Finish()));
  return text;
}

// Whether the group is one of those for which the answer is what it is.
bool IsAboutGroup(const Determination& determination, const RowFilter& rows) {
  if (!rows.AsksForGroup()) return true;
  for (const auto& answer : determination.groups()) {
    if (answer.outcome() == eligibility::v1::OUTCOME_MET && rows.Has(answer.student_group())) {
      return true;
    }
  }
  for (const auto& duty : determination.duties()) {
    for (const int group : duty.student_groups()) {
      if (rows.Has(static_cast<education::v1::StudentGroup>(group))) return true;
    }
    for (const auto& subject : duty.subjects()) {
      if (rows.Has(subject.student_group())) return true;
    }
  }
  return false;
}

absl::StatusOr<std::vector<Determination>> Read(Session& session,
                                                const EligibilityOptions& options) {
  SOS_ASSIGN_OR_RETURN(const RowFilter rows, RowFilter::Read(session, options.rows));
  eligibility::v1::StreamDeterminationsRequest request;
  SOS_ASSIGN_OR_RETURN(*request.mutable_filter(), FilterIn(session, options));
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  SetRevision(RevisionIn(snapshot), request);
  SOS_ASSIGN_OR_RETURN(const std::vector<int> years, session.Years(options.year));
  std::vector<Determination> determinations;
  for (const int year : years) {
    request.mutable_filter()->set_dashboard_year(year);
    grpc::ClientContext context;
    const auto reader = session.stubs().eligibility->StreamDeterminations(&context, request);
    eligibility::v1::StreamDeterminationsResponse response;
    while (reader->Read(&response)) {
      for (auto& d : *response.mutable_determinations()) {
        if (rows.Has(d.entity()) && IsAboutGroup(d, rows)) determinations.push_back(std::move(d));
      }
    }
    const absl::Status status = rpc::FromGrpcStatus(reader->Finish());
    // Of all loaded years only those with rules are meant.
    if (!status.ok() && !(options.year == 0 && absl::IsNotFound(status))) return status;
  }
  return determinations;
}

// One LEA with every rule that was applied to it.
std::string Details(const Determination& determination, const DutyResults& duty_results) {
  std::string text = absl::StrCat(
      determination.entity().display_name(), " (", CdsOf(determination.entity()), "), ",
      ProgramLabel(determination.program()), " ", determination.dashboard_year(), "\n",
      determination.status().empty()
          ? absl::StrCat("Eligible: ", OutcomeWord(determination.eligibility()))
          : determination.status(),
      "; rules: ", determination.rulebook(), ", data: revision ",
      ToString(RevisionIn(determination)), "\n");
  if (!determination.supporter().empty()) {
    absl::StrAppend(&text, "Supported by: ", determination.supporter(),
                    determination.geographic_lead_agency().empty()
                        ? ""
                        : absl::StrCat("; geographic lead of the county: ",
                                       determination.geographic_lead_agency()),
                    "\n");
  }
  if (determination.rests_on_inferred_rule()) {
    text +=
        "Rests on a rule that was inferred or could not be verified; sos explain shows which.\n";
  }
  text += "\n";
  for (const auto& finding : determination.findings()) {
    const bool met = finding.outcome() == eligibility::v1::OUTCOME_MET;
    const bool open = finding.outcome() == eligibility::v1::OUTCOME_INSUFFICIENT_DATA;
    absl::StrAppend(&text, met ? "[x] " : (open ? "[?] " : "[ ] "),
                    finding.student_group() == education::v1::STUDENT_GROUP_UNSPECIFIED
                        ? finding.rule()
                        : absl::StrCat(Label(finding.student_group())),
                    ": ", finding.description(), "\n");
  }
  absl::StrAppend(&text, SubjectTable(determination, duty_results),
                  MissingDataLines({&determination.data_gaps()}));
  return text;
}

int RunEligibility(const GlobalOptions& global, const EligibilityOptions& options) {
  const auto session = Session::Open(global);
  if (!session.ok()) return Fail(session.status());
  if (!options.layout.empty()) {
    const auto file = ReadStateFile(**session, options);
    if (!file.ok()) return Fail(WithLoadedOf(**session, options.year, file.status()));
    if (absl::Status written = WriteOutput(global, *file); !written.ok()) return Fail(written);
    // The header alone: nobody is listed.
    if (std::count(file->begin(), file->end(), '\n') > 1) return kExitDone;
    Say("no such determinations");
    return kExitNo;
  }
  const auto determinations = Read(**session, options);
  if (!determinations.ok()) {
    return Fail(WithLoadedOf(**session, options.year, determinations.status()));
  }
  std::string text;
  // What messages have is not asked for once more.
  const auto duty_results = global.format == Format::kJson
                                ? absl::StatusOr<DutyResults>(DutyResults())
                                : DutyResults::Read(**session, *determinations);
  if (!duty_results.ok()) return Fail(duty_results.status());
  if (global.format == Format::kJson) {
    text = JsonLines(*determinations);
  } else if (global.format == Format::kText && !options.entity.empty()) {
    for (const Determination& determination : *determinations)
      text += Details(determination, *duty_results) + "\n";
  } else {
    const auto program = ParseProgramOption(options.program);
    const bool people = global.format == Format::kText;
    text = DeterminationListing(*determinations, *program, *duty_results, !people).In(global);
    if (people) text += MissingDataLines(DataGapsOf(*determinations));
  }
  if (absl::Status written = WriteOutput(global, text); !written.ok()) return Fail(written);
  if (!determinations->empty()) return kExitDone;
  Say("no such determinations");
  return kExitNo;
}

}  // namespace

void AddEligibility(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<EligibilityOptions>();
  CLI::App* command =
      app.add_subcommand("eligibility", "Which LEAs and schools are eligible for support, and why");
  AddExamples(*command,
              "  sos eligibility --program lcff --year 2024\n"
              "  sos eligibility --program essa --entity 99600026000001 --year 2024\n"
              "  sos eligibility --program lcff --year 2024 --kind district --group SWD\n"
              "  sos eligibility --program lcff --year 2024 --layout cde\n");
  AddGlobal(*command, line, {"text", "csv", "json", "xlsx"});
  AddReadOptions(*command, line);
  AddProgram(*command, options->program);
  command->add_option("--year", options->year, "Dashboard year; all if left out");
  command->add_option("--county", options->county, "Name of a county");
  command->add_option("--entity", options->entity,
                      "14-digit code: one LEA or school with its findings");
  AddRowFilter(*command, options->rows, kByKind | kByGroup);
  AddBasis(*command, options->basis);
  command
      ->add_option("--layout", options->layout,
                   "cde: the columns of the state's own file of the program and year, as CSV")
      ->check(CLI::IsMember({"cde"}));
  command->callback([&line, options] {
    line.run = [&line, options] { return RunEligibility(line.global, *options); };
  });
}

}  // namespace sos::suite
