// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_OTHER_FILES_H_
#define SOS_SERVICES_INGESTION_DOMAIN_OTHER_FILES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/ingestion/domain/layout.h"

namespace sos::ingestion {

// A file that people have and the program doesn't read.
struct OtherFile {
  absl::string_view name;
  // Columns that it must have, as in columns.h, and those it must not have.
  std::vector<absl::string_view> all_of;
  std::vector<absl::string_view> none_of;
  // What to load instead.
  absl::string_view way_out;
};

// The file whose header this is, or null.
const OtherFile* RecognizeOther(const Header& header);

// The CALPADS file of whose rows the first cell is `record_type`, and which is not read. Null for
// others.
const OtherFile* RecognizeOtherRecord(absl::string_view record_type);

// Remembers which lines look most like the header of a layout, for the person who has another file.
class NearestLayouts {
 public:
  // Considers a line.
  void Offer(const Header& header, int64_t line);

  // The best three layouts, with the columns that are there and those that are missing; "" if no
  // line is like any.
  std::string Text() const;

 private:
  struct Near {
    const Layout* layout;
    int64_t line;
    std::vector<std::string> found;
    std::vector<std::string> missing;
  };

  static constexpr size_t kMost = 3;
  std::vector<Near> nearest_;
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_OTHER_FILES_H_
