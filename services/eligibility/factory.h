// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_FACTORY_H_
#define SOS_SERVICES_ELIGIBILITY_FACTORY_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/program/run_server.h"
#include "services/eligibility/convert/rulebook_library.h"

namespace sos::eligibility {

// Loads all programs' rulebooks: those of this program, and those of `directory` in their place or
// beside them; an empty name reads none.
absl::StatusOr<RulebookLibrary> LoadRulebooks(const std::string& directory);

// Reads the settings of this server (see options.h) and returns what builds its object graph.
Compose ReadOptions(Environment& env);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_FACTORY_H_
