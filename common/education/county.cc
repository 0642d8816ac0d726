// SPDX-License-Identifier: Apache-2.0
#include "common/education/county.h"

#include <cstddef>
#include <iterator>

#include "absl/strings/match.h"
#include "common/education/cds_code.h"

namespace sos {
namespace {

struct County {
  absl::string_view code;
  absl::string_view name;
};

// By code, which counts them in alphabetical order.
constexpr County kCounties[] = {
    {"01", "Alameda"},   {"02", "Alpine"},        {"03", "Amador"},       {"04", "Butte"},
    {"05", "Calaveras"}, {"06", "Colusa"},        {"07", "Contra Costa"}, {"08", "Del Norte"},
    {"09", "El Dorado"}, {"10", "Fresno"},        {"11", "Glenn"},        {"12", "Humboldt"},
    {"13", "Imperial"},  {"14", "Inyo"},          {"15", "Kern"},         {"16", "Kings"},
    {"17", "Lake"},      {"18", "Lassen"},        {"19", "Los Angeles"},  {"20", "Madera"},
    {"21", "Marin"},     {"22", "Mariposa"},      {"23", "Mendocino"},    {"24", "Merced"},
    {"25", "Modoc"},     {"26", "Mono"},          {"27", "Monterey"},     {"28", "Napa"},
    {"29", "Nevada"},    {"30", "Orange"},        {"31", "Placer"},       {"32", "Plumas"},
    {"33", "Riverside"}, {"34", "Sacramento"},    {"35", "San Benito"},   {"36", "San Bernardino"},
    {"37", "San Diego"}, {"38", "San Francisco"}, {"39", "San Joaquin"},  {"40", "San Luis Obispo"},
    {"41", "San Mateo"}, {"42", "Santa Barbara"}, {"43", "Santa Clara"},  {"44", "Santa Cruz"},
    {"45", "Shasta"},    {"46", "Sierra"},        {"47", "Siskiyou"},     {"48", "Solano"},
    {"49", "Sonoma"},    {"50", "Stanislaus"},    {"51", "Sutter"},       {"52", "Tehama"},
    {"53", "Trinity"},   {"54", "Tulare"},        {"55", "Tuolumne"},     {"56", "Ventura"},
    {"57", "Yolo"},      {"58", "Yuba"},
};

}  // namespace

absl::string_view CountyName(absl::string_view code) {
  if (!IsCountyCode(code)) return {};
  const size_t number = (code[0] - '0') * size_t{10} + (code[1] - '0');
  return number >= 1 && number <= std::size(kCounties) ? kCounties[number - 1].name
                                                       : absl::string_view();
}

absl::string_view CountyCodeOf(absl::string_view name) {
  constexpr absl::string_view kSuffix = " county";
  if (absl::EndsWithIgnoreCase(name, kSuffix)) name.remove_suffix(kSuffix.size());
  for (const County& county : kCounties) {
    if (absl::EqualsIgnoreCase(county.name, name)) return county.code;
  }
  return {};
}

}  // namespace sos
