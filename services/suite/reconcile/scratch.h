// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_RECONCILE_SCRATCH_H_
#define SOS_SERVICES_SUITE_RECONCILE_SCRATCH_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/suite/embedded_suite.h"
#include "services/suite/session.h"

namespace sos::suite {

// A suite on a temporary copy of the data that the options name: reconciliation adds the files it
// checks to the copy, and nothing it does is kept. The copy is removed with the object.
class ScratchSuite {
 public:
  // Copies the data directory, or what the running services have; an absent directory is empty.
  static absl::StatusOr<std::unique_ptr<ScratchSuite>> Create(const GlobalOptions& options);
  ~ScratchSuite();

  EmbeddedSuite& suite() { return *suite_; }

 private:
  explicit ScratchSuite(std::string directory) : directory_(std::move(directory)) {}

  const std::string directory_;
  std::unique_ptr<EmbeddedSuite> suite_;
};

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_RECONCILE_SCRATCH_H_
