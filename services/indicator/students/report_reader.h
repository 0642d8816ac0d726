// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_STUDENTS_REPORT_READER_H_
#define SOS_SERVICES_INDICATOR_STUDENTS_REPORT_READER_H_

#include <optional>

#include "absl/status/status.h"
#include "services/indicator/domain/students/reports.h"
#include "sos/ingestion/v1/partition.pb.h"
#include "sos/ingestion/v1/submission.pb.h"

namespace sos::indicator {

// The collection of student records for which the exports of a report stand in. Nullopt for other
// collections.
std::optional<ingestion::v1::Collection> StandsInFor(ingestion::v1::Collection report);

// Unpacks a partition of exports into its table of `reports`; other partitions are left alone.
// kDataLoss if a column is damaged, or one that every export has is missing.
absl::Status ReadReport(const ingestion::v1::Partition& partition, int school_year,
                        records::ReportTables& reports);

// Unpacks a partition of scores into its table of `records`; other partitions are left alone.
// kDataLoss if a column is damaged, or one that every file has is missing.
absl::Status ReadScores(const ingestion::v1::Partition& partition, records::LeaRecords& records);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_STUDENTS_REPORT_READER_H_
