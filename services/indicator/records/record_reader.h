#ifndef SOS_SERVICES_INDICATOR_RECORDS_RECORD_READER_H_
#define SOS_SERVICES_INDICATOR_RECORDS_RECORD_READER_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/indicator/domain/records/lea_records.h"
#include "services/indicator/measure_source.h"
#include "sos/ingestion/v1/partition.pb.h"

namespace sos::indicator {

// The collections that LeaRecords is made of.
absl::Span<const ingestion::v1::Collection> RecordCollections();

// Those of them that say of which groups a student is.
absl::Span<const ingestion::v1::Collection> ProfileCollections();

// Reads the student records of `leas` for the school year that ends in `school_year`, and what the
// years from `first_year` on say of their students. Only the columns that LeaRecords is made of
// leave ingestion.
//
// Returns one entry an LEA; kDataLoss if a column is damaged or missing.
absl::StatusOr<std::map<std::string, records::LeaRecords>> ReadLeas(
    MeasureSource& source, absl::Span<const std::string> leas, int school_year, int first_year,
    int64_t revision, const rpc::CallContext& context);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_RECORDS_RECORD_READER_H_
