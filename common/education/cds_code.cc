// SPDX-License-Identifier: Apache-2.0
#include "common/education/cds_code.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace sos {
namespace {

constexpr int kCountyDigits = 2;
constexpr int kLeaDigits = 7;

// The first digits of district codes: unified, elementary and high school districts have 61 to 77,
// state schools and statewide charters 31, 32 and 40; samples have 60 (every code of the
// directories of 2018, 2019 and 2023).
constexpr absl::string_view kDistrictPrefixes[] = {"31", "32", "40"};
constexpr absl::string_view kFirstDistrict = "60";
constexpr absl::string_view kLastDistrict = "77";

// True for five digits that a district or county office of the county may have.
bool IsDistrict(absl::string_view county, absl::string_view district) {
  const absl::string_view prefix = district.substr(0, kCountyDigits);
  if (prefix >= kFirstDistrict && prefix <= kLastDistrict) return true;
  if (std::find(std::begin(kDistrictPrefixes), std::end(kDistrictPrefixes), prefix) !=
      std::end(kDistrictPrefixes)) {
    return true;
  }
  // A county office: 10, the county and one more digit. Samples: 100 and the county.
  return absl::StartsWith(district, "10") && (district.substr(2, kCountyDigits) == county ||
                                              (district[2] == '0' && district.substr(3) == county));
}

}  // namespace

bool IsCountyCode(absl::string_view text) {
  return text.size() == kCountyDigits && absl::ascii_isdigit(text[0]) &&
         absl::ascii_isdigit(text[1]);
}

bool IsCaliforniaCountyCode(absl::string_view code) {
  return IsCountyCode(code) && ((code >= "01" && code <= "58") || code == "99");
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

bool CdsCode::MayLackLastDigit(absl::string_view text) {
  if (text.size() != kDigits - 1 || !std::all_of(text.begin(), text.end(), absl::ascii_isdigit)) {
    return false;
  }
  const absl::string_view county = text.substr(0, kCountyDigits);
  return IsCaliforniaCountyCode(county) &&
         IsDistrict(county, text.substr(kCountyDigits, kLeaDigits - kCountyDigits));
}

bool CdsCode::HasCaliforniaDistrict() const { return IsDistrict(county(), district()); }

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
