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

// A header line as published files write it, recognized whatever the case, the separators and the
// order of its columns. Columns are named as in columns.h.
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
  // file's name has to say which (`name_hints`, in the same order, words as CollectionByName()
  // knows them); empty: each row says it.
  std::vector<Collection> collections;
  std::vector<absl::string_view> name_hints;
  // The first rows tell which of the collections it is, before the name is asked.
  bool told_by_rows = false;
  // The published table joins rows of several years. All other files are of one.
  bool several_years = false;

  // Each row says what it is by a column of its own, and a table may hold several indicators.
  bool rows_name_indicator() const { return kind == RecordKind::kMeasure && collections.empty(); }
};

// All layouts, most specific first.
absl::Span<const Layout> Layouts();

// A column name for comparison: its letters and digits in lower case, so that `Student Group`,
// `student_group` and `StudentGroup` are one column. `%` counts as `pct`.
std::string NormalizedColumn(absl::string_view name);

// The year in which the school year of a column ends, such as 2018 of `titlei1718` or
// `titlei201718` with the prefix `titlei`; nullopt for other columns.
std::optional<int> SchoolYearOfColumn(absl::string_view column, absl::string_view prefix);

// The school year of a column that says whether a school has Title I money; nullopt for others.
std::optional<int> TitleIYearOfColumn(absl::string_view column);

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
  // The first two columns of the same normalized name, other than blank; with `spelled_alike` only
  // of the same name letter by letter.
  std::optional<std::pair<int, int>> Repeated(bool spelled_alike = false) const;
  // The next column of the same normalized name; -1 if there is none. Tables that are joined from
  // the files of several years have one for each spelling, and in each row one of them.
  int Twin(int column) const { return twins_[column]; }

  // A comma in a number below this header is a decimal mark.
  bool decimal_comma() const { return decimal_comma_; }
  void set_decimal_comma(bool decimal_comma) { decimal_comma_ = decimal_comma; }

 private:
  std::vector<std::string> names_;
  std::vector<std::string> normalized_;
  std::vector<int> twins_;
  bool decimal_comma_ = false;
};

// The layout that fits `header`, or null.
const Layout* Recognize(const Header& header);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_LAYOUT_H_
