// SPDX-License-Identifier: Apache-2.0
#include "common/text/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <exception>
#include <utility>

namespace sos {
namespace {

constexpr UChar32 kRightQuotationMark = 0x2019;

// Never null: ICU has both tables within its library.
const icu::Normalizer2& Loaded(const icu::Normalizer2* table, UErrorCode error) {
  if (U_FAILURE(error) || table == nullptr) std::terminate();
  return *table;
}

const icu::Normalizer2& SmallLetters() {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* const table = icu::Normalizer2::getNFKCCasefoldInstance(error);
  return Loaded(table, error);
}

const icu::Normalizer2& AccentsApart() {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* const table = icu::Normalizer2::getNFDInstance(error);
  return Loaded(table, error);
}

icu::UnicodeString Normalized(const icu::Normalizer2& table, const icu::UnicodeString& text) {
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString normalized = table.normalize(text, error);
  // Only memory can be lacking.
  if (U_FAILURE(error)) std::terminate();
  return normalized;
}

}  // namespace

std::vector<std::string> FoldedWords(absl::string_view text) {
  const icu::UnicodeString given = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  const icu::UnicodeString letters = Normalized(AccentsApart(), Normalized(SmallLetters(), given));
  std::vector<std::string> words;
  icu::UnicodeString word;
  const auto end_word = [&] {
    if (word.isEmpty()) return;
    word.toUTF8String(words.emplace_back());
    word.remove();
  };
  for (int32_t at = 0; at < letters.length(); at = letters.moveIndex32(at, 1)) {
    const UChar32 letter = letters.char32At(at);
    if (u_isalnum(letter)) {
      word.append(letter);
    } else if (u_charType(letter) != U_NON_SPACING_MARK && letter != '\'' &&
               letter != kRightQuotationMark) {
      end_word();
    }
  }
  end_word();
  return words;
}

}  // namespace sos
