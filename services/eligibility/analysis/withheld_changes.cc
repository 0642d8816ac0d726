// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/analysis/withheld_changes.h"

#include <optional>

#include "common/disclosure/mask.h"
#include "common/resource_names/resource_names.h"
#include "services/eligibility/domain/essa/steps.h"
#include "services/eligibility/errors.h"

namespace sos::eligibility {
namespace {

bool IsShown(const EntityHistory& history, const ResultId& id) {
  const Performance& stored =
      history.YearOf(id.dashboard_year).EvidenceOf(id.group)[static_cast<size_t>(id.indicator)];
  return stored.origin == Origin::kResult && stored.disclosure == Disclosure::kShown;
}

}  // namespace

absl::Status CheckWithheld(const auth::Principal& caller, Program program,
                           const v1::EvaluateChangesRequest& request, const Evidence& stored) {
  if (SeesAllCounts(caller)) return absl::OkStatus();
  for (const auto& change : request.changes()) {
    const std::optional<ResultId> id = ParseResultId(change.name());
    if (!id) {
      return errors::FieldInvalid("changes.name", change.name(), kResultNameForm);
    }
    if (caller.SeesCountsOf(id->cds)) continue;
    const auto found = stored.histories.find(id->cds);
    if (found == stored.histories.end() || !IsShown(found->second, *id)) {
      return errors::ResultWithheld(change.name());
    }
    // ESSA averages graduation rates: whoever moves one cohort finds the others.
    const bool averaged = program == Program::kEssa && id->indicator == Indicator::kGraduation &&
                          id->group == StudentGroup::kAll;
    if (!averaged) continue;
    for (const auto& [year, cohort] : found->second.cohorts) {
      if (!essa::IsCohortShown(found->second, year)) {
        return errors::ResultWithheld(
            ResultName(EntityName(id->cds), year, id->indicator, id->group));
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace sos::eligibility
