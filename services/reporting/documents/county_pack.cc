// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/county_pack.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/education/indicator.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"
#include "services/reporting/documents/cells.h"
#include "services/reporting/documents/entities.h"
#include "services/reporting/documents/source_files.h"
#include "services/reporting/documents/state_layouts.h"
#include "services/reporting/errors.h"
#include "services/reporting/render/pack_index.h"

namespace sos::reporting {
namespace {

using Kind = DocumentKey::Kind;

// What the results of a year tell of an LEA.
struct LeaInPack {
  education::v1::Entity entity;
  std::map<std::string, education::v1::Entity> schools;
  // The indicators of its schools.
  std::set<education::v1::Indicator> indicators;
};

// A name as a path has it: `Alder Unified` is `alder-unified`.
std::string Slug(absl::string_view name) {
  std::string slug;
  for (const char c : name) {
    const auto letter = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(letter)) {
      slug += absl::ascii_tolower(letter);
    } else if (!slug.empty() && slug.back() != '-') {
      slug += '-';
    }
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug;
}

absl::string_view ExtensionOf(v1::DocumentFormat format) {
  switch (format) {
    case v1::DOCUMENT_FORMAT_CSV:
      return ".csv";
    case v1::DOCUMENT_FORMAT_XLSX:
      return ".xlsx";
    case v1::DOCUMENT_FORMAT_SVG:
      return ".svg";
    case v1::DOCUMENT_FORMAT_PNG:
      return ".png";
    default:
      return ".html";
  }
}

// Adds the files of one entity, all in one folder.
class FolderOfPack {
 public:
  FolderOfPack(const DocumentKey& pack, const CdsCode& cds, std::string folder,
               std::vector<PackFile>& files)
      : pack_(pack), cds_(cds), folder_(std::move(folder)), files_(files) {}

  void Add(Kind kind, absl::string_view name, const std::vector<v1::DocumentFormat>& formats,
           education::v1::Indicator indicator = education::v1::INDICATOR_UNSPECIFIED) {
    DocumentKey key = pack_;
    key.kind = kind;
    key.cds = cds_;
    key.indicator = indicator;
    const std::string stem(name.substr(name.rfind('/') == name.npos ? 0 : name.rfind('/') + 1));
    for (const v1::DocumentFormat format : formats) {
      const absl::string_view extension = ExtensionOf(format);
      files_.push_back({.path = absl::StrCat(folder_, name, extension),
                        .label = absl::StrCat(stem, extension),
                        .key = key,
                        .format = format});
    }
  }

 private:
  const DocumentKey& pack_;
  const CdsCode cds_;
  const std::string folder_;
  std::vector<PackFile>& files_;
};

void AddGrids(Kind kind, const std::set<education::v1::Indicator>& indicators,
              FolderOfPack& folder) {
  for (const education::v1::Indicator indicator : indicators) {
    folder.Add(kind, absl::StrCat("five-by-five/", absl::AsciiStrToLower(Code(indicator))),
               {v1::DOCUMENT_FORMAT_SVG, v1::DOCUMENT_FORMAT_PNG}, indicator);
  }
}

// `earlier_year`: what changed since then is told in a letter; 0 for no letter.
PackSection SectionOf(const DocumentKey& pack, const LeaInPack& lea, const std::string& folder,
                      int earlier_year, bool with_schools) {
  PackSection section{.entity = lea.entity};
  const CdsCode cds = ParseEntityName(lea.entity.name()).value_or(CdsCode());
  FolderOfPack files(pack, cds, folder, section.files);
  files.Add(Kind::kReport, "report",
            {v1::DOCUMENT_FORMAT_HTML, v1::DOCUMENT_FORMAT_XLSX, v1::DOCUMENT_FORMAT_SVG,
             v1::DOCUMENT_FORMAT_PNG});
  files.Add(Kind::kRedList, "red-list", {v1::DOCUMENT_FORMAT_XLSX, v1::DOCUMENT_FORMAT_CSV});
  files.Add(Kind::kTargetList, "targets", {v1::DOCUMENT_FORMAT_XLSX, v1::DOCUMENT_FORMAT_CSV});
  files.Add(Kind::kLcapPack, "lcap", {v1::DOCUMENT_FORMAT_XLSX});
  if (earlier_year != 0) {
    files.Add(Kind::kYearChanges, "what-changed", {v1::DOCUMENT_FORMAT_HTML});
    section.files.back().key.from_year = earlier_year;
  }
  AddGrids(Kind::kPlacement, lea.indicators, files);
  if (!with_schools) return section;
  for (const auto& [name, school] : lea.schools) {
    const CdsCode code = ParseEntityName(name).value_or(CdsCode());
    std::vector<PackFile> reports;
    FolderOfPack(pack, code, absl::StrCat(folder, "schools/"), reports)
        .Add(Kind::kReport, code.ToString(), {v1::DOCUMENT_FORMAT_HTML});
    reports.front().label = school.display_name();
    section.schools.push_back(std::move(reports.front()));
  }
  return section;
}

// The newest year before `dashboard_year` of which something is loaded; 0 for none.
int EarlierYear(const ingestion::v1::Snapshot& snapshot, int dashboard_year) {
  int earlier = 0;
  for (const int year : LoadedYears(snapshot)) {
    if (year < dashboard_year && !IsUnpublishedYear(year)) earlier = std::max(earlier, year);
  }
  return earlier;
}

// The LEAs and schools of the county with results of the year, by name.
absl::StatusOr<std::map<std::string, LeaInPack>> LeasOf(ReportSource& source,
                                                        const DocumentKey& key,
                                                        const Revision& revision,
                                                        const rpc::CallContext& context) {
  indicator::v1::ResultFilter filter;
  filter.add_dashboard_years(key.dashboard_year);
  filter.add_counties(std::string(key.cds.county()));
  filter.add_student_groups(education::v1::STUDENT_GROUP_ALL);
  filter.add_student_groups(education::v1::STUDENT_GROUP_ENGLISH_LEARNERS);
  SOS_ASSIGN_OR_RETURN(const auto blocks, source.GetResults(filter, revision, context));
  std::map<std::string, LeaInPack> leas;
  for (const indicator::v1::ResultBlock& block : blocks) {
    for (const education::v1::Entity& entity : block.entities()) {
      const auto cds = ParseEntityName(entity.name());
      if (!cds || cds->IsCounty() || cds->IsState()) continue;
      LeaInPack& lea = leas[EntityName(cds->Lea())];
      if (cds->IsSchool()) {
        lea.schools[entity.name()] = entity;
        lea.indicators.insert(block.indicator());
      } else {
        lea.entity = entity;
      }
    }
  }
  // The schools of an LEA without results of its own, such as charter schools of a county office,
  // have no folder.
  std::erase_if(leas, [](const auto& lea) { return lea.second.entity.name().empty(); });
  return leas;
}

}  // namespace

std::vector<const PackFile*> PackPlan::Files() const {
  std::vector<const PackFile*> files;
  for (const PackSection& section : sections) {
    for (const PackFile& file : section.files) files.push_back(&file);
    for (const PackFile& file : section.schools) files.push_back(&file);
  }
  return files;
}

absl::StatusOr<PackPlan> PlanCountyPack(ReportSource& source, const DocumentKey& key,
                                        bool with_schools, const Revision& revision,
                                        const rpc::CallContext& context) {
  PackPlan plan{.key = key, .revision = revision};
  SOS_ASSIGN_OR_RETURN(const auto leas, LeasOf(source, key, revision, context));
  if (leas.empty()) return errors::ReportNotFound(key.Name());
  eligibility::v1::DeterminationFilter filter;
  filter.set_program(eligibility::v1::PROGRAM_LCFF);
  filter.set_dashboard_year(key.dashboard_year);
  filter.add_counties(std::string(key.cds.county()));
  SOS_ASSIGN_OR_RETURN(const auto determinations,
                       source.GetDeterminations(filter, revision, context));
  std::map<std::string, std::string> statuses;
  for (const auto& determination : determinations) {
    statuses[determination.entity().name()] = determination.status();
  }
  SOS_ASSIGN_OR_RETURN(const auto snapshot, source.GetSnapshot(revision, context));
  const int earlier_year = EarlierYear(snapshot, key.dashboard_year);
  PackSection county;
  SOS_ASSIGN_OR_RETURN(county.entity, FindEntity(source, key, revision, context));
  std::set<education::v1::Indicator> indicators;
  for (const auto& [name, lea] : leas) {
    indicators.insert(lea.indicators.begin(), lea.indicators.end());
  }
  FolderOfPack files(key, key.cds, "county/", county.files);
  if (!determinations.empty()) {
    files.Add(Kind::kCountyReport, "eligible-leas",
              {v1::DOCUMENT_FORMAT_HTML, v1::DOCUMENT_FORMAT_XLSX});
  }
  files.Add(Kind::kRedList, "red-list", {v1::DOCUMENT_FORMAT_XLSX, v1::DOCUMENT_FORMAT_CSV});
  files.Add(Kind::kTargetList, "targets", {v1::DOCUMENT_FORMAT_XLSX, v1::DOCUMENT_FORMAT_CSV});
  AddGrids(Kind::kLeaPlacement, indicators, files);
  plan.sections.push_back(std::move(county));
  std::map<std::pair<std::string, std::string>, const LeaInPack*> by_name;
  for (const auto& [name, lea] : leas) by_name[{lea.entity.display_name(), name}] = &lea;
  std::set<std::string> taken;
  for (const auto& [name, lea] : by_name) {
    std::string folder = Slug(lea->entity.display_name());
    // Two of one name, or a name without letters, are told apart by their codes.
    if (folder.empty() || folder == "county" || !taken.insert(folder).second) {
      folder = absl::StrCat(folder, folder.empty() ? "" : "-", EntityId(lea->entity.name()));
    }
    PackSection section =
        SectionOf(key, *lea, absl::StrCat(folder, "/"), earlier_year, with_schools);
    section.status = statuses[lea->entity.name()];
    plan.sections.push_back(std::move(section));
  }
  return plan;
}

std::string RenderPackIndex(const PackPlan& plan) {
  std::vector<IndexSection> sections;
  for (const PackSection& section : plan.sections) {
    IndexSection& shown = sections.emplace_back();
    shown.heading = section.entity.display_name();
    shown.status = section.status;
    for (const PackFile& file : section.files) shown.links.push_back({file.path, file.label});
    for (const PackFile& file : section.schools) shown.schools.push_back({file.path, file.label});
  }
  return RenderIndex({.title = plan.sections.front().entity.display_name(),
                      .dashboard_year = plan.key.dashboard_year,
                      .notice = plan.key.Notice(),
                      .revision = plan.revision,
                      .sections = std::move(sections)},
                     plan.key.Words());
}

}  // namespace sos::reporting
