// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_CLIENT_REVISIONS_H_
#define SOS_SERVICES_INGESTION_CLIENT_REVISIONS_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/revision/revision.h"
#include "common/rpc/call.h"

namespace sos {

// Which revision of the data a request means: what every service needs of ingestion.
//
// Implementations are thread-safe.
class Revisions {
 public:
  virtual ~Revisions() = default;

  // The revision that a request means, with number and identity; for callers without the right to
  // what it does not show everybody its public view.
  //
  // Returns ingestion's own error: kNotFound where its history has no such revision, kUnavailable
  // where it cannot be asked; and REVISION_NOT_PUBLIC for an older one that the caller may not
  // read: everybody may read the newest, and those of public releases.
  virtual absl::StatusOr<Revision> Resolve(const Revision& asked,
                                           const rpc::CallContext& context) = 0;

  // The revisions before `revision` that public releases name, ascending: what is withheld in one
  // of them is withheld in `revision`, too. kUnavailable where ingestion cannot be asked.
  virtual absl::StatusOr<std::vector<Revision>> PublicBefore(const Revision& revision,
                                                             const rpc::CallContext& context) = 0;

  // The newest revision, whole, if it is known without asking. Never blocks for long.
  virtual std::optional<Revision> newest_known() const = 0;

  // Whether some callers see less of it than others, or it is not known: then Resolve() says what
  // a caller sees.
  virtual bool public_sees_less() const = 0;
};

}  // namespace sos

#endif  // SOS_SERVICES_INGESTION_CLIENT_REVISIONS_H_
