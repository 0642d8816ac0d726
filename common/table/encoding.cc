// SPDX-License-Identifier: Apache-2.0
#include "common/table/encoding.h"

#include <iconv.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"

namespace sos::table {
namespace {

constexpr absl::string_view kUtf8Mark("\xef\xbb\xbf", 3);
constexpr absl::string_view kUtf16LittleMark("\xff\xfe", 2);
constexpr absl::string_view kUtf16BigMark("\xfe\xff", 2);

// The bytes of UTF-8 that text of one byte a character becomes at most: three for each that is not
// ASCII.
size_t LongestUtf8(absl::string_view bytes) {
  const auto ascii = std::count_if(bytes.begin(), bytes.end(),
                                   [](char c) { return static_cast<uint8_t>(c) < 0x80; });
  return bytes.size() * 3 - ascii * 2;
}

// Converts all of `bytes`, or returns false; `longest` is what becomes of them at most, in bytes.
bool Convert(absl::string_view bytes, const char* encoding, size_t longest,
             std::string& converted) {
  // iconv_open returns the pointer -1 for failure; POSIX gives no other way to say it.
  // NOLINTNEXTLINE(misc-misplaced-const): the descriptor is constant, not what it points to.
  const iconv_t descriptor = iconv_open("UTF-8", encoding);
  // NOLINTNEXTLINE(performance-no-int-to-ptr)
  if (descriptor == reinterpret_cast<iconv_t>(-1)) return false;
  // NOLINTNEXTLINE(misc-misplaced-const)
  const absl::Cleanup close = [descriptor] { iconv_close(descriptor); };
  converted.resize(longest);
  char* in = const_cast<char*>(bytes.data());
  size_t in_left = bytes.size();
  char* out = converted.data();
  size_t out_left = converted.size();
  if (iconv(descriptor, &in, &in_left, &out, &out_left) == static_cast<size_t>(-1)) return false;
  converted.resize(converted.size() - out_left);
  return true;
}

// What Windows-1252 has from 0x80 to 0x9f. Its five gaps are left to ISO-8859-1.
constexpr uint16_t kWindows1252[] = {
    0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178};

void AppendWindows1252(absl::string_view line, std::string& converted) {
  constexpr uint8_t kFirst = 0x80;
  for (const char c : line) {
    const auto byte = static_cast<uint8_t>(c);
    if (byte < kFirst) {
      converted += c;
      continue;
    }
    const size_t place = byte - kFirst;
    const uint32_t code = place < std::size(kWindows1252) ? kWindows1252[place] : byte;
    if (code < 0x800) {
      converted += static_cast<char>(0xc0 | code >> 6);
    } else {
      converted += static_cast<char>(0xe0 | code >> 12);
      converted += static_cast<char>(0x80 | (code >> 6 & 0x3f));
    }
    converted += static_cast<char>(0x80 | (code & 0x3f));
  }
}

// Converts the lines that are not UTF-8.
void ConvertLines(absl::string_view bytes, size_t longest, std::string& converted) {
  converted.reserve(longest);
  while (!bytes.empty()) {
    const size_t end = std::min(bytes.find_first_of("\r\n"), bytes.size() - 1) + 1;
    const absl::string_view line = bytes.substr(0, end);
    if (IsUtf8(line)) {
      converted.append(line.data(), line.size());
    } else {
      AppendWindows1252(line, converted);
    }
    bytes.remove_prefix(end);
  }
}

// The encoding of text that begins like UTF-16 without a mark: in its first characters, which are
// those of a header, one byte of two is zero. Null if it doesn't.
const char* Utf16Without(absl::string_view bytes) {
  constexpr size_t kLooked = 512;
  const absl::string_view begin = bytes.substr(0, kLooked);
  size_t zeros[2] = {0, 0};
  for (size_t i = 0; i < begin.size(); ++i) zeros[i % 2] += begin[i] == '\0' ? 1 : 0;
  const size_t most = begin.size() / 2;
  if (bytes.size() % 2 != 0 || most < 2) return nullptr;
  const auto nearly_all = [most](size_t count) { return count * 10 >= most * 9; };
  if (zeros[0] == 0 && nearly_all(zeros[1])) return "UTF-16LE";
  return zeros[1] == 0 && nearly_all(zeros[0]) ? "UTF-16BE" : nullptr;
}

}  // namespace

bool IsUtf8(absl::string_view text) {
  const auto* p = reinterpret_cast<const uint8_t*>(text.data());
  const uint8_t* const end = p + text.size();
  while (p < end) {
    if (*p < 0x80) {
      ++p;
      continue;
    }
    int extra = 0;
    uint32_t code = 0;
    uint32_t minimum = 0;
    if ((*p & 0xe0) == 0xc0) {
      extra = 1, code = *p & 0x1f, minimum = 0x80;
    } else if ((*p & 0xf0) == 0xe0) {
      extra = 2, code = *p & 0x0f, minimum = 0x800;
    } else if ((*p & 0xf8) == 0xf0) {
      extra = 3, code = *p & 0x07, minimum = 0x10000;
    } else {
      return false;
    }
    if (end - p <= extra) return false;
    for (int i = 1; i <= extra; ++i) {
      if ((p[i] & 0xc0) != 0x80) return false;
      code = code << 6 | (p[i] & 0x3f);
    }
    if (code < minimum || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return false;
    p += extra + 1;
  }
  return true;
}

absl::StatusOr<absl::string_view> ToUtf8(absl::string_view bytes, std::string& converted,
                                         HeldMemory& held) {
  const auto too_large = [] {
    return absl::ResourceExhaustedError(
        "converting the file to UTF-8 takes more memory than it may; save it as UTF-8");
  };
  const char* utf16 = nullptr;
  if (absl::StartsWith(bytes, kUtf16LittleMark) || absl::StartsWith(bytes, kUtf16BigMark)) {
    utf16 = bytes.front() == '\xff' ? "UTF-16LE" : "UTF-16BE";
    bytes.remove_prefix(kUtf16BigMark.size());
  } else {
    utf16 = Utf16Without(bytes);
  }
  if (utf16 != nullptr) {
    // Two bytes become at most three.
    const size_t longest = bytes.size() / 2 * 3;
    if (!held.Add(static_cast<int64_t>(longest))) return too_large();
    if (Convert(bytes, utf16, longest, converted)) return converted;
    return absl::InvalidArgumentError("the file begins like UTF-16 text but is damaged");
  }
  if (absl::StartsWith(bytes, kUtf8Mark)) bytes.remove_prefix(kUtf8Mark.size());
  if (absl::StrContains(bytes, '\0')) {
    return absl::InvalidArgumentError(
        "the file holds NUL bytes; it is no text file and no workbook");
  }
  if (IsUtf8(bytes)) return bytes;
  const size_t longest = LongestUtf8(bytes);
  if (!held.Add(static_cast<int64_t>(longest))) return too_large();
  ConvertLines(bytes, longest, converted);
  return converted;
}

}  // namespace sos::table
