// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_AUTH_ACCESS_TABLE_H_
#define SOS_COMMON_AUTH_ACCESS_TABLE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
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

// Who may call one method: the option `sos.access.v1.access` that the contract gives it.
struct AccessRule {
  // `sos.indicator.v1.IndicatorService/GetResult`.
  std::string method;
  std::vector<Role> roles;
  Reach reach = Reach::kEverything;
  // What the request is about: fields of it, such as `name` or `filter.leas`, that hold names of
  // entities (`entities/{cds}/...`), 14-digit codes or two-digit codes of counties. Of kNamed, and
  // of methods whose answers hold what some callers may not see.
  std::vector<std::string> scope_fields;
  // Calls are written down in the audit log before they begin and when they end.
  bool audited = false;

  bool Admits(Role role) const;
};

// The rule of a method of a service whose contract is linked into the program, such as
// `sos.indicator.v1.IndicatorService/GetResult`. Null where the contract has no such method, or no
// rule for it: it admits nobody. Valid forever. Thread-safe.
const AccessRule* FindAccessRule(absl::string_view method);

}  // namespace sos::auth

#endif  // SOS_COMMON_AUTH_ACCESS_TABLE_H_
