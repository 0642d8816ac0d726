// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_PAGES_TEMPLATE_H_
#define SOS_SERVICES_WEB_PAGES_TEMPLATE_H_

#include <cstdint>
#include <deque>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/language/messages.h"

namespace sos::web {

// What a template is filled with: values by marker, sections once for each repetition, and other
// templates that it includes. A page fills it without knowing how text is escaped.
class Fields {
 public:
  // The value of a marker `{{NAME}}`, as plain text: the template escapes it by its place.
  Fields& Set(absl::string_view name, absl::string_view value);
  Fields& Set(absl::string_view name, int64_t value);
  // One repetition of `{{#NAME}}...{{/NAME}}`. Valid as long as this is.
  Fields& Add(absl::string_view section);
  // Fills `{{>NAME}}` with the template `file`.
  Fields& Include(absl::string_view name, absl::string_view file);
  // One repetition of `section` for each text, each as `TEXT`.
  void AddTexts(absl::string_view section, const std::vector<std::string>& texts);

  struct Child {
    std::string name;
    // The file of an included template; empty for a section.
    std::string file;
    // One element; a vector, because the type is not complete here.
    std::vector<Fields> fields;
  };
  const std::vector<std::pair<std::string, std::string>>& values() const { return values_; }
  const std::deque<Child>& children() const { return children_; }

 private:
  std::vector<std::pair<std::string, std::string>> values_;
  std::deque<Child> children_;
};

// The template `file` with `fields`. Markers `{{T_NAME}}` are the messages `page.name` of the
// language.
std::string RenderTemplate(absl::string_view file, const Fields& fields,
                           const language::Messages& messages);

// The messages that templates use: the keys behind their markers `{{T_NAME}}`.
std::set<std::string> MessageKeysOfTemplates();

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_PAGES_TEMPLATE_H_
