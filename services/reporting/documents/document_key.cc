// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/document_key.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/education/dashboard_year.h"
#include "common/education/indicator.h"
#include "common/education/proto.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"
#include "services/reporting/errors.h"
#include "services/reporting/sentences/catalog.h"
#include "services/reporting/sentences/notices.h"

namespace sos::reporting {
namespace {

// What the last part of a name says.
enum class Ending { kYear, kYearAndIndicator, kTwoYears };

// The kinds with the part of the name that tells them, what stands at its end, and which entities
// have such a document.
struct KindForm {
  DocumentKey::Kind kind;
  absl::string_view collection;
  Ending ending = Ending::kYear;
  bool (*has)(const CdsCode& cds) = [](const CdsCode&) { return true; };
};
constexpr KindForm kForms[] = {
    {DocumentKey::Kind::kReport, "reports"},
    {DocumentKey::Kind::kPlacement, "placements", Ending::kYearAndIndicator},
    {DocumentKey::Kind::kLeaPlacement, "leaPlacements", Ending::kYearAndIndicator,
     [](const CdsCode& cds) { return cds.IsState() || cds.IsCounty(); }},
    {DocumentKey::Kind::kCountyReport, "countyReports", Ending::kYear,
     [](const CdsCode& cds) { return cds.IsCounty(); }},
    {DocumentKey::Kind::kIndicatorView, "indicatorViews", Ending::kYearAndIndicator},
    {DocumentKey::Kind::kSupportView, "supportViews"},
    {DocumentKey::Kind::kRedList, "redLists"},
    {DocumentKey::Kind::kTargetList, "targetLists", Ending::kYear,
     [](const CdsCode& cds) { return !cds.IsState(); }},
    {DocumentKey::Kind::kYearChanges, "yearChanges", Ending::kTwoYears},
    {DocumentKey::Kind::kPeerList, "peerLists", Ending::kYear,
     [](const CdsCode& cds) { return cds.IsLea() || cds.IsSchool(); }},
    {DocumentKey::Kind::kGapList, "gapLists", Ending::kYearAndIndicator,
     [](const CdsCode& cds) { return cds.IsLea(); }},
    {DocumentKey::Kind::kLcapPack, "lcapPacks", Ending::kYear,
     [](const CdsCode& cds) { return cds.IsLea() || cds.IsSchool(); }},
    {DocumentKey::Kind::kCountyPack, "countyPacks", Ending::kYear,
     [](const CdsCode& cds) { return cds.IsCounty(); }},
    {DocumentKey::Kind::kEstimate, "estimates", Ending::kYear,
     [](const CdsCode& cds) { return cds.IsLea(); }},
};

const KindForm& FormOf(DocumentKey::Kind kind) {
  for (const KindForm& form : kForms) {
    if (form.kind == kind) return form;
  }
  return kForms[0];
}

std::string NameForm(const KindForm& form) {
  const absl::string_view ending = form.ending == Ending::kYearAndIndicator ? "{year}-{indicator}"
                                   : form.ending == Ending::kTwoYears       ? "{year}-{year}"
                                                                            : "{year}";
  return absl::StrCat(kEntityPrefix, "{cds}/", form.collection, "/", ending);
}

std::string NameForms() {
  return absl::StrJoin(kForms, ", ", [](std::string* out, const KindForm& form) {
    absl::StrAppend(out, NameForm(form));
  });
}

}  // namespace

std::string DocumentKey::Name() const {
  const KindForm& form = FormOf(kind);
  std::string name = absl::StrCat(EntityName(), "/", form.collection, "/");
  if (form.ending == Ending::kTwoYears) absl::StrAppend(&name, from_year, "-");
  absl::StrAppend(&name, dashboard_year);
  if (form.ending == Ending::kYearAndIndicator) {
    absl::StrAppend(&name, "-", absl::AsciiStrToLower(Code(indicator)));
  }
  return name;
}

std::string DocumentKey::EntityName() const { return sos::EntityName(cds); }

const language::Messages& DocumentKey::Words() const {
  const language::Messages* const words = SentenceCatalog().Find(language_code);
  return words != nullptr ? *words : *SentenceCatalog().Find("");
}

std::string DocumentKey::Notice() const { return SyntheticNotice(Words(), cds); }

absl::StatusOr<DocumentKey> ParseDocumentName(const std::string& name) {
  if (name.empty()) return errors::FieldRequired("name");
  const auto invalid = [&name] { return errors::FieldInvalid("name", name, NameForms()); };
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (parts.size() != 4 || absl::StrCat(parts[0], "/") != kEntityPrefix) return invalid();
  const auto* const form =
      std::find_if(std::begin(kForms), std::end(kForms),
                   [&parts](const KindForm& known) { return known.collection == parts[2]; });
  if (form == std::end(kForms)) return invalid();
  DocumentKey key;
  key.kind = form->kind;
  absl::string_view year_text = parts[3];
  const std::vector<absl::string_view> id = absl::StrSplit(parts[3], absl::MaxSplits('-', 1));
  if (form->ending != Ending::kYear && id.size() != 2) return invalid();
  if (form->ending == Ending::kYearAndIndicator) {
    const auto indicator = kIndicators.FromCode(id[1]);
    if (!indicator) return invalid();
    key.indicator = ToProto(*indicator);
    year_text = id[0];
  } else if (form->ending == Ending::kTwoYears) {
    const std::optional<int> from_year = ParseDashboardYear(id[0]);
    if (!from_year) return invalid();
    key.from_year = *from_year;
    year_text = id[1];
  }
  const std::optional<CdsCode> cds = CdsCode::Parse(parts[1]);
  const std::optional<int> year = ParseDashboardYear(year_text);
  if (!cds || !year || !form->has(*cds) || key.from_year > *year) return invalid();
  key.cds = *cds;
  key.dashboard_year = *year;
  return key;
}

absl::StatusOr<DocumentKey> ParseDocumentName(const std::string& name, DocumentKey::Kind kind) {
  SOS_ASSIGN_OR_RETURN(const DocumentKey key, ParseDocumentName(name));
  return key.kind == kind ? absl::StatusOr<DocumentKey>(key)
                          : errors::FieldInvalid("name", name, NameForm(FormOf(kind)));
}

}  // namespace sos::reporting
