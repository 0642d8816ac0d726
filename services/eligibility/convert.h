#ifndef SOS_SERVICES_ELIGIBILITY_CONVERT_H_
#define SOS_SERVICES_ELIGIBILITY_CONVERT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "common/education/cds_code.h"
#include "services/eligibility/domain/determination.h"
#include "services/eligibility/rulebook_library.h"
#include "sos/eligibility/v1/determination.pb.h"

namespace sos::eligibility {

// The parts of a determination's name.
struct DeterminationKey {
  CdsCode cds;
  int dashboard_year = 0;
};

// `entities/27102720000000/determinations/lcff-2023`. Reading returns FIELD_REQUIRED or
// FIELD_INVALID.
std::string DeterminationName(const CdsCode& cds, int dashboard_year);
absl::StatusOr<DeterminationKey> ParseDeterminationName(const std::string& name);

// A determination with its findings: every rule applied to every group, met or not, with the
// numbers it rests on.
v1::Determination ToProto(const Determination& determination, const LeaHistory& history,
                          const education::v1::Entity& entity, const LoadedRulebook& rulebook,
                          int64_t revision);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_CONVERT_H_
