// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/convert/programs.h"

#include "services/eligibility/convert/program_answers.h"
#include "services/eligibility/convert/program_rules.h"

namespace sos::eligibility {
namespace {

constexpr ProgramConversion kConversions[] = {
    {Program::kLcff, ToLcffRules, AddLcffAnswer},
    {Program::kCharter, ToCharterRules, AddCharterAnswer},
    {Program::kEssa, ToEssaRules, AddEssaAnswer},
    {Program::kEquityMultiplier, ToEquityMultiplierRules, AddEquityMultiplierAnswer},
    {Program::kLcap, ToLcapRules, AddLcapAnswer},
};

}  // namespace

const ProgramConversion& ConversionOf(Program program) {
  for (const ProgramConversion& conversion : kConversions) {
    if (conversion.program == program) return conversion;
  }
  return kConversions[0];
}

}  // namespace sos::eligibility
