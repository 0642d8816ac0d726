// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_FILE_YEAR_H_
#define SOS_SERVICES_INGESTION_DOMAIN_FILE_YEAR_H_

#include <cstddef>
#include <map>
#include <vector>

#include "absl/strings/string_view.h"

namespace sos::ingestion {

// Finds out of which year a file is: most of its first rows name it. Neither the first row nor the
// name of the file is asked alone: the row may be the wrong one, and names hold dates of downloads.
class FileYear {
 public:
  // Rows that are looked at: enough that some wrong ones change nothing.
  static constexpr size_t kRows = 100;

  // Counts the year that a row names, unless it is after `last`.
  void Add(absl::string_view cell, int last);

  // The year that most rows name; of those that as many name, `named` or else the first. Of a file
  // that may have several, all that a tenth of the rows name. Empty if no row names one.
  std::vector<int> Years(bool several, int named) const;

 private:
  struct Votes {
    size_t count = 0;
    size_t first = 0;
  };

  std::map<int, Votes> votes_;
  size_t total_ = 0;
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_FILE_YEAR_H_
