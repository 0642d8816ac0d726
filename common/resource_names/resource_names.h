// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_RESOURCE_NAMES_RESOURCE_NAMES_H_
#define SOS_COMMON_RESOURCE_NAMES_RESOURCE_NAMES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/education/cds_code.h"
#include "common/education/dashboard_year.h"
#include "common/education/indicator.h"
#include "common/education/student_group.h"

// The names that the contract gives its resources: the one place where they are made and read.
namespace sos {

inline constexpr absl::string_view kEntityPrefix = "entities/";

// `entities/27102720000000`.
inline std::string EntityName(absl::string_view cds) { return absl::StrCat(kEntityPrefix, cds); }
inline std::string EntityName(const CdsCode& cds) { return EntityName(cds.text()); }

// What follows `entities/` in the name of an entity; the whole name where that is not its
// beginning. Valid as long as `name` is.
inline absl::string_view EntityId(absl::string_view name) {
  return absl::StripPrefix(name, kEntityPrefix);
}

// The entity that a name, or a bare code of 14 digits, stands for. Nullopt for anything else.
inline std::optional<CdsCode> ParseEntityName(absl::string_view name) {
  return CdsCode::Parse(EntityId(name));
}

// What a result is about.
struct ResultId {
  CdsCode cds;
  int dashboard_year = 0;
  Indicator indicator = Indicator::kGraduation;
  StudentGroup group = StudentGroup::kAll;
};

// `entities/27102720000000/results/2023-grad-all`. `entity_name` is the name of the entity.
inline std::string ResultName(absl::string_view entity_name, int dashboard_year,
                              Indicator indicator, StudentGroup group) {
  return absl::StrCat(entity_name, "/results/", dashboard_year, "-",
                      absl::AsciiStrToLower(kIndicators.Code(indicator)), "-",
                      absl::AsciiStrToLower(kStudentGroups.Code(group)));
}

// The result that a name stands for. Nullopt if it is no name of a result.
inline std::optional<ResultId> ParseResultId(absl::string_view name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (parts.size() != 4 || parts[0] != "entities" || parts[2] != "results") return std::nullopt;
  const std::vector<absl::string_view> id = absl::StrSplit(parts[3], '-');
  const std::optional<CdsCode> cds = CdsCode::Parse(parts[1]);
  if (!cds || id.size() != 3) return std::nullopt;
  const std::optional<int> year = ParseDashboardYear(id[0]);
  const std::optional<Indicator> indicator = kIndicators.FromCode(id[1]);
  const std::optional<StudentGroup> group = kStudentGroups.FromCode(id[2]);
  if (!year || !indicator || !group) return std::nullopt;
  return ResultId{*cds, *year, *indicator, *group};
}

// `rulebooks/dashboard-2023`. `program` is `dashboard` or a program of support, such as `lcff`.
inline std::string RulebookName(absl::string_view program, int dashboard_year) {
  return absl::StrCat("rulebooks/", program, "-", dashboard_year);
}

inline constexpr absl::string_view kReleasePrefix = "releases/";

// `releases/2024-final`, of an id or of a name.
inline std::string ReleaseName(absl::string_view id) {
  return absl::StrCat(kReleasePrefix, absl::StripPrefix(id, kReleasePrefix));
}

inline constexpr absl::string_view kSubmissionPrefix = "submissions/";

// `submissions/17`, of an id or of a name.
inline std::string SubmissionName(absl::string_view id) {
  return absl::StrCat(kSubmissionPrefix, absl::StripPrefix(id, kSubmissionPrefix));
}

}  // namespace sos

#endif  // SOS_COMMON_RESOURCE_NAMES_RESOURCE_NAMES_H_
