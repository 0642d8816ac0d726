#ifndef SOS_SERVICES_REPORTING_COMPOSER_H_
#define SOS_SERVICES_REPORTING_COMPOSER_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "common/education/cds_code.h"
#include "common/rpc/call.h"
#include "services/reporting/report_source.h"
#include "sos/reporting/v1/report.pb.h"

namespace sos::reporting {

// What a document's name says.
struct DocumentKey {
  enum class Kind { kReport, kPlacement, kCountyReport };
  Kind kind = Kind::kReport;
  CdsCode cds;
  int dashboard_year = 0;
  // Of a placement.
  education::v1::Indicator indicator = education::v1::INDICATOR_UNSPECIFIED;
};

// Reads the name of a report, placement or county report. FIELD_REQUIRED or FIELD_INVALID.
absl::StatusOr<DocumentKey> ParseDocumentName(const std::string& name);

// Each composes one document from what the other services answer. REPORT_NOT_FOUND where nothing is
// known of the year.
absl::StatusOr<v1::Report> ComposeReport(ReportSource& source, const DocumentKey& key,
                                         int64_t revision, const rpc::CallContext& context);
absl::StatusOr<v1::Placement> ComposePlacement(ReportSource& source, const DocumentKey& key,
                                               int64_t revision, const rpc::CallContext& context);
absl::StatusOr<v1::CountyReport> ComposeCountyReport(ReportSource& source, const DocumentKey& key,
                                                     int64_t revision,
                                                     const rpc::CallContext& context);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_COMPOSER_H_
