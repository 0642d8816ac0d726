// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_ERRORS_H_
#define SOS_SERVICES_INGESTION_ERRORS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/revision/revision.h"
#include "common/sql/store_errors.h"

// Every error that the ingestion service returns: code, wording and facts in one place. The reasons
// are documented in sos/ingestion/v1/error_reason.proto.
namespace sos::ingestion::errors {

// The domain of every ErrorInfo.
inline constexpr char kDomain[] = "sos.ingestion.v1";

absl::Status FieldRequired(absl::string_view field);
absl::Status FieldInvalid(absl::string_view field, absl::string_view value,
                          absl::string_view expected);
absl::Status SubmissionNotFound(absl::string_view submission);
absl::Status SubmissionClosed(absl::string_view submission, absl::string_view state);
absl::Status OffsetMismatch(absl::string_view submission, int64_t offset, int64_t expected);
absl::Status SubmissionTooLarge(absl::string_view submission, int64_t limit_bytes);
// Others are reading files now; `limit_bytes` is what all may take together.
absl::Status MemoryBudgetFull(int64_t limit_bytes);
absl::Status RequestIdReused(absl::string_view request_id);
absl::Status ReleaseNotFound(absl::string_view release);
absl::Status ReleaseNotNewest(absl::string_view release, const Revision& newest);
absl::Status ReleaseExists(absl::string_view release, const Revision& revision);
absl::Status RevisionNotFound(const Revision& revision, const Revision& newest);
absl::Status StudentRecordsNotServed();
absl::Status StudentRecordsNotFound(absl::string_view lea, int dashboard_year);
absl::Status EntityNotFound(absl::string_view entity, const std::vector<std::string>& near);
// What the store's database answers. The length is given: with sanitizers, the compiler takes no
// pointer to a constant for one.
inline constexpr sql::StoreErrors kStore(absl::string_view(kDomain, sizeof(kDomain) - 1));
inline absl::Status StoreDamaged(absl::string_view what) { return kStore.Damaged(what); }

// `field` of the commit means `meant`, but `received` has come; `closed` if that is committed
// already.
absl::Status ContentMismatch(absl::string_view submission, absl::string_view field,
                             absl::string_view received, absl::string_view meant, bool closed);
absl::Status BytesDiffer(absl::string_view submission, int64_t offset);
// `whose` is `caller` or `server`.
absl::Status UploadLimit(absl::string_view limit, absl::string_view whose);
absl::Status CollectionNotWritable(absl::string_view collection, absl::string_view role);

}  // namespace sos::ingestion::errors

#endif  // SOS_SERVICES_INGESTION_ERRORS_H_
