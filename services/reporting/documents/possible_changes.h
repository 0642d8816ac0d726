// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOCUMENTS_POSSIBLE_CHANGES_H_
#define SOS_SERVICES_REPORTING_DOCUMENTS_POSSIBLE_CHANGES_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/revision/revision.h"
#include "common/rpc/call.h"
#include "services/reporting/documents/document_key.h"
#include "services/reporting/sources/report_source.h"
#include "sos/reporting/v1/estimate.pb.h"

namespace sos::reporting {

// Finds the colors of the results that have a range at both its ends. A color that cannot be found
// stays unspecified.
absl::Status SetPossibleColors(ReportSource& source, const DocumentKey& key,
                               const Revision& revision, const rpc::CallContext& context,
                               std::vector<v1::ResultEstimate>& results);

// What a program decides of the LEA with the worst and the best that its results could be.
struct PossibleDeterminations {
  // False where none of its results could be another: then what it decides holds.
  bool any_change = false;
  // Nullopt where the program does not answer.
  std::optional<eligibility::v1::Determination> worst;
  std::optional<eligibility::v1::Determination> best;
};

// `filter` names the LEA alone.
absl::StatusOr<PossibleDeterminations> EvaluatePossible(
    ReportSource& source, const eligibility::v1::DeterminationFilter& filter,
    const Revision& revision, const rpc::CallContext& context,
    const std::vector<v1::ResultEstimate>& results);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_DOCUMENTS_POSSIBLE_CHANGES_H_
