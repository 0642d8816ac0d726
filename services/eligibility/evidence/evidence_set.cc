// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/evidence/evidence_set.h"

#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace sos::eligibility {
namespace {

bool HasResults(const EntityYear& year) {
  const auto is_result = [](const Performance& performance) {
    return performance.origin == Origin::kResult;
  };
  return absl::c_any_of(year.groups,
                        [&](const auto& group) { return absl::c_any_of(group.second, is_result); });
}

void DiscloseAsStored(const GroupEvidence& stored, bool keeps_gaps, GroupEvidence& changed) {
  for (int i = 0; i < kIndicatorCount; ++i) {
    const bool is_stored = stored[i].origin == Origin::kResult;
    if (changed[i].origin == Origin::kResult) {
      changed[i].disclosure = is_stored ? stored[i].disclosure : Disclosure::kWithheld;
    } else if (keeps_gaps && !is_stored) {
      changed[i] = stored[i];
    }
  }
}

}  // namespace

std::string EvidenceQuery::CacheKey() const {
  if (!changes.empty() || !dashboard_rulebooks.empty()) return "";
  return absl::StrCat(
      static_cast<int>(program), ":", absl::StrJoin(years, ","), ":", dashboard_year, ":",
      absl::StrJoin(counties, ","), ":",
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

std::shared_ptr<const Evidence> DisclosedAsStored(const Evidence& stored, const Evidence& changed) {
  auto disclosed = std::make_shared<Evidence>(changed);
  static const auto* const kNothing = new EntityHistory();
  for (auto& [cds, history] : disclosed->histories) {
    const auto found = stored.histories.find(cds);
    const EntityHistory& known = found == stored.histories.end() ? *kNothing : found->second;
    for (auto& [number, year] : history.years) {
      const EntityYear& before = known.YearOf(number);
      const bool keeps_gaps = HasResults(before);
      // A group of which only gaps differ may stand in one of the two alone.
      for (const auto& [group, evidence] : before.groups) {
        year.groups.try_emplace(group, year.default_evidence);
      }
      for (auto& [group, evidence] : year.groups) {
        DiscloseAsStored(before.EvidenceOf(group), keeps_gaps, evidence);
      }
      DiscloseAsStored(before.default_evidence, keeps_gaps, year.default_evidence);
    }
  }
  return disclosed;
}

}  // namespace sos::eligibility
