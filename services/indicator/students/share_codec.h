// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_STUDENTS_SHARE_CODEC_H_
#define SOS_SERVICES_INDICATOR_STUDENTS_SHARE_CODEC_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/indicator/domain/students/share.h"
#include "sos/replica/v1/replica_service.pb.h"

namespace sos::indicator {

// Writes the columns of shares, as replicas of one version send them to each other.
void EncodeShares(absl::Span<const records::Share> shares,
                  replica::v1::StreamSharesResponse& message);

// Reads them. kDataLoss if they are damaged, or of another directory than one with `school_count`
// schools.
absl::StatusOr<std::vector<records::Share>> DecodeShares(
    const replica::v1::StreamSharesResponse& message, int school_count);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_STUDENTS_SHARE_CODEC_H_
