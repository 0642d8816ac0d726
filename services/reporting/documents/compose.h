// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOCUMENTS_COMPOSE_H_
#define SOS_SERVICES_REPORTING_DOCUMENTS_COMPOSE_H_

#include "absl/status/statusor.h"
#include "common/revision/revision.h"
#include "common/rpc/call.h"
#include "services/reporting/documents/document_key.h"
#include "services/reporting/sources/report_source.h"
#include "sos/reporting/v1/estimate.pb.h"
#include "sos/reporting/v1/gap_list.pb.h"
#include "sos/reporting/v1/lcap_pack.pb.h"
#include "sos/reporting/v1/peer_list.pb.h"
#include "sos/reporting/v1/red_list.pb.h"
#include "sos/reporting/v1/report.pb.h"
#include "sos/reporting/v1/target_list.pb.h"
#include "sos/reporting/v1/view.pb.h"
#include "sos/reporting/v1/year_changes.pb.h"

namespace sos::reporting {

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
absl::StatusOr<v1::IndicatorView> ComposeIndicatorView(ReportSource& source, const DocumentKey& key,
                                                       const Revision& revision,
                                                       const rpc::CallContext& context);
absl::StatusOr<v1::SupportView> ComposeSupportView(ReportSource& source, const DocumentKey& key,
                                                   const Revision& revision,
                                                   const rpc::CallContext& context);
absl::StatusOr<v1::RedList> ComposeRedList(ReportSource& source, const DocumentKey& key,
                                           const Revision& revision,
                                           const rpc::CallContext& context);
absl::StatusOr<v1::TargetList> ComposeTargetList(ReportSource& source, const DocumentKey& key,
                                                 const Revision& revision,
                                                 const rpc::CallContext& context);
// `before` is the revision of the earlier year, which may be another than `revision`.
absl::StatusOr<v1::YearChanges> ComposeYearChanges(ReportSource& source, const DocumentKey& key,
                                                   const Revision& before, const Revision& revision,
                                                   const rpc::CallContext& context);
absl::StatusOr<v1::PeerList> ComposePeerList(ReportSource& source, const DocumentKey& key,
                                             const Revision& revision,
                                             const rpc::CallContext& context);
absl::StatusOr<v1::GapList> ComposeGapList(ReportSource& source, const DocumentKey& key,
                                           const Revision& revision,
                                           const rpc::CallContext& context);
absl::StatusOr<v1::LcapPack> ComposeLcapPack(ReportSource& source, const DocumentKey& key,
                                             const Revision& revision,
                                             const rpc::CallContext& context);
absl::StatusOr<v1::Estimate> ComposeEstimate(ReportSource& source, const DocumentKey& key,
                                             const Revision& revision,
                                             const rpc::CallContext& context);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_DOCUMENTS_COMPOSE_H_
