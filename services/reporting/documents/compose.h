// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOCUMENTS_COMPOSE_H_
#define SOS_SERVICES_REPORTING_DOCUMENTS_COMPOSE_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "common/revision/revision.h"
#include "common/rpc/call.h"
#include "services/reporting/documents/document_key.h"
#include "services/reporting/sources/report_source.h"
#include "sos/reporting/v1/report.pb.h"

namespace sos::reporting {

// What everybody may see of result `i`; withheld where the block does not say.
inline education::v1::Disclosure DisclosureOf(const indicator::v1::ResultBlock& block, int i) {
  return i < block.disclosures_size() ? block.disclosures(i) : education::v1::DISCLOSURE_WITHHELD;
}

// Each composes one document from what the other services answer. REPORT_NOT_FOUND where nothing is
// known of the year.
absl::StatusOr<v1::Report> ComposeReport(ReportSource& source, const DocumentKey& key,
                                         const Revision& revision, const rpc::CallContext& context);
absl::StatusOr<v1::Placement> ComposePlacement(ReportSource& source, const DocumentKey& key,
                                               const Revision& revision,
                                               const rpc::CallContext& context);
absl::StatusOr<v1::CountyReport> ComposeCountyReport(ReportSource& source, const DocumentKey& key,
                                                     const Revision& revision,
                                                     const rpc::CallContext& context);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_DOCUMENTS_COMPOSE_H_
