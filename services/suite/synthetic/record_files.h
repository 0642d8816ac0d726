// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_SYNTHETIC_RECORD_FILES_H_
#define SOS_SERVICES_SUITE_SYNTHETIC_RECORD_FILES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/suite/synthetic/synthetic_california.h"

namespace sos::suite {

// What is written of a synthetic California's students.
struct RecordFilesRequest {
  uint64_t seed = 1;
  std::vector<int> years;
  // Record types such as `STAS`, and `directory`. Empty: all of them.
  std::vector<std::string> collections;
  // Also the exports of CALPADS reports that an LEA can make of the same students.
  bool reports = false;
  // Those of CALPADS as workbooks.
  bool workbooks = false;
  // Error rows of records per 10,000, for testing.
  int errors_per_ten_thousand = 0;
};

// The names that RecordFilesRequest::collections may have.
const std::vector<std::string>& RecordFileNames();

// Writes the student records of `california` into `directory`, in the form in which LEAs send them:
// caret-delimited, without header, one file a record type and year, and the directory of schools.
// They are inputs only: no count, no rate. Every file name ends in `-synthetic.txt`, or for exports
// of reports, which lie in a folder an LEA below `reports-{year}`, in `-synthetic.csv`.
//
// Returns the paths, in the order in which a store takes them best, or kUnavailable if one cannot
// be written.
absl::StatusOr<std::vector<std::string>> WriteRecordFiles(const SyntheticCalifornia& california,
                                                          const RecordFilesRequest& request,
                                                          const std::string& directory);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_SYNTHETIC_RECORD_FILES_H_
