// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_AUTH_PRINCIPAL_H_
#define SOS_COMMON_AUTH_PRINCIPAL_H_

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/education/cds_code.h"

namespace sos::auth {

// What a caller is, as its token says it (`sos_role`).
enum class Role {
  // Anybody: sees what is published.
  kPublic,
  // Works for LEAs: sends in their files and sees their results and students.
  kLea,
  // Works for county offices: likewise, for every LEA of the county.
  kCounty,
  // Works for the state: sees every result, sends in state files, names releases. No students.
  kState,
  // Runs the servers: sees what was sent in and how it went. No results, no students.
  kOperator,
  // Another service of the suite, known by its certificate.
  kService,
  // Whoever reaches a server that authenticates nobody: a laptop, or a closed network.
  kUnchecked,
};
inline constexpr int kRoleCount = 7;

inline absl::string_view RoleName(Role role) {
  constexpr absl::string_view kNames[] = {"public",   "lea",     "county",   "state",
                                          "operator", "service", "unchecked"};
  return kNames[static_cast<int>(role)];
}

// The roles that a token can give.
inline std::optional<Role> ParseTokenRole(absl::string_view name) {
  for (const Role role :
       {Role::kPublic, Role::kLea, Role::kCounty, Role::kState, Role::kOperator}) {
    if (RoleName(role) == name) return role;
  }
  return std::nullopt;
}

// A caller whose identity was proved.
struct Principal {
  // Who: the token's `iss` and `sub`, or the name in a certificate.
  std::string subject;
  Role role = Role::kUnchecked;
  // Of kLea and kCounty: the LEAs (or charter schools) and counties it speaks for.
  std::vector<CdsCode> leas;
  std::vector<std::string> county_codes;

  // True for a role that no scope limits.
  bool unlimited() const {
    return role != Role::kPublic && role != Role::kLea && role != Role::kCounty;
  }

  bool CoversCounty(absl::string_view county_code) const {
    return unlimited() ||
           std::find(county_codes.begin(), county_codes.end(), county_code) != county_codes.end();
  }
  // True for an entity that is one of its LEAs, lies under one, or lies in one of its counties.
  bool Covers(const CdsCode& cds) const {
    if (unlimited()) return true;
    if (!cds.IsState() && CoversCounty(cds.county())) return true;
    return std::find(leas.begin(), leas.end(), cds) != leas.end() ||
           (cds.IsSchool() && std::find(leas.begin(), leas.end(), cds.Lea()) != leas.end());
  }

  // True for a role that may see counts of small groups: of every entity if no scope limits it,
  // else of those it covers.
  bool sees_counts() const { return role != Role::kPublic && role != Role::kOperator; }

  // True for a caller who may see every count of this entity.
  bool SeesCountsOf(const CdsCode& cds) const { return sees_counts() && Covers(cds); }

  // For logs: `county 19`, `lea 19647330000000`, `state`.
  std::string scope() const {
    std::string text(RoleName(role));
    for (const std::string& county : county_codes) absl::StrAppend(&text, " ", county);
    for (const CdsCode& lea : leas) absl::StrAppend(&text, " ", lea.text());
    return text;
  }
};

}  // namespace sos::auth

#endif  // SOS_COMMON_AUTH_PRINCIPAL_H_
