// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_FILES_RECORD_LAYOUT_LIBRARY_H_
#define SOS_SERVICES_INGESTION_FILES_RECORD_LAYOUT_LIBRARY_H_

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/embed/embedded_file.h"
#include "services/ingestion/domain/student/record_layout.h"

namespace sos::ingestion {

// Reads textprotos of sos.ingestion.v1.RecordLayout and, of files whose names begin with `report-`,
// of sos.ingestion.v1.ReportLayout. Returns kInvalidArgument, naming the file and
// what is wrong, if one cannot be parsed or contradicts itself.
absl::StatusOr<RecordLayouts> LoadRecordLayouts(absl::Span<const EmbeddedFile> files);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_FILES_RECORD_LAYOUT_LIBRARY_H_
