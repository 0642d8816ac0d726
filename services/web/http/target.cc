// SPDX-License-Identifier: Apache-2.0
#include "services/web/http/target.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "services/web/http/limits.h"

namespace sos::web {
namespace {

// `%` and two digits.
constexpr size_t kEscapeBytes = 3;

// Nullopt for a bad escape.
std::optional<std::string> Unescape(absl::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  while (!text.empty()) {
    if (text.front() != '%') {
      decoded += plus_is_space && text.front() == '+' ? ' ' : text.front();
      text.remove_prefix(1);
      continue;
    }
    if (text.size() < kEscapeBytes || !absl::ascii_isxdigit(text[1]) ||
        !absl::ascii_isxdigit(text[2])) {
      return std::nullopt;
    }
    decoded += absl::HexStringToBytes(text.substr(1, 2));
    text.remove_prefix(kEscapeBytes);
  }
  return decoded;
}

// How many bytes the code point has that starts with `lead`; 0 for no start.
size_t BytesOfCodePoint(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

bool IsUtf8(absl::string_view text) {
  while (!text.empty()) {
    const auto lead = static_cast<unsigned char>(text.front());
    const size_t bytes = BytesOfCodePoint(lead);
    if (bytes == 0 || text.size() < bytes) return false;
    uint32_t code = bytes == 1 ? lead : lead & (0x7FU >> bytes);
    for (const char c : text.substr(1, bytes - 1)) {
      const auto byte = static_cast<unsigned char>(c);
      if ((byte & 0xC0U) != 0x80) return false;
      code = code << 6 | (byte & 0x3FU);
    }
    // Overlong forms, surrogates, and what is beyond Unicode.
    if ((bytes == 3 && code < 0x800) || (bytes == 4 && (code < 0x10000 || code > 0x10FFFF)) ||
        (code >= 0xD800 && code < 0xE000)) {
      return false;
    }
    text.remove_prefix(bytes);
  }
  return true;
}

bool IsControl(char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)); }
bool IsControlButSpace(char c) { return IsControl(c) && c != '\t' && c != '\n' && c != '\r'; }

std::optional<std::string> ParsePath(absl::string_view raw) {
  if (!absl::StartsWith(raw, "/")) return std::nullopt;
  if (absl::StrContains(raw, "%2f") || absl::StrContains(raw, "%2F")) return std::nullopt;
  std::optional<std::string> path = Unescape(raw, false);
  if (!path || !IsUtf8(*path) || absl::StrContains(*path, '\\') ||
      std::any_of(path->begin(), path->end(), IsControl)) {
    return std::nullopt;
  }
  if (*path == "/") return path;
  absl::string_view segments = absl::string_view(*path).substr(1);
  // An address may end with a slash; what it means is up to the route.
  if (absl::EndsWith(segments, "/")) segments.remove_suffix(1);
  for (const absl::string_view segment : absl::StrSplit(segments, '/')) {
    if (segment.empty() || segment == "." || segment == "..") return std::nullopt;
  }
  return path;
}

}  // namespace

std::optional<Target> ParseTarget(absl::string_view target) {
  const size_t mark = target.find('?');
  std::optional<std::string> path = ParsePath(target.substr(0, mark));
  if (!path) return std::nullopt;
  Target parsed{.path = *std::move(path)};
  if (mark == absl::string_view::npos) return parsed;
  for (const absl::string_view argument :
       absl::StrSplit(target.substr(mark + 1), '&', absl::SkipEmpty())) {
    const size_t sign = argument.find('=');
    std::optional<std::string> key = Unescape(argument.substr(0, sign), true);
    std::optional<std::string> value =
        sign == absl::string_view::npos ? "" : Unescape(argument.substr(sign + 1), true);
    if (!key || !value || parsed.query.size() == kMaxArguments) return std::nullopt;
    for (const std::string& text : {*key, *value}) {
      if (!IsUtf8(text) || std::any_of(text.begin(), text.end(), IsControlButSpace)) {
        return std::nullopt;
      }
    }
    parsed.query.emplace_back(*std::move(key), *std::move(value));
  }
  return parsed;
}

}  // namespace sos::web
