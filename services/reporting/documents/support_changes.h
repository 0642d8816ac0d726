// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOCUMENTS_SUPPORT_CHANGES_H_
#define SOS_SERVICES_REPORTING_DOCUMENTS_SUPPORT_CHANGES_H_

#include "absl/status/status.h"
#include "common/revision/revision.h"
#include "common/rpc/call.h"
#include "services/reporting/documents/document_key.h"
#include "services/reporting/sentences/changes.h"
#include "services/reporting/sources/report_source.h"
#include "sos/reporting/v1/year_changes.pb.h"

namespace sos::reporting {

// One of two years that are compared, and the revision that it is read from.
struct ComparedYear {
  int year = 0;
  Revision revision;
};

// Adds to `changes`, which has its entity, how eligibility changed: of the entity itself, of the
// LEAs and charter schools of a county, of the LEAs of the state, of the schools of an LEA.
// Programs without rules in one of the years go to `gaps`.
absl::Status AddSupportChanges(ReportSource& source, const DocumentKey& key,
                               const ComparedYear& from, const ComparedYear& to,
                               const rpc::CallContext& context, ChangesGaps& gaps,
                               v1::YearChanges& changes);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_DOCUMENTS_SUPPORT_CHANGES_H_
