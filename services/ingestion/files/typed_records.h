// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_FILES_TYPED_RECORDS_H_
#define SOS_SERVICES_INGESTION_FILES_TYPED_RECORDS_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/ingestion/domain/student/record_layout.h"
#include "sos/ingestion/v1/submission.pb.h"
#include "sos/ingestion/v1/typed_record.pb.h"

namespace sos::ingestion {

// Writes a typed record as the line that a file of its collection has for it, with a line feed:
// what reads files checks it then.
//
// Returns FIELD_REQUIRED or FIELD_INVALID for a record without contents, or of another collection
// than `collection`, or with text that no line can hold.
absl::StatusOr<std::string> LineOf(const v1::StudentRecord& record, v1::Collection collection,
                                   const RecordLayouts& layouts);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_FILES_TYPED_RECORDS_H_
