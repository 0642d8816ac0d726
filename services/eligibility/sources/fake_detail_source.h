// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_SOURCES_FAKE_DETAIL_SOURCE_H_
#define SOS_SERVICES_ELIGIBILITY_SOURCES_FAKE_DETAIL_SOURCE_H_

#include "services/eligibility/sources/detail_source.h"

namespace sos::eligibility {

// Answers every query with the details that a test put into it.
class FakeDetailSource : public DetailSource {
 public:
  Crossings crossings;
  Facts facts;
  // What every load ends with.
  absl::Status failure;

  absl::StatusOr<Crossings> LoadCrossings(const EvidenceQuery&, bool,
                                          const rpc::CallContext&) override {
    if (!failure.ok()) return failure;
    return crossings;
  }

  absl::StatusOr<Facts> LoadFacts(const EvidenceQuery&, const rpc::CallContext&) override {
    if (!failure.ok()) return failure;
    return facts;
  }
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_SOURCES_FAKE_DETAIL_SOURCE_H_
