// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOCUMENTS_COUNTY_PACK_H_
#define SOS_SERVICES_REPORTING_DOCUMENTS_COUNTY_PACK_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/revision/revision.h"
#include "common/rpc/call.h"
#include "services/reporting/documents/document_key.h"
#include "services/reporting/sources/report_source.h"
#include "sos/reporting/v1/reporting_service.pb.h"

namespace sos::reporting {

// One file of a pack: a document in one form.
struct PackFile {
  // Relative, with `/`, in lower-case letters, digits, hyphens and points.
  std::string path;
  // What the index calls it.
  std::string label;
  DocumentKey key;
  v1::DocumentFormat format = v1::DOCUMENT_FORMAT_UNSPECIFIED;
};

// The files of one LEA, or of the county as a whole.
struct PackSection {
  education::v1::Entity entity;
  // The status of an LEA in words. Empty for the county, and where nothing is known.
  std::string status;
  std::vector<PackFile> files;
  // A report for each school, where they are wanted.
  std::vector<PackFile> schools;
};

// What a pack is made of. A pure function of the revision and the request: a stream that broke off
// finds the same files under the same numbers.
struct PackPlan {
  // The pages that lead to all others are rendered from the plan.
  static constexpr char kIndexPath[] = "index.html";

  DocumentKey key;
  Revision revision;
  // The county first, then its LEAs by name.
  std::vector<PackSection> sections;

  // All files but the index, in the order in which they are sent.
  std::vector<const PackFile*> Files() const;
};

// REPORT_NOT_FOUND where nothing is known of the county in that year.
absl::StatusOr<PackPlan> PlanCountyPack(ReportSource& source, const DocumentKey& key,
                                        bool with_schools, const Revision& revision,
                                        const rpc::CallContext& context);

// The index as a page, which links every file.
std::string RenderPackIndex(const PackPlan& plan);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_DOCUMENTS_COUNTY_PACK_H_
