// SPDX-License-Identifier: Apache-2.0
#include "services/web/pages/template.h"

#include <ctemplate/template.h>

#include <map>
#include <string>

#include "absl/base/call_once.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/web/templates/template_files.h"

namespace sos::web {
namespace {

constexpr absl::string_view kMessageMarker = "T_";

// All templates of a program share one cache, in which reporting's have the bare names.
std::string CachedName(absl::string_view file) { return absl::StrCat("web/", file); }

void Fill(const Fields& fields, ctemplate::TemplateDictionary& dictionary) {
  for (const auto& [name, value] : fields.values()) dictionary.SetValue(name, value);
  for (const Fields::Child& child : fields.children()) {
    ctemplate::TemplateDictionary* const part = child.file.empty()
                                                    ? dictionary.AddSectionDictionary(child.name)
                                                    : dictionary.AddIncludeDictionary(child.name);
    if (!child.file.empty()) part->SetFilename(CachedName(child.file));
    Fill(child.fields.front(), *part);
  }
}

// The markers of messages in all templates, such as `T_SEARCH_LABEL`, with their keys.
const std::map<std::string, std::string>& MessageMarkers() {
  static const auto* const markers = [] {
    auto* const found = new std::map<std::string, std::string>();
    const std::string begin = absl::StrCat("{{", kMessageMarker);
    for (const EmbeddedFile& file : TemplateFiles()) {
      const std::string text(file.contents.data(), file.contents.size());
      for (size_t at = text.find(begin); at != std::string::npos; at = text.find(begin, at + 1)) {
        const size_t end = text.find_first_of(":}", at);
        const std::string marker = text.substr(at + 2, end - at - 2);
        (*found)[marker] =
            absl::StrCat("page.", absl::AsciiStrToLower(marker.substr(kMessageMarker.size())));
      }
    }
    return found;
  }();
  return *markers;
}

}  // namespace

Fields& Fields::Set(absl::string_view name, absl::string_view value) {
  values_.emplace_back(std::string(name), std::string(value));
  return *this;
}

Fields& Fields::Set(absl::string_view name, int64_t value) {
  return Set(name, absl::StrCat(value));
}

Fields& Fields::Add(absl::string_view section) {
  children_.push_back({.name = std::string(section), .file = "", .fields = std::vector<Fields>(1)});
  return children_.back().fields.front();
}

Fields& Fields::Include(absl::string_view name, absl::string_view file) {
  children_.push_back(
      {.name = std::string(name), .file = std::string(file), .fields = std::vector<Fields>(1)});
  return children_.back().fields.front();
}

void Fields::AddTexts(absl::string_view section, const std::vector<std::string>& texts) {
  for (const std::string& text : texts) Add(section).Set("TEXT", text);
}

std::string RenderTemplate(absl::string_view file, const Fields& fields,
                           const language::Messages& messages) {
  static absl::once_flag loaded;
  absl::call_once(loaded, [] {
    for (const EmbeddedFile& source : TemplateFiles()) {
      ctemplate::StringToTemplateCache(CachedName(source.name), source.contents.data(),
                                       source.contents.size(), ctemplate::STRIP_BLANK_LINES);
    }
  });
  ctemplate::TemplateDictionary dictionary("page");
  for (const auto& [marker, key] : MessageMarkers()) {
    dictionary.SetTemplateGlobalValue(marker, messages.Text(key));
  }
  Fill(fields, dictionary);
  std::string text;
  ctemplate::ExpandTemplate(CachedName(file), ctemplate::STRIP_BLANK_LINES, &dictionary, &text);
  return text;
}

std::set<std::string> MessageKeysOfTemplates() {
  std::set<std::string> keys;
  for (const auto& [marker, key] : MessageMarkers()) keys.insert(key);
  return keys;
}

}  // namespace sos::web
