// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/document_key.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/education/dashboard_year.h"
#include "common/education/indicator.h"
#include "common/education/proto.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"
#include "services/reporting/errors.h"

namespace sos::reporting {
namespace {

constexpr char kSyntheticNotice[] =
    "Synthetic data: this county does not exist. The files were made by this program.";

constexpr absl::string_view kNameForms =
    "entities/{cds}/reports/{year}, entities/{cds}/placements/{year}-{indicator} or "
    "entities/{cds}/countyReports/{year}";

absl::string_view NameForm(DocumentKey::Kind kind) {
  switch (kind) {
    case DocumentKey::Kind::kReport:
      return "entities/{cds}/reports/{year}";
    case DocumentKey::Kind::kPlacement:
      return "entities/{cds}/placements/{year}-{indicator}";
    case DocumentKey::Kind::kCountyReport:
      return "entities/{cds}/countyReports/{year}";
  }
  return kNameForms;
}

}  // namespace

std::string DocumentKey::Name() const {
  std::string parent = EntityName();
  switch (kind) {
    case Kind::kReport:
      return absl::StrCat(parent, "/reports/", dashboard_year);
    case Kind::kPlacement:
      return absl::StrCat(parent, "/placements/", dashboard_year, "-",
                          absl::AsciiStrToLower(Code(indicator)));
    case Kind::kCountyReport:
      return absl::StrCat(parent, "/countyReports/", dashboard_year);
  }
  return parent;
}

std::string DocumentKey::EntityName() const { return sos::EntityName(cds); }

std::string DocumentKey::Notice() const { return cds.IsSynthetic() ? kSyntheticNotice : ""; }

absl::StatusOr<DocumentKey> ParseDocumentName(const std::string& name) {
  if (name.empty()) return errors::FieldRequired("name");
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (parts.size() != 4 || parts[0] != "entities") {
    return errors::FieldInvalid("name", name, kNameForms);
  }
  DocumentKey key;
  absl::string_view year_text = parts[3];
  if (parts[2] == "placements") {
    key.kind = DocumentKey::Kind::kPlacement;
    const std::vector<absl::string_view> id = absl::StrSplit(parts[3], absl::MaxSplits('-', 1));
    const auto indicator = id.size() == 2 ? kIndicators.FromCode(id[1]) : std::nullopt;
    if (!indicator) return errors::FieldInvalid("name", name, kNameForms);
    key.indicator = ToProto(*indicator);
    year_text = id[0];
  } else if (parts[2] == "countyReports") {
    key.kind = DocumentKey::Kind::kCountyReport;
  } else if (parts[2] != "reports") {
    return errors::FieldInvalid("name", name, kNameForms);
  }
  const std::optional<CdsCode> cds = CdsCode::Parse(parts[1]);
  const std::optional<int> year = ParseDashboardYear(year_text);
  if (!cds || !year || (key.kind == DocumentKey::Kind::kCountyReport && !cds->IsCounty())) {
    return errors::FieldInvalid("name", name, kNameForms);
  }
  key.cds = *cds;
  key.dashboard_year = *year;
  return key;
}

absl::StatusOr<DocumentKey> ParseDocumentName(const std::string& name, DocumentKey::Kind kind) {
  SOS_ASSIGN_OR_RETURN(const DocumentKey key, ParseDocumentName(name));
  return key.kind == kind ? absl::StatusOr<DocumentKey>(key)
                          : errors::FieldInvalid("name", name, NameForm(kind));
}

}  // namespace sos::reporting
