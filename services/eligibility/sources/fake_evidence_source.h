// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_SOURCES_FAKE_EVIDENCE_SOURCE_H_
#define SOS_SERVICES_ELIGIBILITY_SOURCES_FAKE_EVIDENCE_SOURCE_H_

#include <memory>
#include <optional>
#include <vector>

#include "services/eligibility/sources/evidence_source.h"

namespace sos::eligibility {

// Answers every query with the evidence that a test put into it.
class FakeEvidenceSource : public EvidenceSource {
 public:
  Evidence evidence;
  // What it answers instead where a query brings changes or Dashboard rules of its own.
  std::optional<Evidence> changed;
  // What every load ends with.
  absl::Status failure;
  // What was asked, in order. A fake is used by one call at a time.
  std::vector<EvidenceQuery> loaded;
  int prepared = 0;

  absl::StatusOr<std::shared_ptr<const Evidence>> Load(const EvidenceQuery& query,
                                                       const rpc::CallContext&) override {
    loaded.push_back(query);
    if (!failure.ok()) return failure;
    const bool changes = !query.changes.empty() || !query.dashboard_rulebooks.empty();
    return std::make_shared<const Evidence>(changes && changed ? *changed : evidence);
  }

  absl::Status Prepare(absl::Span<const EvidenceQuery>, const rpc::CallContext&) override {
    ++prepared;
    return failure;
  }
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_SOURCES_FAKE_EVIDENCE_SOURCE_H_
