// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_SQL_STORE_ERRORS_H_
#define SOS_COMMON_SQL_STORE_ERRORS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace sos::sql {

// What a store of a service answers where its database does not do as it should. The reasons are
// values of the service's own ErrorReason.
class StoreErrors {
 public:
  // `domain` is the proto package of the service, such as `sos.ingestion.v1`, and a constant.
  constexpr explicit StoreErrors(absl::string_view domain) : domain_(domain) {}

  // STORE_UNAVAILABLE. `detail` is for the log and the operator's eyes; it names no file of the
  // caller.
  absl::Status Unavailable(absl::string_view operation, absl::string_view detail) const;
  // STORE_DAMAGED: `what` is stored otherwise than it was committed, or not at all.
  absl::Status Damaged(absl::string_view what) const;
  // STORE_HELD. `holder` says who writes the data directory, if another does; empty where this
  // program only reads.
  absl::Status Held(absl::string_view directory, absl::string_view holder) const;

 private:
  absl::string_view domain_;
};

}  // namespace sos::sql

#endif  // SOS_COMMON_SQL_STORE_ERRORS_H_
