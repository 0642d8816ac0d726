#include "common/education/cds_code.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"

namespace sos {
namespace {

constexpr int kCountyDigits = 2;
constexpr int kLeaDigits = 7;

}  // namespace

bool IsCountyCode(absl::string_view text) {
  return text.size() == kCountyDigits && absl::ascii_isdigit(text[0]) &&
         absl::ascii_isdigit(text[1]);
}

bool IsCaliforniaCountyCode(absl::string_view text) {
  return IsCountyCode(text) && ((text >= "01" && text <= "58") || text == "99");
}

std::optional<CdsCode> CdsCode::Parse(absl::string_view text) {
  if (text.size() != kDigits) return std::nullopt;
  const bool all_digits = std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
  if (!all_digits) return std::nullopt;
  CdsCode code;
  std::copy(text.begin(), text.end(), code.digits_.begin());
  return code;
}

std::optional<CdsCode> CdsCode::ParseCell(absl::string_view text) {
  if (text.size() != kDigits - 1) return Parse(text);
  char padded[kDigits];
  padded[0] = '0';
  std::copy(text.begin(), text.end(), padded + 1);
  return Parse({padded, kDigits});
}

CdsCode CdsCode::Lea() const {
  CdsCode lea;
  std::copy_n(digits_.begin(), kLeaDigits, lea.digits_.begin());
  return lea;
}

CdsCode CdsCode::County() const {
  CdsCode county;
  std::copy_n(digits_.begin(), kCountyDigits, county.digits_.begin());
  return county;
}

}  // namespace sos
