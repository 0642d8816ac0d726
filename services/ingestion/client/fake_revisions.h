// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_CLIENT_FAKE_REVISIONS_H_
#define SOS_SERVICES_INGESTION_CLIENT_FAKE_REVISIONS_H_

#include <optional>
#include <vector>

#include "services/ingestion/client/revisions.h"

namespace sos {

// A history whose newest revision, and those of public releases, a test says. Others do not exist.
class FakeRevisions : public Revisions {
 public:
  Revision newest = {.number = 1, .identity = "first"};
  // What Resolve() returns instead, where it is not OK.
  absl::Status failure;

  absl::StatusOr<Revision> Resolve(const Revision& asked, const rpc::CallContext&) override {
    if (!failure.ok()) return failure;
    if (asked.newest() || asked.number == newest.number) return newest;
    for (const Revision& named : public_revisions) {
      if (asked.number == named.number) return named;
    }
    return absl::NotFoundError("no such revision");
  }

  // What public releases name.
  std::vector<Revision> public_revisions;

  absl::StatusOr<std::vector<Revision>> PublicBefore(const Revision& revision,
                                                     const rpc::CallContext&) override {
    if (!failure.ok()) return failure;
    std::vector<Revision> before;
    for (const Revision& named : public_revisions) {
      if (named.number < revision.number) before.push_back(named);
    }
    return before;
  }

  std::optional<Revision> newest_known() const override { return newest; }
  bool public_sees_less() const override { return false; }
};

}  // namespace sos

#endif  // SOS_SERVICES_INGESTION_CLIENT_FAKE_REVISIONS_H_
