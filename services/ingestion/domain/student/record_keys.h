// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_STUDENT_RECORD_KEYS_H_
#define SOS_SERVICES_INGESTION_DOMAIN_STUDENT_RECORD_KEYS_H_

#include <cstddef>
#include <map>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "common/education/cds_code.h"

namespace sos::ingestion {

// The keys of the student records that were read, to find rows that repeat one.
class RecordKeys {
 public:
  // A hash of 64 bits stands for a key: among the rows of one LEA and year, two keys with the same
  // one will not be met (of a million rows, once in thirty million files).
  using Hash = size_t;

  // False if a row of the LEA and year has the key already.
  bool Insert(const CdsCode& lea, int year, Hash hash) {
    if (now_ == nullptr || lea != lea_ || year != year_) {
      lea_ = lea;
      year_ = year;
      now_ = &keys_[{lea, year}];
    }
    return now_->insert(hash).second;
  }

  // True if both have a key in common.
  bool Meets(const RecordKeys& other) const {
    for (const auto& [of, keys] : keys_) {
      const auto found = other.keys_.find(of);
      if (found == other.keys_.end()) continue;
      const auto& smaller = keys.size() < found->second.size() ? keys : found->second;
      const auto& larger = keys.size() < found->second.size() ? found->second : keys;
      for (Hash hash : smaller) {
        if (larger.contains(hash)) return true;
      }
    }
    return false;
  }

 private:
  // By LEA and year: rows of one mostly follow one another, and its keys fit into the cache.
  std::map<std::pair<CdsCode, int>, absl::flat_hash_set<Hash>> keys_;
  CdsCode lea_;
  int year_ = 0;
  absl::flat_hash_set<Hash>* now_ = nullptr;
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_STUDENT_RECORD_KEYS_H_
