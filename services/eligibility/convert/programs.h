// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_CONVERT_PROGRAMS_H_
#define SOS_SERVICES_ELIGIBILITY_CONVERT_PROGRAMS_H_

#include "absl/status/statusor.h"
#include "services/eligibility/domain/determination.h"
#include "services/eligibility/evidence/evidence_set.h"
#include "sos/eligibility/v1/determination.pb.h"
#include "sos/eligibility/v1/rulebook.pb.h"

namespace sos::eligibility {

// How what only one program has is converted. A further program adds a line to the list of them.
struct ProgramConversion {
  Program program = Program::kNone;
  // Returns kInvalidArgument with what is wrong.
  absl::StatusOr<ProgramRules> (*to_rules)(const v1::Rulebook& proto);
  // Adds the answer with its findings. `evidence` describes the entities that it names.
  void (*add_answer)(const Determination& determination, const Evidence& evidence,
                     v1::Determination& proto);
};

// `program` must not be kNone.
const ProgramConversion& ConversionOf(Program program);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_CONVERT_PROGRAMS_H_
