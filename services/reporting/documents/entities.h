// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOCUMENTS_ENTITIES_H_
#define SOS_SERVICES_REPORTING_DOCUMENTS_ENTITIES_H_

#include <vector>

#include "absl/status/statusor.h"
#include "services/reporting/documents/document_key.h"
#include "services/reporting/sentences/overview.h"
#include "services/reporting/sources/report_source.h"

namespace sos::reporting {

// The entity of a document. A county, or the state, has a description also where no file gives one:
// no published file has rows of counties. ENTITY_NOT_FOUND for other unknown codes.
absl::StatusOr<education::v1::Entity> FindEntity(ReportSource& source, const DocumentKey& key,
                                                 const Revision& revision,
                                                 const rpc::CallContext& context);

// The programs that decide about such an entity. None about counties and the state.
std::vector<eligibility::v1::Program> ProgramsAbout(const education::v1::Entity& entity,
                                                    const CdsCode& cds);

// How the districts and county offices of a county or the state stand in LCFF. Zeros for other
// entities, and for years without rules.
absl::StatusOr<LeaCounts> CountLeas(ReportSource& source, const DocumentKey& key,
                                    const Revision& revision, const rpc::CallContext& context);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_DOCUMENTS_ENTITIES_H_
