// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_STORE_UPLOAD_LIMITS_H_
#define SOS_SERVICES_INGESTION_STORE_UPLOAD_LIMITS_H_

#include <cstdint>

#include "absl/time/time.h"
#include "common/config/environment.h"

namespace sos::ingestion {

// How much may be at work: submissions that are neither committed, rejected nor deleted yet.
struct UploadLimits {
  // SOS_UPLOADS_PER_CALLER: submissions of one caller. An agency sends its files one after the
  // other; a county office may send those of its LEAs side by side.
  int64_t uploads_per_caller = 64;
  // SOS_UPLOAD_MIB_PER_CALLER: their bytes. Two of the largest files.
  int64_t bytes_per_caller = int64_t{2} << 30;
  // SOS_UPLOADS and SOS_UPLOAD_MIB: the same of all callers together, so that nobody fills the
  // disk.
  int64_t uploads = 1024;
  int64_t bytes = int64_t{8} << 30;
  // SOS_UPLOAD_EXPIRY: a submission that gets no bytes for so long is deleted. Who resumes an
  // upload does so within minutes; a dry run is committed or deleted within a working day.
  absl::Duration expiry = absl::Hours(24);

  static UploadLimits FromEnvironment(Environment& env) {
    constexpr int64_t kMost = 1'000'000;
    UploadLimits limits;
    limits.uploads_per_caller =
        env.Int("SOS_UPLOADS_PER_CALLER", limits.uploads_per_caller, 1, kMost);
    limits.bytes_per_caller =
        env.Int("SOS_UPLOAD_MIB_PER_CALLER", limits.bytes_per_caller >> 20, 1, kMost) << 20;
    limits.uploads = env.Int("SOS_UPLOADS", limits.uploads, 1, kMost);
    limits.bytes = env.Int("SOS_UPLOAD_MIB", limits.bytes >> 20, 1, kMost) << 20;
    limits.expiry =
        env.Duration("SOS_UPLOAD_EXPIRY", limits.expiry, absl::Minutes(1), absl::Hours(24 * 30));
    return limits;
  }
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_STORE_UPLOAD_LIMITS_H_
