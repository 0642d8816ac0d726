// SPDX-License-Identifier: Apache-2.0
#include "common/text/printable.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace sos {
namespace {

constexpr char32_t kLastOfFirstPlane = 0xffff;

// The bytes that UTF-8 has for `code`, also for a surrogate, which may have none.
std::string Utf8(char32_t code) {
  const auto byte = [](char32_t value) { return static_cast<char>(value); };
  if (code < 0x80) return {byte(code)};
  if (code < 0x800) return {byte(0xc0 | code >> 6), byte(0x80 | (code & 0x3f))};
  if (code < 0x10000) {
    return {byte(0xe0 | code >> 12), byte(0x80 | (code >> 6 & 0x3f)), byte(0x80 | (code & 0x3f))};
  }
  return {byte(0xf0 | code >> 18), byte(0x80 | (code >> 12 & 0x3f)),
          byte(0x80 | (code >> 6 & 0x3f)), byte(0x80 | (code & 0x3f))};
}

// What no terminal may be sent, said here once more and not by the table of the code.
bool IsDangerous(char32_t code) {
  return code < 0x20 || (code >= 0x7f && code <= 0x9f) || code == 0xad || code == 0x61c ||
         (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
         (code >= 0x2060 && code <= 0x206f) || (code >= 0xd800 && code <= 0xdfff) ||
         code == 0xfeff || code == 0xfffe || code == 0xffff;
}

TEST(PrintableTest, LeavesLettersOfAllScriptsAsTheyAre) {
  for (const char* const text :
       {"", "Mt. Diablo Unified", "Peña & Señor “Ñ”", "O'Neill – K-8", "大阪小学校", "Đồng Nai",
        "שלום", "مدرسة", "no-break\u00a0space", "😀", "e\u0301", R"(a literal \x1b)"}) {
    EXPECT_EQ(Printable(text), text);
    EXPECT_TRUE(IsPrintable(text)) << text;
    EXPECT_EQ(PrintableJson(text), text);
  }
}

TEST(PrintableTest, ShowsControlCharactersAsEscapes) {
  EXPECT_EQ(Printable("\x1b"), R"(\x1b)");
  EXPECT_EQ(Printable(std::string("a\0b", 3)), R"(a\x00b)");
  EXPECT_EQ(Printable("\x1b]0;owned\x07 Unified"), R"(\x1b]0;owned\x07 Unified)");
  EXPECT_EQ(Printable("two\nlines\tand\rmore\x7f"), R"(two\x0alines\x09and\x0dmore\x7f)");
}

TEST(PrintableTest, TellsTheControlCharacterFromTheByte) {
  EXPECT_EQ(Printable("\u009b31m"), R"(\u009b31m)");  // The one-character form of ESC [.
  EXPECT_EQ(Printable("\x9b"
                      "31m"),
            R"(\x9b31m)");
}

TEST(PrintableTest, ShowsWhatTurnsOrHidesText) {
  // NOLINTNEXTLINE(misc-misleading-bidirectional): this is what is shown.
  EXPECT_EQ(Printable("abc\u202edef"), R"(abc\u202edef)");
  EXPECT_EQ(Printable("\u061c\u200e\u2066x\u2069"), R"(\u061c\u200e\u2066x\u2069)");
  EXPECT_EQ(Printable("a\u200bb\u00adc\ufeff"), R"(a\u200bb\u00adc\ufeff)");
  EXPECT_EQ(Printable("a\u2028b\u2029"), R"(a\u2028b\u2029)");
  EXPECT_EQ(Printable("\U000e0041"), R"(\U000e0041)");
}

TEST(PrintableTest, ShowsBytesThatAreNoUtf8) {
  EXPECT_EQ(Printable("\xc3"), R"(\xc3)") << "cut short";
  EXPECT_EQ(Printable("\xe2\x80"), R"(\xe2\x80)") << "cut short";
  EXPECT_EQ(Printable("\xc0\x8a"), R"(\xc0\x8a)") << "a line feed, longer than it need be";
  EXPECT_EQ(Printable("\xe0\x80\x9b"), R"(\xe0\x80\x9b)") << "ESC [, longer than it need be";
  EXPECT_EQ(Printable("\xed\xa0\x80"), R"(\xed\xa0\x80)") << "a surrogate";
  EXPECT_EQ(Printable("\xf4\x90\x80\x80"), R"(\xf4\x90\x80\x80)") << "beyond the last";
  EXPECT_EQ(Printable("\xff\xc3\xb1"), "\\xffñ");
}

TEST(PrintableTest, KeepsLinesAndColorsWhereItIsTold) {
  constexpr char kColored[] = "\033[41;97mR 64.0\033[0m\nnext\t\033]0;owned\007\033[2J\033[1";

  EXPECT_EQ(Printable(kColored, Keep::kLines),
            "\\x1b[41;97mR 64.0\\x1b[0m\nnext\\x09\\x1b]0;owned\\x07\\x1b[2J\\x1b[1");
  EXPECT_EQ(Printable(kColored, Keep::kLinesAndColors),
            "\033[41;97mR 64.0\033[0m\nnext\\x09\\x1b]0;owned\\x07\\x1b[2J\\x1b[1");
}

TEST(PrintableTest, EscapesJsonAsJsonDoes) {
  const std::string json = "{\"name\": \"a\u009b\u202e\x7f\U000e0041\u00f1\"}\n";

  const std::string printable = PrintableJson(json);

  EXPECT_EQ(printable, "{\"name\": \"a\\u009b\\u202e\\u007f\\udb40\\udc41\u00f1\"}\n");
  EXPECT_EQ(nlohmann::json::parse(printable), nlohmann::json::parse(json)) << "the value is kept";
}

TEST(PrintableTest, HoldsNothingDangerousForAnyCodePoint) {
  for (char32_t code = 0; code <= kLastOfFirstPlane; ++code) {
    const std::string raw = "a" + Utf8(code) + "b";
    const std::string shown = Printable(raw);
    // A code point stays as it is, or becomes ASCII: so all that is shown is valid UTF-8.
    if (shown == raw) {
      ASSERT_FALSE(IsDangerous(code)) << std::hex << static_cast<uint32_t>(code);
    } else {
      for (const char c : shown) ASSERT_TRUE(c >= 0x20 && c <= 0x7e) << std::hex << c;
      ASSERT_FALSE(IsPrintable(raw));
    }
    ASSERT_TRUE(IsPrintable(shown));
    ASSERT_EQ(Printable(shown), shown) << "twice is once";
    ASSERT_EQ(IsPrintable(raw), shown == raw);
  }
}

TEST(PrintableTest, KeepsACarriageReturnBeforeALineFeedAlone) {
  EXPECT_EQ(Printable("a\r\nb\n", Keep::kLines), "a\r\nb\n");
  EXPECT_EQ(Printable("a\rb\n", Keep::kLines), "a\\x0db\n");
  EXPECT_EQ(Printable("a\r\r\n", Keep::kLines), "a\\x0d\r\n");
  EXPECT_EQ(Printable("a\r\n"), "a\\x0d\\x0a");
}

}  // namespace
}  // namespace sos
