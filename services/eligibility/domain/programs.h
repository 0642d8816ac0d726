// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_PROGRAMS_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_PROGRAMS_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/eligibility/domain/determination.h"
#include "services/eligibility/domain/nearest.h"
#include "services/eligibility/domain/required_years.h"

namespace sos::eligibility {

// What one program is: the one list of programs. A further one adds a line to it.
struct ProgramTraits {
  Program program = Program::kNone;
  // As names write it, such as `equity-multiplier`.
  absl::string_view code;
  // Whether the program decides on such an entity.
  bool (*decides_on)(const Rulebook& rulebook, const EntityHistory& history);
  Determination (*determine)(const Question& asked);
  // The cheapest way into or out of eligibility. Null where no result could change the answer.
  NearestAnswer (*find_nearest)(const Question& asked, const Determination& now,
                                const EntityOptions& options);
  // Adds the years that a determination looks at beside its own.
  void (*add_years)(const Rulebook& rulebook, RequiredYears& years);
  // Whether the schools of an LEA belong to its determination.
  bool reads_schools = false;
};

// All programs, in the order of their numbers in the contract.
absl::Span<const ProgramTraits> AllPrograms();

// `program` must not be kNone.
const ProgramTraits& TraitsOf(Program program);

// A program as names write it; empty for kNone. Nullopt for words that are none.
absl::string_view ProgramCode(Program program);
std::optional<Program> ParseProgram(absl::string_view code);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_PROGRAMS_H_
