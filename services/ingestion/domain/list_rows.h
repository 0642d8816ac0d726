// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_LIST_ROWS_H_
#define SOS_SERVICES_INGESTION_DOMAIN_LIST_ROWS_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/ingestion/domain/collection.h"
#include "services/ingestion/domain/layout.h"

namespace sos::ingestion {

// Finds out by its first rows which of the lists of lowest performance a file is: the list of LEAs
// has districts, and of schools only charter schools; the lists of schools have all schools and no
// district; one of them has no group but ALL. Its columns don't tell: each year's list has the
// indicators of its year.
class ListRows {
 public:
  explicit ListRows(const Header& header);

  void Add(absl::Span<const absl::string_view> cells);

  // Nullopt if all rows seen are of charter schools, which are on both kinds of list.
  std::optional<Collection> Kind() const;

 private:
  const int record_type_;
  const int group_;
  const int charter_;
  bool has_lea_ = false;
  bool has_other_school_ = false;
  bool has_group_ = false;
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_LIST_ROWS_H_
