// SPDX-License-Identifier: Apache-2.0
#include "common/text/printable.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"

namespace sos {
namespace {

// The longest parameters of a color: `38;2;255;255;255`.
constexpr size_t kMaxColorBytes = 16;

struct Range {
  char32_t first;
  char32_t last;
};

// Controls, format characters, line and paragraph separators, and what is drawn as nothing
// (Unicode 15: general categories Cc, Cf, Zl and Zp, non-characters, and blank letters). Ascending.
constexpr Range kNotPrintable[] = {
    {0x0000, 0x001f},    // C0, with ESC
    {0x007f, 0x009f},    // DEL and C1, with CSI
    {0x00ad, 0x00ad},    // soft hyphen
    {0x034f, 0x034f},    // grapheme joiner
    {0x0600, 0x0605},    // Arabic number signs
    {0x061c, 0x061c},    // Arabic letter mark
    {0x06dd, 0x06dd},    // end of ayah
    {0x070f, 0x070f},    // Syriac abbreviation mark
    {0x0890, 0x0891},    // Arabic pound and piastre marks
    {0x08e2, 0x08e2},    // disputed end of ayah
    {0x115f, 0x1160},    // Hangul fillers
    {0x17b4, 0x17b5},    // Khmer inherent vowels
    {0x180b, 0x180f},    // Mongolian selectors
    {0x200b, 0x200f},    // no width; left-to-right and right-to-left marks
    {0x2028, 0x202e},    // separators; bidirectional embeddings and overrides
    {0x2060, 0x206f},    // joiners, invisible operators, bidirectional isolates
    {0x3164, 0x3164},    // Hangul filler
    {0xfdd0, 0xfdef},    // non-characters
    {0xfeff, 0xfeff},    // byte order mark
    {0xffa0, 0xffa0},    // half-width Hangul filler
    {0xfff0, 0xfffb},    // interlinear annotation
    {0x110bd, 0x110bd},  // Kaithi number sign
    {0x110cd, 0x110cd},  // the one above
    {0x13430, 0x1343f},  // Egyptian format controls
    {0x1bca0, 0x1bca3},  // shorthand format controls
    {0x1d173, 0x1d17a},  // musical format controls
    {0xe0000, 0xe0fff},  // tags and selectors
};

bool IsPrintableCode(char32_t code) {
  if ((code & 0xfffe) == 0xfffe) return false;  // The last two of each plane are no characters.
  const auto* const range =
      std::lower_bound(std::begin(kNotPrintable), std::end(kNotPrintable), code,
                       [](const Range& candidate, char32_t c) { return candidate.last < c; });
  return range == std::end(kNotPrintable) || code < range->first;
}

bool IsPrintableAscii(char c) { return c >= 0x20 && c <= 0x7e; }

struct CodePoint {
  // Nullopt for a byte that is no UTF-8.
  std::optional<char32_t> code;
  size_t size;
};

// The first code point of `text`, which is not empty: well formed, shortest and no surrogate.
CodePoint FirstOf(absl::string_view text) {
  constexpr CodePoint kNone = {std::nullopt, 1};
  const auto first = static_cast<uint8_t>(text[0]);
  if (first < 0x80) return {first, 1};
  size_t size = 0;
  char32_t code = 0;
  char32_t minimum = 0;
  if ((first & 0xe0) == 0xc0) {
    size = 2, code = first & 0x1f, minimum = 0x80;
  } else if ((first & 0xf0) == 0xe0) {
    size = 3, code = first & 0x0f, minimum = 0x800;
  } else if ((first & 0xf8) == 0xf0) {
    size = 4, code = first & 0x07, minimum = 0x10000;
  } else {
    return kNone;
  }
  if (text.size() < size) return kNone;
  for (size_t i = 1; i < size; ++i) {
    const auto next = static_cast<uint8_t>(text[i]);
    if ((next & 0xc0) != 0x80) return kNone;
    code = code << 6 | (next & 0x3f);
  }
  if (code < minimum || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return kNone;
  return {code, size};
}

// The size of the sequence that sets a color at the beginning of `text`; 0 if none does.
size_t ColorSize(absl::string_view text) {
  if (text.substr(0, 2) != "\x1b[") return 0;
  const size_t end = text.find_first_not_of("0123456789;", 2);
  return end == absl::string_view::npos || text[end] != 'm' || end - 2 > kMaxColorBytes ? 0
                                                                                        : end + 1;
}

std::string Escape(absl::string_view bytes, std::optional<char32_t> code) {
  if (!code || *code < 0x80) {
    return absl::StrCat("\\x", absl::Hex(static_cast<uint8_t>(bytes[0]), absl::kZeroPad2));
  }
  const auto number = static_cast<uint32_t>(*code);
  return number <= 0xffff ? absl::StrCat("\\u", absl::Hex(number, absl::kZeroPad4))
                          : absl::StrCat("\\U", absl::Hex(number, absl::kZeroPad8));
}

std::string JsonEscape(std::optional<char32_t> code) {
  const uint32_t number = code.value_or(0xfffd);
  if (number <= 0xffff) return absl::StrCat("\\u", absl::Hex(number, absl::kZeroPad4));
  // JSON names what is beyond the first plane by two surrogates.
  return absl::StrCat("\\u", absl::Hex(0xd800 + ((number - 0x10000) >> 10), absl::kZeroPad4), "\\u",
                      absl::Hex(0xdc00 + ((number - 0x10000) & 0x3ff), absl::kZeroPad4));
}

// `text` with `escape(bytes, code)` in the place of what is not printable. `kept(rest)` is the
// number of bytes at the beginning of `rest`, which starts with such a thing, that stay.
template <typename Kept, typename EscapeOne>
std::string Escaped(absl::string_view text, const Kept& kept, const EscapeOne& escape) {
  std::string out;
  while (!text.empty()) {
    const size_t plain =
        std::find_if_not(text.begin(), text.end(), IsPrintableAscii) - text.begin();
    out.append(text.data(), plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const CodePoint point = FirstOf(text);
    size_t size = point.size;
    if (point.code && IsPrintableCode(*point.code)) {
      out.append(text.data(), size);
    } else if (const size_t kept_size = kept(text); kept_size > 0) {
      size = kept_size;
      out.append(text.data(), size);
    } else {
      out += escape(text.substr(0, size), point.code);
    }
    text.remove_prefix(size);
  }
  return out;
}

}  // namespace

std::string Printable(absl::string_view text, Keep keep) {
  return Escaped(
      text,
      [keep](absl::string_view rest) -> size_t {
        if (keep == Keep::kNothing) return 0;
        if (rest[0] == '\n') return 1;
        // A carriage return alone would write over the line.
        if (rest.size() > 1 && rest[0] == '\r' && rest[1] == '\n') return 2;
        return keep == Keep::kLinesAndColors ? ColorSize(rest) : 0;
      },
      Escape);
}

std::string PrintableJson(absl::string_view json) {
  return Escaped(
      json, [](absl::string_view rest) -> size_t { return rest[0] == '\n' ? 1 : 0; },
      [](absl::string_view, std::optional<char32_t> code) { return JsonEscape(code); });
}

bool IsPrintable(absl::string_view text) {
  while (true) {
    const size_t plain =
        std::find_if_not(text.begin(), text.end(), IsPrintableAscii) - text.begin();
    text.remove_prefix(plain);
    if (text.empty()) return true;
    const CodePoint point = FirstOf(text);
    if (!point.code || !IsPrintableCode(*point.code)) return false;
    text.remove_prefix(point.size);
  }
}

}  // namespace sos
