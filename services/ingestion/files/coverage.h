// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_FILES_COVERAGE_H_
#define SOS_SERVICES_INGESTION_FILES_COVERAGE_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/types/span.h"
#include "services/ingestion/convert/partition_builder.h"
#include "services/ingestion/domain/row_place.h"
#include "services/ingestion/files/row_keys.h"
#include "sos/ingestion/v1/partition.pb.h"
#include "sos/ingestion/v1/submission.pb.h"

namespace sos::ingestion {

// A file with rows of so many of the 58 counties covers the state: a county that it lacks has no
// such rows.
inline constexpr size_t kStatewideCounties = 50;

// Refused rows that are remembered of a file one by one; more are told by entity, and then by file.
inline constexpr size_t kMaxRefusedRows = 10'000;

// What the rows of a file can speak for: one entry a collection and year, in their order. `refused`
// are the rows in quarantine: they are there, if not readable. Nothing for student records, and for
// what an agency says of itself.
std::vector<v1::FileCoverage> CoverageOf(const std::map<PartitionKey, v1::Partition>& partitions,
                                         absl::Span<const RowPlace> refused,
                                         v1::CoverageClaim claim);

// Whether a file of this coverage speaks for a row that it does not hold, of an entity of
// `partition`. `partition` is of the collection and year of the coverage; it tells what kind of
// school an entity is.
class CoveredRows {
 public:
  CoveredRows(const v1::FileCoverage& coverage, const v1::Partition& partition);
  bool Covers(const RowKey& key) const;

 private:
  const v1::FileCoverage& coverage_;
  // By code.
  const absl::flat_hash_set<std::string> charters_;
};

// The record type of an entity's rows in a collection.
v1::RecordType RecordTypeOf(v1::Collection collection, const CdsCode& cds, bool charter);

// The rows in quarantine of which collection and year are known, as they are remembered.
std::vector<v1::RefusedRow> RefusedRows(absl::Span<const RowPlace> refused,
                                        absl::Span<const v1::FileCoverage> coverages);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_FILES_COVERAGE_H_
