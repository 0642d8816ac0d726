// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/programs.h"

#include "absl/strings/string_view.h"
#include "services/eligibility/domain/charter/determine.h"
#include "services/eligibility/domain/charter/nearest.h"
#include "services/eligibility/domain/equity_multiplier/determine.h"
#include "services/eligibility/domain/essa/determine.h"
#include "services/eligibility/domain/essa/nearest.h"
#include "services/eligibility/domain/lcap/determine.h"
#include "services/eligibility/domain/lcff/determine.h"
#include "services/eligibility/domain/lcff/nearest.h"

namespace sos::eligibility {
namespace {

constexpr ProgramTraits kPrograms[] = {
    {.program = Program::kLcff,
     .code = "lcff",
     .decides_on = LcffDecidesOn,
     .determine = DetermineLcff,
     .find_nearest = FindNearestLcff,
     .add_years = AddLcffYears},
    {.program = Program::kCharter,
     .code = "charter",
     .decides_on = CharterDecidesOn,
     .determine = DetermineCharter,
     .find_nearest = FindNearestCharter,
     .add_years = AddCharterYears},
    {.program = Program::kEssa,
     .code = "essa",
     .decides_on = EssaDecidesOn,
     .determine = DetermineEssa,
     .find_nearest = FindNearestEssa,
     .add_years = AddEssaYears},
    {.program = Program::kEquityMultiplier,
     .code = "equity-multiplier",
     .decides_on = EquityMultiplierDecidesOn,
     .determine = DetermineEquityMultiplier,
     .find_nearest = nullptr,
     .add_years = AddEquityMultiplierYears},
    {.program = Program::kLcap,
     .code = "lcap",
     .decides_on = LcapDecidesOn,
     .determine = DetermineLcap,
     .find_nearest = nullptr,
     .add_years = AddLcapYears,
     .reads_schools = true},
};

}  // namespace

absl::Span<const ProgramTraits> AllPrograms() { return kPrograms; }

const ProgramTraits& TraitsOf(Program program) {
  for (const ProgramTraits& traits : kPrograms) {
    if (traits.program == program) return traits;
  }
  return kPrograms[0];
}

absl::string_view ProgramCode(Program program) {
  return program == Program::kNone ? absl::string_view() : TraitsOf(program).code;
}

std::optional<Program> ParseProgram(absl::string_view code) {
  for (const ProgramTraits& traits : kPrograms) {
    if (traits.code == code) return traits.program;
  }
  return std::nullopt;
}

}  // namespace sos::eligibility
