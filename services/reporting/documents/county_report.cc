// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <utility>

#include "common/disclosure/mask.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/reporting/documents/compose.h"
#include "services/reporting/documents/source_files.h"
#include "services/reporting/errors.h"

namespace sos::reporting {

absl::StatusOr<v1::CountyReport> ComposeCountyReport(ReportSource& source, const DocumentKey& key,
                                                     const Revision& revision,
                                                     const rpc::CallContext& context) {
  v1::CountyReport report;
  report.set_name(key.Name());
  report.set_dashboard_year(key.dashboard_year);
  SetRevision(revision, report);
  report.set_notice(key.Notice());
  eligibility::v1::DeterminationFilter filter;
  filter.set_program(eligibility::v1::PROGRAM_LCFF);
  filter.set_dashboard_year(key.dashboard_year);
  filter.add_counties(std::string(key.cds.county()));
  SOS_ASSIGN_OR_RETURN(auto determinations, source.GetDeterminations(filter, revision, context));
  if (determinations.empty()) return errors::ReportNotFound(report.name());
  education::v1::Entity& county = *report.mutable_county();
  county.set_name(key.EntityName());
  county.set_type(education::v1::ENTITY_TYPE_COUNTY);
  county.set_display_name(determinations.front().entity().county_name());
  county.set_county_name(county.display_name());
  report.set_lea_count(static_cast<int32_t>(determinations.size()));
  std::stable_sort(determinations.begin(), determinations.end(), [](const auto& a, const auto& b) {
    return a.entity().display_name() < b.entity().display_name();
  });
  for (auto& determination : determinations) {
    // A list of LEAs says which groups, not every number behind them.
    determination.clear_findings();
    MaskForPublic(determination);
    if (determination.eligibility() == eligibility::v1::OUTCOME_MET) {
      *report.add_eligible() = std::move(determination);
    } else if (determination.eligibility() == eligibility::v1::OUTCOME_INSUFFICIENT_DATA) {
      *report.add_undetermined() = std::move(determination);
    }
  }
  SOS_ASSIGN_OR_RETURN(const auto snapshot, source.GetSnapshot(revision, context));
  for (auto& file :
       SourceFilesOf(snapshot, DeterminationCollections(), key.cds, 0, key.dashboard_year)) {
    *report.add_files() = std::move(file);
  }
  return report;
}

}  // namespace sos::reporting
