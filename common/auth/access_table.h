// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_AUTH_ACCESS_TABLE_H_
#define SOS_COMMON_AUTH_ACCESS_TABLE_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/auth/principal.h"

namespace sos::auth {

// How far a caller with a scope (LEA, county) may reach in one method.
enum class Reach {
  // As far as everybody else.
  kEverything,
  // What the request names in `scope_fields` lies within its scope, and it names something.
  kNamed,
  // What it has sent in itself. The service compares submissions with the caller.
  kOwn,
};

// Who may call one method.
struct AccessRule {
  // `sos.indicator.v1.IndicatorService/GetResult`.
  absl::string_view method;
  std::vector<Role> roles;
  Reach reach = Reach::kEverything;
  // What the request is about: fields of it, such as `name` or `filter.leas`, that hold names of
  // entities (`entities/{cds}/...`), 14-digit codes or two-digit codes of counties. Of kNamed, and
  // of methods whose answers hold what some callers may not see.
  std::vector<absl::string_view> scope_fields;
  // Calls are written down in the audit log before they begin and when they end.
  bool audited = false;

  bool Admits(Role role) const;
};

// The one table of who may call what. A method without a row admits nobody.
absl::Span<const AccessRule> AccessTable();

// The row of a method; null if there is none.
const AccessRule* FindAccessRule(absl::string_view method);

}  // namespace sos::auth

#endif  // SOS_COMMON_AUTH_ACCESS_TABLE_H_
