// SPDX-License-Identifier: Apache-2.0

#include "services/reporting/documents/compose.h"

namespace sos::reporting {

absl::StatusOr<v1::LcapPack> ComposeLcapPack(ReportSource&, const DocumentKey&, const Revision&,
                                             const rpc::CallContext&) {
  return absl::UnimplementedError("");
}

}  // namespace sos::reporting
