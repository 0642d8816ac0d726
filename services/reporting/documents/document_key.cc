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

// The kinds with the part of the name that tells them, and whether an indicator follows the year.
struct KindForm {
  DocumentKey::Kind kind;
  absl::string_view collection;
  bool has_indicator;
};
constexpr KindForm kForms[] = {
    {DocumentKey::Kind::kReport, "reports", false},
    {DocumentKey::Kind::kPlacement, "placements", true},
    {DocumentKey::Kind::kCountyReport, "countyReports", false},
    {DocumentKey::Kind::kIndicatorView, "indicatorViews", true},
    {DocumentKey::Kind::kSupportView, "supportViews", false},
};

const KindForm& FormOf(DocumentKey::Kind kind) {
  for (const KindForm& form : kForms) {
    if (form.kind == kind) return form;
  }
  return kForms[0];
}

std::string NameForm(const KindForm& form) {
  return absl::StrCat(kEntityPrefix, "{cds}/", form.collection, "/{year}",
                      form.has_indicator ? "-{indicator}" : "");
}

std::string NameForms() {
  return absl::StrJoin(kForms, ", ", [](std::string* out, const KindForm& form) {
    absl::StrAppend(out, NameForm(form));
  });
}

}  // namespace

std::string DocumentKey::Name() const {
  const KindForm& form = FormOf(kind);
  return absl::StrCat(
      EntityName(), "/", form.collection, "/", dashboard_year,
      form.has_indicator ? absl::StrCat("-", absl::AsciiStrToLower(Code(indicator))) : "");
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
  if (form->has_indicator) {
    const std::vector<absl::string_view> id = absl::StrSplit(parts[3], absl::MaxSplits('-', 1));
    const auto indicator = id.size() == 2 ? kIndicators.FromCode(id[1]) : std::nullopt;
    if (!indicator) return invalid();
    key.indicator = ToProto(*indicator);
    year_text = id[0];
  }
  const std::optional<CdsCode> cds = CdsCode::Parse(parts[1]);
  const std::optional<int> year = ParseDashboardYear(year_text);
  if (!cds || !year || (key.kind == DocumentKey::Kind::kCountyReport && !cds->IsCounty())) {
    return invalid();
  }
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
