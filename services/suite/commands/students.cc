// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/audit/audit_log.h"
#include "common/config/environment.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/names.h"
#include "services/suite/print.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

struct StudentsOptions {
  // The students behind a result ...
  std::string entity;
  std::string indicator;
  int year = 0;
  std::string group = "ALL";
  std::string standing;
  // ... or those of a submission's quarantined rows.
  std::string submission;
  std::string purpose;
};

constexpr int kPageSize = 1000;

using indicator::v1::StudentStanding;

// `TOO_FEW_DAYS`.
std::string StandingWord(StudentStanding standing) {
  return std::string(
      absl::StripPrefix(indicator::v1::StudentStanding_Name(standing), "STUDENT_STANDING_"));
}

// All of them, separated by commas.
std::string StandingWords() {
  std::vector<std::string> words;
  for (int i = indicator::v1::STUDENT_STANDING_UNSPECIFIED + 1;
       i < indicator::v1::StudentStanding_ARRAYSIZE; ++i) {
    words.push_back(StandingWord(static_cast<StudentStanding>(i)));
  }
  return absl::StrJoin(words, ", ");
}

absl::StatusOr<StudentStanding> ParseStanding(const std::string& text) {
  if (text.empty()) return indicator::v1::STUDENT_STANDING_UNSPECIFIED;
  StudentStanding standing;
  if (indicator::v1::StudentStanding_Parse(
          absl::StrCat("STUDENT_STANDING_", absl::AsciiStrToUpper(text)), &standing)) {
    return standing;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("--standing ", text, ": say one of ", StandingWords()));
}

// The token for running services; none is needed for the user's own data.
std::unique_ptr<grpc::ClientContext> ContextWithToken() {
  auto context = std::make_unique<grpc::ClientContext>();
  Environment env;
  const std::string token = env.Secret("SOS_STUDENT_LIST_TOKEN");
  if (!token.empty()) context->AddMetadata("authorization", absl::StrCat("Bearer ", token));
  return context;
}

absl::StatusOr<indicator::v1::ListStudentsRequest> MakeRequest(Session& session,
                                                               const StudentsOptions& options) {
  if (options.entity.empty() || options.indicator.empty() || options.year == 0) {
    return absl::InvalidArgumentError(
        "say --entity, --indicator and --year, or --submission for rows in quarantine");
  }
  SOS_ASSIGN_OR_RETURN(const education::v1::Entity entity, session.GetEntity(options.entity));
  SOS_ASSIGN_OR_RETURN(const auto indicator, ParseIndicatorOption(options.indicator));
  SOS_ASSIGN_OR_RETURN(const auto group, ParseGroupOption(options.group));
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  indicator::v1::ListStudentsRequest request;
  request.set_name(
      ResultName(entity.name(), options.year, *FromProto(indicator), *FromProto(group)));
  request.set_purpose(options.purpose);
  SOS_ASSIGN_OR_RETURN(const StudentStanding standing, ParseStanding(options.standing));
  request.set_standing(standing);
  SetRevision(RevisionIn(snapshot), request);
  request.set_page_size(kPageSize);
  return request;
}

absl::StatusOr<Listing> ListCounted(Session& session, const StudentsOptions& options) {
  using Kind = Listing::Kind;
  Listing listing({{"local_id"},
                   {"school"},
                   {"standing"},
                   {"days_expected", Kind::kNumber},
                   {"days", Kind::kNumber}});
  SOS_ASSIGN_OR_RETURN(indicator::v1::ListStudentsRequest request, MakeRequest(session, options));
  do {
    indicator::v1::ListStudentsResponse response;
    SOS_RETURN_IF_ERROR(rpc::FromGrpcStatus(
        session.stubs().indicator->ListStudents(ContextWithToken().get(), request, &response)));
    for (const auto& student : response.students()) {
      listing.Add({student.local_student(), student.school_cds(), StandingWord(student.standing()),
                   student.days_expected().value(), student.days().value()});
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return listing;
}

absl::StatusOr<Listing> ListQuarantined(Session& session, const StudentsOptions& options) {
  using Kind = Listing::Kind;
  Listing listing({{"line", Kind::kNumber}, {"local_id"}, {"column"}, {"reason"}});
  ingestion::v1::ListQuarantinedStudentsRequest request;
  request.set_parent(SubmissionName(options.submission));
  request.set_purpose(options.purpose);
  request.set_page_size(kPageSize);
  do {
    ingestion::v1::ListQuarantinedStudentsResponse response;
    SOS_RETURN_IF_ERROR(rpc::FromGrpcStatus(session.stubs().ingestion->ListQuarantinedStudents(
        ContextWithToken().get(), request, &response)));
    for (const auto& student : response.students()) {
      listing.Add({absl::StrCat(student.line()), student.local_student(), student.issue().column(),
                   student.issue().description()});
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return listing;
}

// Lists students by local id. Every call is written to the audit log.
int RunStudents(const GlobalOptions& global, const StudentsOptions& options) {
  const auto session = Session::Open(global);
  if (!session.ok()) return Fail(session.status());
  const absl::StatusOr<Listing> listing = options.submission.empty()
                                              ? ListCounted(**session, options)
                                              : ListQuarantined(**session, options);
  if (!listing.ok()) return Fail(listing.status());
  const absl::Status written = WriteOutput(global, listing->In(global));
  return written.ok() ? kExitDone : Fail(written);
}

}  // namespace

void AddStudents(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<StudentsOptions>();
  CLI::App* command = app.add_subcommand(
      "students", "The students behind a number, by local id; written to the audit log");
  AddExamples(*command,
              "  sos students --entity 99600020000000 --indicator CHRO --year 2025 \\\n"
              "      --purpose \"attendance outreach\"\n");
  AddGlobal(*command, line, {"text", "csv", "json", "xlsx"});
  AddReadOptions(*command, line);
  command->add_option("--entity", options->entity, "14-digit code of a school or LEA");
  command->add_option("--indicator", options->indicator,
                      "CHRO, SUSP, GRAD, ELPI, ELA, MATH or SCIENCE");
  command->add_option("--year", options->year, "Dashboard year");
  command->add_option("--group", options->group, "Student group")->capture_default_str();
  command->add_option("--standing", options->standing,
                      absl::StrCat("Only one of ", StandingWords()));
  command->add_option("--submission", options->submission,
                      "Instead: the students of rows that were put into quarantine");
  command->add_option("--purpose", options->purpose, "What the list is for, for the audit log")
      ->required();
  command->callback([&line, options] {
    line.run = [&line, options] { return RunStudents(line.global, *options); };
  });
}

}  // namespace sos::suite
