// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_FILES_ROW_KEYS_H_
#define SOS_SERVICES_INGESTION_FILES_ROW_KEYS_H_

#include <string>
#include <utility>
#include <vector>

#include "sos/ingestion/v1/partition.pb.h"

namespace sos::ingestion {

// What a row is about: a partition has one row for it, as a file may have only one.
struct RowKey {
  // The 14-digit code.
  std::string cds;
  // The code of the student group. Empty where rows are not about groups.
  std::string group;

  friend bool operator==(const RowKey&, const RowKey&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const RowKey& key) {
    return H::combine(std::move(h), key.cds, key.group);
  }
};

// The keys of the rows of a partition, in order. Empty for student records, whose rows are not read
// for this.
std::vector<RowKey> RowKeys(const v1::Partition& partition);

// What each row of a partition says, beside its key and its line, in the order of RowKeys(): equal
// texts for equal values. Names of entities are no part of it.
std::vector<std::string> RowValues(const v1::Partition& partition);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_FILES_ROW_KEYS_H_
