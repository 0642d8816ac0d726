// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_PAGES_ADDRESS_H_
#define SOS_SERVICES_WEB_PAGES_ADDRESS_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "common/education/cds_code.h"
#include "common/education/indicator.h"
#include "common/education/student_group.h"

namespace sos::web {

// What a page is about. Pages of improvement (`plan`, `notes`) will be further values.
enum class PageKind {
  kHome,
  kSearch,
  kEntity,
  kGroups,
  kIndicator,
  kResult,
  kPlacement,
  kSupport,
  kCompare,
  kWhatIf,
  kReds,
  kTargets,
  kChanges,
  kSimilar,
  kGaps,
  kLcap,
  kEstimate,
  kAboutIndicator,
  kAboutColors,
  kAboutSupport,
  kAboutData,
  kAboutDataQuest,
  kAboutApi,
};

// In which form a page is wanted: as HTML, or as a file by the ending of the address.
enum class FileKind { kPage, kJson, kCsv, kXlsx, kSvg, kPng, kPdf, kHtml };

// The address of one page, such as `/leas/27661590000000/2024/indicators/chronic.csv`.
struct Address {
  PageKind kind = PageKind::kHome;
  // Pages of an entity only.
  CdsCode cds;
  // The Dashboard year. Absent: the newest.
  std::optional<int> year;
  std::optional<Indicator> indicator;
  std::optional<StudentGroup> group;
  FileKind file = FileKind::kPage;

  friend bool operator==(const Address&, const Address&) = default;
};

// True for pages of the state, a county, an LEA or a school.
bool IsAboutEntity(PageKind kind);

// Reads the path of a request. Nullopt for what is no address of a page. Also takes other spellings
// (`/e/{cds}`, the codes of the files, capital letters): where PathOf() gives another path, the
// request is redirected to it.
std::optional<Address> ParseAddress(absl::string_view path);

// The path of a page, in the one spelling that links use.
std::string PathOf(const Address& address);

// The indicator as addresses write it, such as `chronic` or `college-career`.
absl::string_view IndicatorId(Indicator indicator);
// Reads it, or the code of the files, whatever the case of letters.
std::optional<Indicator> ParseIndicatorId(absl::string_view text);

// The ending of a file's address, such as `csv`. Empty for a page.
absl::string_view EndingOf(FileKind file);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_PAGES_ADDRESS_H_
