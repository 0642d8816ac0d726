// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOCUMENTS_POSSIBLE_CHANGES_H_
#define SOS_SERVICES_REPORTING_DOCUMENTS_POSSIBLE_CHANGES_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/revision/revision.h"
#include "common/rpc/call.h"
#include "services/reporting/sources/report_source.h"
#include "sos/reporting/v1/estimate.pb.h"

namespace sos::reporting {

// What a program decides of one entity with the worst and the best that results could be. Nullopt
// where no result of the entity could be another.
struct PossibleDeterminations {
  std::optional<eligibility::v1::Determination> worst;
  std::optional<eligibility::v1::Determination> best;
};

// Asks what becomes of the results that have a range at both its ends, and of the determination of
// the filter's one entity; sets the results' worst and best colors. A color that could not be found
// is unspecified.
absl::StatusOr<PossibleDeterminations> EvaluatePossible(
    ReportSource& source, const eligibility::v1::DeterminationFilter& filter,
    const Revision& revision, const rpc::CallContext& context,
    std::vector<v1::ResultEstimate>& results);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_DOCUMENTS_POSSIBLE_CHANGES_H_
