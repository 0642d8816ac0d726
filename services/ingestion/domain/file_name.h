// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_FILE_NAME_H_
#define SOS_SERVICES_INGESTION_DOMAIN_FILE_NAME_H_

#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/ingestion/domain/collection.h"
#include "services/ingestion/domain/layout.h"

// What the name of a file, or a title above its header, says by whole words. Nothing is found
// inside a word, but for the state's own stems (`mathdownload2023`, `essaassistance22`), and no
// date is a year.
namespace sos::ingestion {

// The Dashboard year of a name.
struct NamedYear {
  // 0 if the name says none, or several.
  int year = 0;
  // All that it may mean, in ascending order.
  std::vector<int> candidates;
};

// The year that stands behind a stem of the state, or else the only year among the words.
NamedYear YearInName(absl::string_view name);

// The collection of a file of `layout` named `name`: the only one of the layout, or the one whose
// hint the name has. Nullopt if the name has no hint or several, or if each row says it.
std::optional<Collection> CollectionByName(const Layout& layout, absl::string_view name);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_FILE_NAME_H_
