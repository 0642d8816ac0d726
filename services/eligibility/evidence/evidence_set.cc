// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/evidence/evidence_set.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace sos::eligibility {

std::string EvidenceQuery::CacheKey() const {
  if (!changes.empty() || !dashboard_rulebooks.empty()) return "";
  return absl::StrCat(
      static_cast<int>(program), ":", absl::StrJoin(years, ","), ":", dashboard_year, ":",
      county_code, ":",
      absl::StrJoin(entities, ",",
                    [](std::string* out, const CdsCode& cds) { absl::StrAppend(out, cds.text()); }),
      ":", revision.identity);
}

std::vector<const EntityHistory*> Evidence::SchoolsOf(const CdsCode& lea) const {
  std::vector<const EntityHistory*> schools;
  if (!lea.IsLea()) return schools;
  for (auto it = histories.upper_bound(lea); it != histories.end() && it->first.Lea() == lea;
       ++it) {
    if (it->second.kind == EntityKind::kSchool) schools.push_back(&it->second);
  }
  return schools;
}

std::shared_ptr<const Evidence> WithYears(const Evidence& evidence, const Evidence& changed,
                                          const std::vector<int>& years) {
  auto merged = std::make_shared<Evidence>(evidence);
  for (const auto& [cds, history] : changed.histories) {
    EntityHistory& to = merged->histories.try_emplace(cds, history).first->second;
    merged->entities.try_emplace(cds, changed.entities.at(cds));
    for (const int year : years) to.years[year] = history.YearOf(year);
  }
  merged->entities_of_year.insert(changed.entities_of_year.begin(), changed.entities_of_year.end());
  return merged;
}

}  // namespace sos::eligibility
