// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_CONVERT_DETERMINATION_H_
#define SOS_SERVICES_ELIGIBILITY_CONVERT_DETERMINATION_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/education/cds_code.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "services/eligibility/convert/enums.h"
#include "services/eligibility/domain/determination.h"
#include "services/eligibility/evidence/evidence_set.h"
#include "sos/eligibility/v1/determination.pb.h"
#include "sos/eligibility/v1/eligibility_service.pb.h"

namespace sos::eligibility {

// The parts of a determination's name.
struct DeterminationKey {
  CdsCode cds;
  Program program = Program::kLcff;
  int dashboard_year = 0;
};

// `entities/27102720000000/determinations/lcff-2023`. Reading returns FIELD_REQUIRED or
// FIELD_INVALID.
std::string DeterminationName(const DeterminationKey& key);
absl::StatusOr<DeterminationKey> ParseDeterminationName(const std::string& name);

// The filter that only the one determination passes.
v1::DeterminationFilter FilterOf(const DeterminationKey& key, v1::LetterBasis basis);

// One group's answer. `letter` is empty for programs without letters.
v1::GroupAnswer ToProto(const GroupAnswer& group);

// A determination with its findings: every rule applied to every group, met or not, with the
// numbers it rests on. It must have been made with Detail::kFindings or more. `evidence` describes
// the entities that it names.
v1::Determination ToProto(const Determination& determination, const EntityHistory& history,
                          const education::v1::Entity& entity, const Evidence& evidence,
                          const Rulebook& rulebook, const Revision& revision);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_CONVERT_DETERMINATION_H_
