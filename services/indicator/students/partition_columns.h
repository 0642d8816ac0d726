// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_STUDENTS_PARTITION_COLUMNS_H_
#define SOS_SERVICES_INDICATOR_STUDENTS_PARTITION_COLUMNS_H_

#include <cstdint>
#include <initializer_list>

#include "absl/status/status.h"
#include "services/indicator/domain/students/lea_records.h"
#include "sos/ingestion/v1/partition.pb.h"
#include "sos/ingestion/v1/student_record.pb.h"

namespace sos::indicator {

// Where one column of a partition goes.
struct ColumnTarget {
  ingestion::v1::RecordField field;
  records::Column* column;
};

// Unpacks columns of a partition of student records. kDataLoss if one is damaged or missing.
absl::Status ReadColumns(const ingestion::v1::Partition& partition,
                         std::initializer_list<ColumnTarget> targets);

// As ReadColumns(), for columns that may be missing: those stay empty.
absl::Status ReadColumnsThere(const ingestion::v1::Partition& partition,
                              std::initializer_list<ColumnTarget> targets);

// The greatest number of a language status, and of a district's seven digits.
inline constexpr int64_t kGreatestLanguageStatus = 6;
inline constexpr int64_t kGreatestDistrict = 9'999'999;

// kDataLoss if a value lies outside of what its field can have, from 0 to `greatest`: it would be
// used as an index or code.
absl::Status CheckRange(const ingestion::v1::Partition& partition, const records::Column& column,
                        int64_t greatest);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_STUDENTS_PARTITION_COLUMNS_H_
