// SPDX-License-Identifier: Apache-2.0
#include "common/language/messages.h"

#include <unicode/listformatter.h>
#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>
#include <unicode/numberformatter.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "nlohmann/json.hpp"

namespace sos::language {
namespace {

constexpr char kEnglish[] = "en";
constexpr char kHyphenMinus[] = "-";
constexpr char kTrueMinus[] = "\u2212";

// Numbers are written as in the United States, in every language: that is where the readers are. In
// Spanish, `es` alone would write 1020,5 for 1,020.5.
icu::Locale LocaleOf(const std::string& language_code) {
  return absl::StrContains(language_code, '-') ? icu::Locale::createCanonical(language_code.c_str())
                                               : icu::Locale(language_code.c_str(), "US");
}

icu::UnicodeString ToUnicode(absl::string_view text) {
  return icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
}

std::string ToUtf8(const icu::UnicodeString& text) {
  std::string bytes;
  text.toUTF8String(bytes);
  return bytes;
}

std::string WithTrueMinus(const std::string& number) {
  return absl::StrReplaceAll(number, {{kHyphenMinus, kTrueMinus}});
}

// `-1020.5` as `−1,020.5`; text that is no number as it is.
std::string WrittenDecimal(const std::string& text, const icu::Locale& locale) {
  const size_t point = text.find('.');
  const int places = point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1);
  UErrorCode error = U_ZERO_ERROR;
  const auto number = icu::number::NumberFormatter::withLocale(locale)
                          .precision(icu::number::Precision::fixedFraction(places))
                          .formatDecimal({text.data(), static_cast<int32_t>(text.size())}, error);
  const icu::UnicodeString written = number.toString(error);
  return U_FAILURE(error) ? text : WithTrueMinus(ToUtf8(written));
}

// `es` in `es.json` and in `terms.es.json`. Empty for another name.
std::string LanguageOf(absl::string_view file_name) {
  if (!absl::ConsumeSuffix(&file_name, ".json")) return "";
  const std::vector<std::string> parts = absl::StrSplit(file_name, '.');
  return parts.back();
}

}  // namespace

// The messages of one language. ICU fills in parts of a MessageFormat when it first formats, also
// where it is constant: each has a lock of its own.
struct Messages::Parsed {
  struct Message {
    explicit Message(std::unique_ptr<icu::MessageFormat> parsed, std::vector<std::string> names)
        : format(std::move(parsed)), placeholders(std::move(names)) {}

    mutable absl::Mutex mutex;
    const std::unique_ptr<icu::MessageFormat> format ABSL_PT_GUARDED_BY(mutex);
    const std::vector<std::string> placeholders;
  };

  explicit Parsed(icu::Locale messages_locale) : locale(std::move(messages_locale)) {}

  absl::Status Add(absl::string_view file, const std::string& key, const std::string& pattern);

  icu::Locale locale;
  std::map<std::string, std::unique_ptr<const Message>, std::less<>> messages;
};

absl::Status Messages::Parsed::Add(absl::string_view file, const std::string& key,
                                   const std::string& pattern) {
  const auto broken = [&](absl::string_view why) {
    return absl::InvalidArgumentError(absl::StrCat(file, ", message ", key, ": ", why));
  };
  if (messages.contains(key)) {
    return broken("there is a message of this key already. Remove one of the two.");
  }
  UErrorCode error = U_ZERO_ERROR;
  UParseError where;
  const icu::UnicodeString text = ToUnicode(pattern);
  auto format = std::make_unique<icu::MessageFormat>(text, locale, where, error);
  const icu::MessagePattern parts(text, &where, error);
  if (U_FAILURE(error)) {
    return broken(absl::StrCat("ICU cannot read it (", u_errorName(error), " at character ",
                               where.offset, "). Check braces and plural forms: ", pattern));
  }
  std::set<std::string> names;
  for (int32_t i = 0; i < parts.countParts(); ++i) {
    const icu::MessagePattern::Part& part = parts.getPart(i);
    if (part.getType() == UMSGPAT_PART_TYPE_ARG_NUMBER) {
      return broken("a placeholder is a number. Give it a name.");
    }
    if (part.getType() == UMSGPAT_PART_TYPE_ARG_NAME) {
      names.insert(ToUtf8(parts.getSubstring(part)));
    }
  }
  messages.emplace(
      key, std::make_unique<const Message>(std::move(format),
                                           std::vector<std::string>(names.begin(), names.end())));
  return absl::OkStatus();
}

std::string Messages::Text(absl::string_view key, Arguments arguments) const {
  const auto found = parsed_->messages.find(key);
  if (found == parsed_->messages.end()) return std::string(key);
  std::vector<icu::UnicodeString> names;
  std::vector<icu::Formattable> values;
  for (const auto& [name, value] : arguments) {
    names.push_back(ToUnicode(name));
    if (const auto* const text = std::get_if<std::string>(&value)) {
      values.emplace_back(ToUnicode(*text));
    } else if (const auto* const count = std::get_if<int64_t>(&value)) {
      values.emplace_back(*count);
    } else {
      values.emplace_back(ToUnicode(Number(std::get<DecimalText>(value))));
    }
  }
  const Parsed::Message& message = *found->second;
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString text;
  {
    absl::MutexLock lock(&message.mutex);
    message.format->format(names.data(), values.data(), static_cast<int32_t>(names.size()), text,
                           error);
  }
  return U_FAILURE(error) ? std::string(key) : ToUtf8(text);
}

std::string Messages::Number(const DecimalText& number) const {
  return WrittenDecimal(number.text, parsed_->locale);
}

std::string Messages::List(absl::Span<const std::string> items) const {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::ListFormatter> formatter(
      icu::ListFormatter::createInstance(parsed_->locale, error));
  std::vector<icu::UnicodeString> texts;
  texts.reserve(items.size());
  for (const std::string& item : items) texts.push_back(ToUnicode(item));
  icu::UnicodeString text;
  if (U_SUCCESS(error)) {
    formatter->format(texts.data(), static_cast<int32_t>(texts.size()), text, error);
  }
  return ToUtf8(text);
}

bool Messages::Has(absl::string_view key) const { return parsed_->messages.contains(key); }

std::vector<std::string> Messages::Keys() const {
  std::vector<std::string> keys;
  keys.reserve(parsed_->messages.size());
  for (const auto& [key, message] : parsed_->messages) keys.push_back(key);
  return keys;
}

std::vector<std::string> Messages::Placeholders(absl::string_view key) const {
  const auto found = parsed_->messages.find(key);
  return found == parsed_->messages.end() ? std::vector<std::string>()
                                          : found->second->placeholders;
}

absl::StatusOr<Catalog> Catalog::CreateWithTerms(absl::Span<const EmbeddedFile> files) {
  const absl::Span<const EmbeddedFile> terms = TermFiles();
  std::vector<EmbeddedFile> all(terms.begin(), terms.end());
  all.insert(all.end(), files.begin(), files.end());
  return Create(all);
}

absl::StatusOr<Catalog> Catalog::Create(absl::Span<const EmbeddedFile> files) {
  std::map<std::string, std::shared_ptr<Messages::Parsed>> parsed;
  for (const EmbeddedFile& file : files) {
    const std::string language_code = LanguageOf(file.name);
    if (language_code.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat(file.name, ": the name tells no language. Name the file such as es.json."));
    }
    // Comments and exceptions are off: what is broken comes back as a discarded value.
    const auto json = nlohmann::json::parse(file.contents.begin(), file.contents.end(), nullptr,
                                            /*allow_exceptions=*/false);
    if (!json.is_object()) {
      return absl::InvalidArgumentError(
          absl::StrCat(file.name, ": this is no JSON object of messages by key."));
    }
    std::shared_ptr<Messages::Parsed>& of_language = parsed[language_code];
    if (of_language == nullptr) {
      of_language = std::make_shared<Messages::Parsed>(LocaleOf(language_code));
    }
    for (const auto& [key, value] : json.items()) {
      if (!value.is_string()) {
        return absl::InvalidArgumentError(
            absl::StrCat(file.name, ", message ", key, ": this is no text."));
      }
      const absl::Status added = of_language->Add(file.name, key, value.get<std::string>());
      if (!added.ok()) return added;
    }
  }
  Catalog catalog;
  for (auto& [language_code, messages] : parsed) {
    Messages& of_language = catalog.languages_[language_code];
    of_language.language_code_ = language_code;
    of_language.parsed_ = std::move(messages);
  }
  return catalog;
}

const Messages* Catalog::Find(absl::string_view language_code) const {
  const auto found = languages_.find(language_code.empty() ? kEnglish : language_code);
  return found == languages_.end() ? nullptr : &found->second;
}

std::vector<std::string> Catalog::Languages() const {
  std::vector<std::string> codes;
  for (const auto& [code, messages] : languages_) codes.push_back(code);
  std::stable_partition(codes.begin(), codes.end(),
                        [](const std::string& code) { return code == kEnglish; });
  return codes;
}

}  // namespace sos::language
