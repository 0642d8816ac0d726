// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_CLIENT_FAKE_REVISIONS_H_
#define SOS_SERVICES_INGESTION_CLIENT_FAKE_REVISIONS_H_

#include <optional>

#include "services/ingestion/client/revisions.h"

namespace sos {

// A history whose newest revision a test says. Other revisions do not exist.
class FakeRevisions : public Revisions {
 public:
  Revision newest = {.number = 1, .identity = "first"};
  // What Resolve() returns instead, where it is not OK.
  absl::Status failure;

  absl::StatusOr<Revision> Resolve(const Revision& asked, const rpc::CallContext&) override {
    if (!failure.ok()) return failure;
    if (asked.newest() || asked.number == newest.number) return newest;
    return absl::NotFoundError("no such revision");
  }

  std::optional<Revision> newest_known() const override { return newest; }
};

}  // namespace sos

#endif  // SOS_SERVICES_INGESTION_CLIENT_FAKE_REVISIONS_H_
