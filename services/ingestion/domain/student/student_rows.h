// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_STUDENT_STUDENT_ROWS_H_
#define SOS_SERVICES_INGESTION_DOMAIN_STUDENT_STUDENT_ROWS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "services/ingestion/domain/records.h"

namespace sos::ingestion {

// The accepted rows of one LEA's records of one collection and year, column by column.
struct StudentRows {
  StudentColumns columns;
  // Entry `i` of each is of row `i`.
  std::vector<std::vector<int64_t>> numbers;
  // Each row ended by a line feed.
  std::vector<std::string> texts;
  std::vector<int64_t> lines;

  size_t size() const { return lines.size(); }
  // The column of a field. Null where the collection has none.
  const std::vector<int64_t>* Numbers(RecordField field) const {
    const auto found = std::find(columns.numbers.begin(), columns.numbers.end(), field);
    return found == columns.numbers.end() ? nullptr : &numbers[found - columns.numbers.begin()];
  }
  const std::string* Texts(RecordField field) const {
    const auto found = std::find(columns.texts.begin(), columns.texts.end(), field);
    return found == columns.texts.end() ? nullptr : &texts[found - columns.texts.begin()];
  }
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_STUDENT_STUDENT_ROWS_H_
