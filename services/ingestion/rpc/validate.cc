// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/rpc/validate.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/education/dashboard_year.h"
#include "common/resource_names/resource_names.h"
#include "common/text/printable.h"
#include "services/ingestion/domain/student/record_values.h"
#include "services/ingestion/errors.h"

namespace sos::ingestion {
namespace {

constexpr size_t kUuidLength = 36;
constexpr size_t kMaxReleaseIdLength = 63;

}  // namespace

absl::Status ValidateSubmission(const v1::Submission& submission) {
  if (submission.display_name().empty()) return errors::FieldRequired("submission.display_name");
  if (submission.display_name().size() > kMaxDisplayNameBytes) {
    return errors::FieldInvalid("submission.display_name", submission.display_name(),
                                absl::StrCat("at most ", kMaxDisplayNameBytes, " bytes"));
  }
  if (!IsPrintable(submission.display_name())) {
    return errors::FieldInvalid(
        "submission.display_name", submission.display_name(),
        "a file name without control characters or others that cannot be seen");
  }
  if (!v1::Collection_IsValid(submission.collection())) {
    return errors::FieldInvalid("submission.collection", absl::StrCat(submission.collection()),
                                "a value of Collection");
  }
  const int year = submission.dashboard_year();
  if (year != 0 && (year < kFirstDashboardYear || year > kLastDashboardYear)) {
    return errors::FieldInvalid("submission.dashboard_year", absl::StrCat(year),
                                absl::StrCat("0 or ", kFirstDashboardYear, " and later"));
  }
  if (const auto known = FromProto(submission.collection());
      submission.corrects() && known && IsOfStudents(*known)) {
    return errors::FieldInvalid("submission.corrects", "true",
                                "false: student records always replace");
  }
  if (!submission.lea_cds().empty() && !ParseLea(submission.lea_cds())) {
    return errors::FieldInvalid(
        "submission.lea_cds", submission.lea_cds(),
        "the seven digits of county (01 to 58) and district, or the fourteen "
        "of an LEA");
  }
  const v1::CoverageClaim claim = submission.coverage_claim();
  if (!v1::CoverageClaim_IsValid(claim)) {
    return errors::FieldInvalid("submission.coverage_claim", absl::StrCat(claim),
                                "a value of CoverageClaim");
  }
  if (submission.corrects() && claim == v1::COVERAGE_CLAIM_COMPLETE) {
    return errors::FieldInvalid("submission.coverage_claim", v1::CoverageClaim_Name(claim),
                                "COVERAGE_CLAIM_PARTIAL or nothing: a correcting file is no whole");
  }
  const int64_t rows = submission.max_quarantined_row_count();
  if (rows < 0 || rows > kMaxMaxQuarantinedRows) {
    return errors::FieldInvalid("submission.max_quarantined_row_count", absl::StrCat(rows),
                                absl::StrCat("0 to ", kMaxMaxQuarantinedRows));
  }
  return absl::OkStatus();
}

absl::Status ValidateRequestId(const std::string& request_id) {
  if (request_id.empty()) return absl::OkStatus();
  const bool valid = request_id.size() == kUuidLength &&
                     std::all_of(request_id.begin(), request_id.end(), [](unsigned char c) {
                       return absl::ascii_isxdigit(c) || c == '-';
                     });
  return valid ? absl::OkStatus()
               : errors::FieldInvalid("request_id", request_id,
                                      "a UUID such as 123e4567-e89b-42d3-a456-426614174000");
}

absl::Status ValidateRelease(const v1::Release& release) {
  if (release.name().empty()) return errors::FieldRequired("release.name");
  if (!IsReleaseName(release.name())) {
    return errors::FieldInvalid("release.name", release.name(),
                                "releases/ and up to 63 lower-case letters, digits and hyphens");
  }
  if (release.revision() < 1) {
    return errors::FieldInvalid("release.revision", absl::StrCat(release.revision()), "1 or more");
  }
  return absl::OkStatus();
}

bool IsReleaseName(absl::string_view name) {
  return absl::ConsumePrefix(&name, kReleasePrefix) && !name.empty() &&
         name.size() <= kMaxReleaseIdLength &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
         });
}

absl::Status ValidateFilter(const v1::PartitionFilter& filter) {
  for (const std::string& county : filter.counties()) {
    if (!IsCountyCode(county)) {
      return errors::FieldInvalid("filter.counties", county, "two digits");
    }
  }
  for (const std::string& cds : filter.lea_cds()) {
    if (!CdsCode::Parse(cds)) {
      return errors::FieldInvalid("filter.lea_cds", cds, "a code of 14 digits");
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<CdsCode> ParseEntityName(const std::string& field, const std::string& name) {
  if (name.empty()) return errors::FieldRequired(field);
  absl::string_view id = name;
  const bool prefixed = absl::ConsumePrefix(&id, kEntityPrefix);
  const std::optional<CdsCode> cds = CdsCode::Parse(id);
  if (!prefixed || !cds) {
    return errors::FieldInvalid(field, name, "entities/ and a code of 14 digits");
  }
  return *cds;
}

}  // namespace sos::ingestion
