// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_EDUCATION_CODE_TABLE_H_
#define SOS_COMMON_EDUCATION_CODE_TABLE_H_

#include <cstddef>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace sos {

// One value of an official code list: the value, the code in files, the words for people.
template <typename Enum>
struct CodeEntry {
  Enum value;
  absl::string_view code;
  absl::string_view label;
};

// The code list from which parsing and printing of an enum both derive. Entries stand in the order
// of the enum, whose values count from 0 without gaps.
template <typename Enum, size_t kSize>
class CodeTable {
 public:
  explicit constexpr CodeTable(const CodeEntry<Enum> (&entries)[kSize]) : entries_(entries) {}

  constexpr absl::string_view Code(Enum value) const {
    return entries_[static_cast<size_t>(value)].code;
  }
  constexpr absl::string_view Label(Enum value) const {
    return entries_[static_cast<size_t>(value)].label;
  }
  // Finds a value by its code, whatever the case of letters.
  std::optional<Enum> FromCode(absl::string_view code) const {
    for (const CodeEntry<Enum>& entry : *this) {
      if (absl::EqualsIgnoreCase(entry.code, code)) return entry.value;
    }
    return std::nullopt;
  }

  constexpr const CodeEntry<Enum>* begin() const { return entries_; }
  constexpr const CodeEntry<Enum>* end() const { return entries_ + kSize; }

 private:
  const CodeEntry<Enum> (&entries_)[kSize];
};

}  // namespace sos

#endif  // SOS_COMMON_EDUCATION_CODE_TABLE_H_
