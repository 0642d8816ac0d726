// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/errors.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/revision/revision.h"
#include "common/status/common_errors.h"
#include "common/status/error.h"

namespace sos::reporting::errors {
absl::Status FieldRequired(absl::string_view field) { return FieldRequiredError(kDomain, field); }

absl::Status FieldInvalid(absl::string_view field, absl::string_view value,
                          absl::string_view expected) {
  return FieldInvalidError(kDomain, field, value, expected);
}

absl::Status EntityNotFound(absl::string_view entity, absl::string_view message) {
  return MakeError(absl::StatusCode::kNotFound, message, kDomain, "ENTITY_NOT_FOUND",
                   {{"entity", std::string(entity)}, {"near", std::string(message)}});
}

absl::Status ReportNotFound(absl::string_view report) {
  return MakeError(absl::StatusCode::kNotFound,
                   absl::StrCat("no ", report, ": nothing is known of that year"), kDomain,
                   "REPORT_NOT_FOUND", {{"report", std::string(report)}});
}

absl::Status NothingPublished(int dashboard_year) {
  return MakeError(absl::StatusCode::kNotFound,
                   absl::StrCat("nothing that the state published of ", dashboard_year,
                                " is loaded: load its files when they are out"),
                   kDomain, "ESTIMATES_NOT_COMPARED",
                   {{"dashboard_year", absl::StrCat(dashboard_year)}});
}

absl::Status NothingEstimated(int dashboard_year) {
  return MakeError(absl::StatusCode::kNotFound,
                   absl::StrCat("nothing of ", dashboard_year,
                                " was estimated from student records before the state's files were "
                                "loaded: load records first, and the files of the year after them"),
                   kDomain, "ESTIMATES_NOT_COMPARED",
                   {{"dashboard_year", absl::StrCat(dashboard_year)}});
}

absl::Status StateLayoutNotFound(absl::string_view program, int dashboard_year) {
  return MakeError(
      absl::StatusCode::kNotFound,
      absl::StrCat(
          "The columns in which the state publishes ", absl::StripPrefix(program, "PROGRAM_"),
          " of ", dashboard_year,
          " are not known: no published file of it was at hand. The header line of that file "
          "would teach them; until then ask for the determinations without a layout."),
      kDomain, "STATE_LAYOUT_NOT_FOUND",
      {{"program", std::string(program)}, {"dashboard_year", absl::StrCat(dashboard_year)}});
}

absl::Status RedListLayoutNotFound(absl::string_view file, int dashboard_year) {
  return MakeError(
      absl::StatusCode::kNotFound,
      absl::StrCat("The columns of the state's list ", file, " are known of 2023 only. The file ",
                   file, absl::StrFormat("%02d", dashboard_year % 100),
                   "data.xlsx would teach those of ", dashboard_year,
                   "; the list itself is in the red lists of reports."),
      kDomain, "STATE_LAYOUT_NOT_FOUND",
      {{"file", std::string(file)}, {"dashboard_year", absl::StrCat(dashboard_year)}});
}

absl::Status RedListIncomplete(int dashboard_year, const std::vector<std::string>& missing) {
  return MakeError(
      absl::StatusCode::kNotFound,
      absl::StrCat(
          "no list of Reds of ", dashboard_year, ": it would say of results that are not ",
          "loaded that they are not at the lowest performance: ", absl::StrJoin(missing, ", "),
          ". Load the files of these indicators, or name LEAs that have them."),
      kDomain, "REPORT_NOT_FOUND",
      {{"report", absl::StrCat("list of Reds of ", dashboard_year)},
       {"missing", absl::StrJoin(missing, ", ")}});
}

absl::Status LanguageUnknown(absl::string_view language_code,
                             const std::vector<std::string>& known) {
  const std::string codes = absl::StrJoin(known, ", ");
  return MakeError(absl::StatusCode::kInvalidArgument,
                   absl::StrCat("Nothing is written in the language \"", language_code,
                                "\". Set language_code to one of: ", codes, "."),
                   kDomain, "LANGUAGE_UNKNOWN",
                   {{"language_code", std::string(language_code)}, {"known", codes}});
}

absl::Status FormatUnknown(absl::string_view document, absl::string_view format) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   absl::StrCat(document, " is not made in the format ", format,
                                ". Views are made as text, CSV, JSON and XLSX."),
                   kDomain, "FORMAT_UNKNOWN", {{"format", std::string(format)}});
}

absl::Status RevisionNotFound(const Revision& revision) {
  return RevisionNotFoundError(kDomain, revision);
}

absl::Status FromUpstream(const absl::Status& status, absl::string_view service,
                          const Revision& revision) {
  if (ErrorReason(status) == "ENTITY_NOT_FOUND") return EntityNotFound("", status.message());
  return UpstreamError(kDomain, "UPSTREAM_UNAVAILABLE", status, service, revision);
}

}  // namespace sos::reporting::errors
