// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_LANGUAGE_MESSAGES_H_
#define SOS_COMMON_LANGUAGE_MESSAGES_H_

#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/embed/embedded_file.h"

namespace sos::language {

// The value of a placeholder: text, a whole number, or a decimal number as text such as `-12.3`,
// which is written with the separators of the language and a true minus.
struct DecimalText {
  std::string text;
};
using Value = std::variant<std::string, int64_t, DecimalText>;
using Arguments = std::initializer_list<std::pair<absl::string_view, Value>>;

// Sentences and labels of one language: ICU messages by key. Immutable and thread-safe.
class Messages {
 public:
  // The message of `key` with `arguments` in its placeholders. A key that is missing is a defect of
  // the program, which tests find: the key itself is returned.
  std::string Text(absl::string_view key, Arguments arguments = {}) const;
  // True where there is such a message.
  bool Has(absl::string_view key) const;
  // All keys, ascending.
  std::vector<std::string> Keys() const;
  // The placeholders of a message, ascending, those within plural forms too. Empty for a missing
  // key.
  std::vector<std::string> Placeholders(absl::string_view key) const;
  // A decimal number as the language writes it: `-1020.5` is `−1,020.5`. Text that is no number
  // stays as it is.
  std::string Number(const DecimalText& number) const;
  // `A, B, and C`, as the language joins them. Empty for no items.
  std::string List(absl::Span<const std::string> items) const;
  // BCP 47, such as `es`.
  const std::string& language_code() const { return language_code_; }

 private:
  friend class Catalog;
  struct Parsed;

  std::string language_code_;
  std::shared_ptr<const Parsed> parsed_;
};

// The messages of all languages that are there.
class Catalog {
 public:
  // Reads `files`, each a JSON object of ICU messages by key, named by its language: `en.json`, or
  // `terms.es.json` for one that several services share. Files of one language are joined; a key in
  // two of them is an error, as is a message that ICU cannot read: the error names file and key.
  static absl::StatusOr<Catalog> Create(absl::Span<const EmbeddedFile> files);

  // As Create(), from `files` and the terms of the field.
  static absl::StatusOr<Catalog> CreateWithTerms(absl::Span<const EmbeddedFile> files);

  // The messages of a language; English for an empty code. Null for a language that is not there.
  const Messages* Find(absl::string_view language_code) const;
  // The codes that are there, English first.
  std::vector<std::string> Languages() const;

 private:
  std::map<std::string, Messages, std::less<>> languages_;
};

// The terms of the field in every language: indicators, student groups, colors, statuses, programs.
// Keys: `indicator.chronic`, `group.ALL`, `color.red`, `status.very_high` and so on.
absl::Span<const EmbeddedFile> TermFiles();

}  // namespace sos::language

#endif  // SOS_COMMON_LANGUAGE_MESSAGES_H_
