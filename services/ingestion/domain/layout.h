// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_LAYOUT_H_
#define SOS_SERVICES_INGESTION_DOMAIN_LAYOUT_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/ingestion/domain/collection.h"

namespace sos::ingestion {

// A header line as published files write it, recognized whatever the case and order of its columns.
//
// Layouts are tried in the order of Layouts(); the first that fits wins. The comments
// in layout.cc say which era's files have which header.
struct Layout {
  // A short name, unique among layouts.
  absl::string_view id;
  RecordKind kind = RecordKind::kRecord;
  // Columns that must be there. `a|b` means either of the two.
  std::vector<absl::string_view> all_of;
  // At least one of these must be there, unless the list is empty.
  std::vector<absl::string_view> any_of;
  // Columns that must not be there.
  std::vector<absl::string_view> none_of;
  // What the rows are. More than one: published headers of these collections are the same, and the
  // file's name has to say which (`name_hints`, in the same order); empty: each row says it.
  std::vector<Collection> collections;
  std::vector<absl::string_view> name_hints;
  // Settles the case where the name says nothing, if the header speaks for the first collection.
  bool first_collection_by_default = false;
  // The published table joins rows of several years. All other files are of one.
  bool several_years = false;
};

// All layouts, most specific first.
absl::Span<const Layout> Layouts();

// A column name for comparison: lower case, blanks and line breaks as single spaces.
std::string NormalizedColumn(absl::string_view name);

// The year in which the school year of a column ends, such as 2018 of `titlei1718` with the prefix
// `titlei`; nullopt for other columns.
std::optional<int> SchoolYearOfColumn(absl::string_view column, absl::string_view prefix);

// The columns of a header line, findable by normalized name.
class Header {
 public:
  explicit Header(absl::Span<const absl::string_view> cells);

  // The index of the column with one of the names in `names` (`a|b`), or -1. A name that ends in
  // `{school year}` is that of any year: see SchoolYearOfColumn().
  int Find(absl::string_view names) const;
  // The column's name as the file has it.
  const std::string& name(int column) const { return names_[column]; }
  // The column's normalized name.
  const std::string& normalized(int column) const { return normalized_[column]; }
  int size() const { return static_cast<int>(names_.size()); }
  // The first two columns of the same normalized name, other than blank.
  std::optional<std::pair<int, int>> Repeated() const;

 private:
  std::vector<std::string> names_;
  std::vector<std::string> normalized_;
};

// The layout that fits `header`, or null.
const Layout* Recognize(const Header& header);

// The collection of a file of `layout` named `display_name`. Nullopt if the name does not tell
// either, or if each row says it.
std::optional<Collection> CollectionByName(const Layout& layout, absl::string_view display_name);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_LAYOUT_H_
