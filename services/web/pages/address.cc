// SPDX-License-Identifier: Apache-2.0
#include "services/web/pages/address.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/education/dashboard_year.h"

namespace sos::web {
namespace {

using Parts = std::vector<absl::string_view>;

constexpr std::pair<FileKind, absl::string_view> kEndings[] = {
    {FileKind::kJson, "json"}, {FileKind::kCsv, "csv"}, {FileKind::kXlsx, "xlsx"},
    {FileKind::kSvg, "svg"},   {FileKind::kPng, "png"}, {FileKind::kPdf, "pdf"},
    {FileKind::kHtml, "html"},
};

// In the order of the enum.
constexpr absl::string_view kIndicatorIds[] = {"chronic",        "suspension", "elpi",
                                               "graduation",     "ela",        "mathematics",
                                               "college-career", "science"};

// Pages below an entity that need nothing more.
constexpr std::pair<PageKind, absl::string_view> kViews[] = {
    {PageKind::kGroups, "groups"},   {PageKind::kSupport, "support"},
    {PageKind::kCompare, "compare"}, {PageKind::kWhatIf, "what-if"},
    {PageKind::kReds, "reds"},       {PageKind::kTargets, "targets"},
    {PageKind::kChanges, "changes"}, {PageKind::kSimilar, "similar"},
    {PageKind::kLcap, "lcap"},       {PageKind::kEstimate, "estimate"},
};

constexpr std::pair<PageKind, absl::string_view> kAboutPages[] = {
    {PageKind::kAboutColors, "colors"}, {PageKind::kAboutSupport, "support"},
    {PageKind::kAboutData, "data"},     {PageKind::kAboutDataQuest, "dataquest"},
    {PageKind::kAboutApi, "api"},
};

// Takes the entity from the front of `parts`.
std::optional<CdsCode> TakeEntity(Parts& parts) {
  if (parts.empty()) return std::nullopt;
  if (parts[0] == "state") {
    parts.erase(parts.begin());
    return CdsCode();
  }
  if (parts.size() < 2) return std::nullopt;
  std::optional<CdsCode> cds;
  if (parts[0] == "counties") {
    if (!IsCaliforniaCountyCode(parts[1])) return std::nullopt;
    cds = CdsCode::Parse(absl::StrCat(parts[1], "000000000000"));
  } else if (parts[0] == "leas" || parts[0] == "schools" || parts[0] == "e") {
    cds = CdsCode::Parse(parts[1]);
  }
  parts.erase(parts.begin(), parts.begin() + 2);
  return cds;
}

// Reads what follows the entity and year.
bool ReadView(const Parts& parts, Address& address) {
  if (parts.empty()) {
    address.kind = PageKind::kEntity;
    return true;
  }
  if (parts.size() == 1) {
    for (const auto& [kind, name] : kViews) {
      if (parts[0] != name) continue;
      address.kind = kind;
      return true;
    }
    return false;
  }
  address.indicator = ParseIndicatorId(parts[1]);
  if (!address.indicator) return false;
  if (parts.size() == 2 && (parts[0] == "five-by-five" || parts[0] == "gaps")) {
    address.kind = parts[0] == "gaps" ? PageKind::kGaps : PageKind::kPlacement;
    return true;
  }
  if (parts[0] != "indicators" || parts.size() > 3) return false;
  address.kind = PageKind::kIndicator;
  if (parts.size() == 2) return true;
  address.kind = PageKind::kResult;
  address.group = kStudentGroups.FromCode(parts[2]);
  return address.group.has_value();
}

std::optional<Address> ReadAbout(const Parts& parts, Address address) {
  if (parts.size() == 3 && parts[1] == "indicators") {
    address.kind = PageKind::kAboutIndicator;
    address.indicator = ParseIndicatorId(parts[2]);
    return address.indicator ? std::optional(address) : std::nullopt;
  }
  if (parts.size() != 2) return std::nullopt;
  for (const auto& [kind, name] : kAboutPages) {
    if (parts[1] != name) continue;
    address.kind = kind;
    return address;
  }
  return std::nullopt;
}

std::string EntityPath(const CdsCode& cds) {
  if (cds.IsState()) return "/state";
  if (cds.IsCounty()) return absl::StrCat("/counties/", cds.county());
  return absl::StrCat(cds.IsSchool() ? "/schools/" : "/leas/", cds.text());
}

}  // namespace

bool IsAboutEntity(PageKind kind) {
  return kind >= PageKind::kEntity && kind <= PageKind::kEstimate;
}

absl::string_view IndicatorId(Indicator indicator) {
  return kIndicatorIds[static_cast<size_t>(indicator)];
}

std::optional<Indicator> ParseIndicatorId(absl::string_view text) {
  for (const auto& entry : kIndicators) {
    if (absl::EqualsIgnoreCase(IndicatorId(entry.value), text)) return entry.value;
  }
  return kIndicators.FromCode(text);
}

absl::string_view EndingOf(FileKind file) {
  for (const auto& [kind, ending] : kEndings) {
    if (kind == file) return ending;
  }
  return "";
}

std::optional<Address> ParseAddress(absl::string_view path) {
  if (!absl::ConsumePrefix(&path, "/") || path == "/") return std::nullopt;
  Address address;
  for (const auto& [kind, ending] : kEndings) {
    absl::string_view stem = path;
    if (!absl::ConsumeSuffix(&stem, ending) || !absl::ConsumeSuffix(&stem, ".")) continue;
    address.file = kind;
    path = stem;
  }
  absl::ConsumeSuffix(&path, "/");
  if (path.empty()) {
    return address.file == FileKind::kPage ? std::optional(address) : std::nullopt;
  }
  Parts parts = absl::StrSplit(path, '/');
  if (parts[0] == "about") return ReadAbout(parts, address);
  if (parts.size() == 1 && parts[0] == "search") {
    address.kind = PageKind::kSearch;
    return address;
  }
  const std::optional<CdsCode> cds = TakeEntity(parts);
  if (!cds) return std::nullopt;
  address.cds = *cds;
  if (!parts.empty()) {
    address.year = ParseDashboardYear(parts[0]);
    if (address.year) parts.erase(parts.begin());
  }
  return ReadView(parts, address) ? std::optional(address) : std::nullopt;
}

std::string PathOf(const Address& address) {
  std::string path;
  if (IsAboutEntity(address.kind)) {
    path = EntityPath(address.cds);
    if (address.year) absl::StrAppend(&path, "/", *address.year);
  }
  for (const auto& [kind, name] : kViews) {
    if (kind == address.kind) absl::StrAppend(&path, "/", name);
  }
  for (const auto& [kind, name] : kAboutPages) {
    if (kind == address.kind) absl::StrAppend(&path, "/about/", name);
  }
  switch (address.kind) {
    case PageKind::kHome:
      path = "/";
      break;
    case PageKind::kSearch:
      path = "/search";
      break;
    case PageKind::kAboutIndicator:
      absl::StrAppend(&path, "/about/indicators/", IndicatorId(*address.indicator));
      break;
    case PageKind::kPlacement:
      absl::StrAppend(&path, "/five-by-five/", IndicatorId(*address.indicator));
      break;
    case PageKind::kGaps:
      absl::StrAppend(&path, "/gaps/", IndicatorId(*address.indicator));
      break;
    case PageKind::kIndicator:
    case PageKind::kResult:
      absl::StrAppend(&path, "/indicators/", IndicatorId(*address.indicator));
      break;
    default:
      break;
  }
  if (address.kind == PageKind::kResult) {
    absl::StrAppend(&path, "/", absl::AsciiStrToLower(kStudentGroups.Code(*address.group)));
  }
  if (address.file != FileKind::kPage) absl::StrAppend(&path, ".", EndingOf(address.file));
  return path;
}

}  // namespace sos::web
