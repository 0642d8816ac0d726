// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_COMMANDS_EXPLAIN_H_
#define SOS_SERVICES_SUITE_COMMANDS_EXPLAIN_H_

#include <string>

#include "services/suite/session.h"

namespace sos::suite {

// What `sos explain` is asked: a determination, or a result by entity, indicator, group and year.
struct ExplainOptions {
  // `lcff-2023` with an entity, or the whole name. Empty: a result.
  std::string determination;
  std::string entity;
  std::string indicator;
  std::string group;
  int year = 0;
  // Of a determination: what letters rest on, and also the steps that are not met.
  std::string basis = "results";
  bool all = false;
};

// Explains one determination down to the counts. Returns the exit code.
int RunExplainDetermination(const GlobalOptions& global, const ExplainOptions& options);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_COMMANDS_EXPLAIN_H_
