#ifndef SOS_SERVICES_INDICATOR_RECORDS_RECORD_READER_H_
#define SOS_SERVICES_INDICATOR_RECORDS_RECORD_READER_H_

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "services/indicator/domain/records/lea_records.h"
#include "sos/ingestion/v1/partition.pb.h"

namespace sos::indicator {

// The collections that LeaRecords is made of.
absl::Span<const ingestion::v1::Collection> RecordCollections();

// The columns that LeaRecords is made of: what is asked of ingestion, and nothing else.
absl::Span<const ingestion::v1::RecordField> RecordFields();

// Unpacks a partition of student records into its table of `records`. kDataLoss if a column is
// damaged or missing.
absl::Status ReadRecords(const ingestion::v1::Partition& partition, records::LeaRecords& records);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_RECORDS_RECORD_READER_H_
