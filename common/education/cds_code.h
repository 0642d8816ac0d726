// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_EDUCATION_CDS_CODE_H_
#define SOS_COMMON_EDUCATION_CDS_CODE_H_

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace sos {

// True for two digits, with which every code of an entity of a county begins.
bool IsCountyCode(absl::string_view text);

// True for the code of one of the 58 counties ("01" to "58"), and for "99", which no county has and
// which tests and samples use.
bool IsCaliforniaCountyCode(absl::string_view code);

// A county-district-school code: 14 digits, two for the county, five for the district, seven for
// the school. It is text, never a number: leading zeros count.
//
// All zeros is the state; a county is `CC` and zeros; an LEA ends in seven zeros.
class CdsCode {
 public:
  static constexpr int kDigits = 14;

  // The state.
  CdsCode() { digits_.fill('0'); }

  // Reads exactly 14 digits. Returns nullopt for anything else.
  static std::optional<CdsCode> Parse(absl::string_view text);

  // Reads a code from a cell of a file. Beside Parse(), it takes the 13 digits that are left of a
  // code with a leading zero when a spreadsheet has turned it into a number.
  static std::optional<CdsCode> ParseCell(absl::string_view text);

  // True for 13 digits that may just as well be what is left of a code that lost its last digit:
  // they begin with a county and a district as there are.
  static bool MayLackLastDigit(absl::string_view text);

  absl::string_view text() const { return {digits_.data(), digits_.size()}; }
  std::string ToString() const { return std::string(digits_.data(), digits_.size()); }

  absl::string_view county() const { return text().substr(0, 2); }
  absl::string_view district() const { return text().substr(2, 5); }
  absl::string_view school() const { return text().substr(7); }

  bool IsState() const { return *this == CdsCode(); }
  bool IsCounty() const { return !IsState() && district() == "00000" && school() == "0000000"; }
  bool IsSchool() const { return school() != "0000000"; }
  // A district or county office.
  bool IsLea() const { return !IsSchool() && district() != "00000"; }
  // County offices of education carry district codes that begin with 10 (all 58 in the local
  // indicator files of 2023; no other LEA has one).
  bool IsCountyOffice() const { return IsLea() && district().substr(0, 2) == "10"; }

  // False for the code of a county that does not exist.
  bool HasCaliforniaCounty() const { return IsState() || IsCaliforniaCountyCode(county()); }

  // Codes that nothing real has, which the sample data use: of the county 99, of districts
  // from 60000 to 60099 (real ones begin at 61), and of county offices that repeat the county's two
  // digits after 100. A whole synthetic state has the numbers of the real counties, which cannot
  // show it.
  bool IsSynthetic() const {
    return county() > "58" || district().substr(0, 3) == "600" ||
           (district().substr(0, 3) == "100" && district().substr(3) == county());
  }

  // True if the district's digits are among those that California gives to districts and county
  // offices; samples that are not of this project have others.
  bool HasCaliforniaDistrict() const;

  // The fourteen digits as a number: what stands above a school is found by arithmetic.
  int64_t Number() const {
    int64_t number = 0;
    for (const char digit : digits_) number = number * 10 + (digit - '0');
    return number;
  }
  // What the seven digits of an LEA are multiplied by in the number of a school.
  static constexpr int64_t kSchoolFactor = 10'000'000;

  // The district or county office under whose code this entity lies; itself for an LEA, the state
  // for the state. A charter school lies under the district its code names.
  CdsCode Lea() const;
  // The code of the county.
  CdsCode County() const;

  friend auto operator<=>(const CdsCode&, const CdsCode&) = default;

  template <typename H>
  friend H AbslHashValue(H h, const CdsCode& code) {
    return H::combine(std::move(h), code.text());
  }

 private:
  std::array<char, kDigits> digits_;
};

}  // namespace sos

#endif  // SOS_COMMON_EDUCATION_CDS_CODE_H_
