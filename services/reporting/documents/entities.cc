// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/entities.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/education/county.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace sos::reporting {
namespace {

constexpr char kStateName[] = "State of California";

// The name of a county that California does not have, as its LEAs give it. Empty where there are
// none.
absl::StatusOr<std::string> MadeUpCountyName(ReportSource& source, const DocumentKey& key,
                                             const Revision& revision,
                                             const rpc::CallContext& context) {
  eligibility::v1::DeterminationFilter filter;
  filter.set_program(eligibility::v1::PROGRAM_LCFF);
  filter.set_dashboard_year(key.dashboard_year);
  filter.add_counties(std::string(key.cds.county()));
  SOS_ASSIGN_OR_RETURN(const auto leas, source.GetDeterminations(filter, revision, context));
  return leas.empty() ? "" : leas.front().entity().county_name();
}

}  // namespace

absl::StatusOr<education::v1::Entity> FindEntity(ReportSource& source, const DocumentKey& key,
                                                 const Revision& revision,
                                                 const rpc::CallContext& context) {
  absl::StatusOr<education::v1::Entity> entity = source.GetEntity(key.cds, revision, context);
  if (entity.ok() || ErrorReason(entity.status()) != "ENTITY_NOT_FOUND") return entity;
  education::v1::Entity described;
  described.set_name(key.EntityName());
  if (key.cds.IsState()) {
    described.set_type(education::v1::ENTITY_TYPE_STATE);
    described.set_display_name(kStateName);
    return described;
  }
  if (!key.cds.IsCounty()) return entity;
  std::string county(CountyName(key.cds.county()));
  if (county.empty()) {
    SOS_ASSIGN_OR_RETURN(county, MadeUpCountyName(source, key, revision, context));
  }
  if (county.empty()) return entity;
  described.set_type(education::v1::ENTITY_TYPE_COUNTY);
  described.set_display_name(county);
  described.set_county_name(county);
  return described;
}

absl::StatusOr<LeaCounts> CountLeas(ReportSource& source, const DocumentKey& key,
                                    const Revision& revision, const rpc::CallContext& context) {
  LeaCounts leas;
  if (!key.cds.IsState() && !key.cds.IsCounty()) return leas;
  eligibility::v1::DeterminationFilter filter;
  filter.set_program(eligibility::v1::PROGRAM_LCFF);
  filter.set_dashboard_year(key.dashboard_year);
  if (key.cds.IsCounty()) filter.add_counties(std::string(key.cds.county()));
  SOS_RETURN_IF_ERROR(source.ForEachDetermination(
      filter, revision, context, [&leas](eligibility::v1::Determination& determination) {
        ++leas.total;
        leas.eligible += determination.eligibility() == eligibility::v1::OUTCOME_MET ? 1 : 0;
        leas.undecided +=
            determination.eligibility() == eligibility::v1::OUTCOME_INSUFFICIENT_DATA ? 1 : 0;
        return absl::OkStatus();
      }));
  return leas;
}

std::vector<eligibility::v1::Program> ProgramsAbout(const education::v1::Entity& entity,
                                                    const CdsCode& cds) {
  if (entity.type() == education::v1::ENTITY_TYPE_CHARTER_SCHOOL) {
    return {eligibility::v1::PROGRAM_CHARTER, eligibility::v1::PROGRAM_ESSA,
            eligibility::v1::PROGRAM_EQUITY_MULTIPLIER, eligibility::v1::PROGRAM_LCAP};
  }
  if (cds.IsSchool()) {
    return {eligibility::v1::PROGRAM_ESSA, eligibility::v1::PROGRAM_EQUITY_MULTIPLIER};
  }
  if (cds.IsLea()) return {eligibility::v1::PROGRAM_LCFF, eligibility::v1::PROGRAM_LCAP};
  return {};
}

}  // namespace sos::reporting
