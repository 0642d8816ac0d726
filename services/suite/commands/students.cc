// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/audit/audit_log.h"
#include "common/config/environment.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/names.h"
#include "services/suite/print.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

constexpr int kPageSize = 1000;

using indicator::v1::StudentStanding;

// `TOO_FEW_DAYS`.
std::string StandingWord(StudentStanding standing) {
  return std::string(
      absl::StripPrefix(indicator::v1::StudentStanding_Name(standing), "STUDENT_STANDING_"));
}

absl::StatusOr<StudentStanding> ParseStanding(const std::string& text) {
  if (text.empty()) return indicator::v1::STUDENT_STANDING_UNSPECIFIED;
  StudentStanding standing;
  if (indicator::v1::StudentStanding_Parse(
          absl::StrCat("STUDENT_STANDING_", absl::AsciiStrToUpper(text)), &standing)) {
    return standing;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("--standing ", text, ": say NUMERATOR, DENOMINATOR, GRADE_OUTSIDE, ",
                   "NEVER_ATTENDED, TOO_FEW_DAYS, REMOVED_FROM_COHORT or OTHER_CLASS"));
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
  SOS_ASSIGN_OR_RETURN(const auto indicator, ParseIndicatorOption(options.indicator));
  SOS_ASSIGN_OR_RETURN(const auto group, ParseGroupOption(options.group));
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  indicator::v1::ListStudentsRequest request;
  request.set_name(ResultName(EntityName(options.entity), options.year, *FromProto(indicator),
                              *FromProto(group)));
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

}  // namespace

int RunStudents(const GlobalOptions& global, const StudentsOptions& options) {
  const auto session = Session::Open(global);
  if (!session.ok()) return Fail(session.status());
  const absl::StatusOr<Listing> listing = options.submission.empty()
                                              ? ListCounted(**session, options)
                                              : ListQuarantined(**session, options);
  if (!listing.ok()) return Fail(listing.status());
  const absl::Status written = WriteOutput(global, listing->In(global.format));
  return written.ok() ? kExitDone : Fail(written);
}

int RunAudit(const GlobalOptions& global) {
  const std::string path = absl::StrCat(global.data_dir, "/audit.jsonl");
  const absl::StatusOr<int64_t> count = VerifyAuditLog(path);
  if (absl::IsDataLoss(count.status())) {
    Say(count.status().message());
    return kExitNo;
  }
  if (!count.ok()) return Fail(count.status());
  Print(absl::StrCat(path, ": ", *count, " entries, none before the last missing or changed\n"));
  return kExitDone;
}

}  // namespace sos::suite
