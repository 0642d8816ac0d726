// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_RPC_VALIDATE_H_
#define SOS_SERVICES_INGESTION_RPC_VALIDATE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/education/cds_code.h"
#include "sos/ingestion/v1/ingestion_service.pb.h"

namespace sos::ingestion {

inline constexpr size_t kMaxDisplayNameBytes = 255;
inline constexpr int64_t kMaxMaxQuarantinedRows = 10'000'000;

// Checks of request fields. Each returns FIELD_REQUIRED or FIELD_INVALID, naming the field.
absl::Status ValidateSubmission(const v1::Submission& submission);
absl::Status ValidateRequestId(const std::string& request_id);
absl::Status ValidateRelease(const v1::Release& release);
// Whether a release can have this name: `releases/` and its id.
bool IsReleaseName(absl::string_view name);
absl::Status ValidateFilter(const v1::PartitionFilter& filter);
absl::StatusOr<CdsCode> ParseEntityName(const std::string& field, const std::string& name);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_RPC_VALIDATE_H_
