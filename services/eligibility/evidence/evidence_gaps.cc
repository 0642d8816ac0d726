// SPDX-License-Identifier: Apache-2.0

// What a year's files leave unsaid, and what that means.

#include <utility>

#include "services/eligibility/evidence/evidence_collector.h"
#include "services/ingestion/client/measure_collections.h"

namespace sos::eligibility {
namespace {

using ingestion::v1::Collection;

}  // namespace

// What holds for an indicator about which no row says anything.
Performance EvidenceCollector::Unsaid(const EntityHistory& history, int year, StudentGroup group,
                                      int indicator) const {
  const CdsCode& cds = history.cds;
  const Performance no_row = {.origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)};
  if (coverage_.Covers(MeasuresOf(static_cast<Indicator>(indicator)), year, cds)) return no_row;
  const bool all = group == StudentGroup::kAll;
  if (cds.IsSchool() && coverage_.Covers(all ? ingestion::v1::COLLECTION_PUBLISHED_SCHOOL_COLORS
                                             : ingestion::v1::COLLECTION_PUBLISHED_COLORS,
                                         year, cds)) {
    return no_row;
  }
  // A charter school stands in the list of LEAs, too, and as an LEA it is judged by that.
  const bool as_lea = !cds.IsSchool() || (history.kind == EntityKind::kCharterSchool &&
                                          query_.program != Program::kEssa && !all);
  const Collection reds = as_lea ? ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_LEA_GROUPS
                          : all  ? ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOLS
                                 : ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOL_GROUPS;
  if (coverage_.Covers(reds, year, cds)) {
    return {.origin = Origin::kRedList,
            .colors = static_cast<Mask>(kAllValues & ~kRedColor),
            .status_levels = static_cast<Mask>(kAllValues & ~Bit(1))};
  }
  return {};
}

// English learner progress of a school is one number. Results have it with English learners, lists
// of Reds with all students; each stands for both.
void EvidenceCollector::ShareProgress(EntityYear& entity_year) {
  constexpr auto kProgress = static_cast<size_t>(Indicator::kEnglishLearnerProgress);
  Performance& of_all = entity_year.groups[StudentGroup::kAll][kProgress];
  const auto [learners, added] =
      entity_year.groups.try_emplace(StudentGroup::kEnglishLearners, entity_year.default_evidence);
  Performance& of_learners = learners->second[kProgress];
  if (of_learners.origin == Origin::kResult ||
      (of_learners.origin == Origin::kRedList && of_learners.colors == kRedColor)) {
    of_all = of_learners;
  } else if (of_all.origin == Origin::kRedList && of_learners.origin != Origin::kPublishedColor) {
    of_learners = of_all;
    const Performance no_row = {
        .origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)};
    entity_year.default_evidence[kProgress] = no_row;
    for (auto& [group, evidence] : entity_year.groups) {
      const bool has_it = group == StudentGroup::kAll || group == StudentGroup::kEnglishLearners;
      if (!has_it && evidence[kProgress].origin == Origin::kRedList) evidence[kProgress] = no_row;
    }
  }
}

void EvidenceCollector::FillGaps(const EntityHistory& history, int year,
                                 EntityYear& entity_year) const {
  for (int indicator = 0; indicator < kIndicatorCount; ++indicator) {
    // All students differ from groups only in the lists of schools.
    const Performance of_groups = Unsaid(history, year, StudentGroup::kAfricanAmerican, indicator);
    const Performance of_all = Unsaid(history, year, StudentGroup::kAll, indicator);
    entity_year.default_evidence[indicator] = of_groups;
    for (auto& [group, evidence] : entity_year.groups) {
      if (evidence[indicator].origin == Origin::kMissing) {
        evidence[indicator] = group == StudentGroup::kAll ? of_all : of_groups;
      }
    }
    if (history.cds.IsSchool() && !entity_year.groups.contains(StudentGroup::kAll)) {
      GroupEvidence& evidence = entity_year.groups[StudentGroup::kAll];
      for (int i = 0; i < kIndicatorCount; ++i) {
        evidence[i] = Unsaid(history, year, StudentGroup::kAll, i);
      }
    }
  }
  if (history.cds.IsSchool()) ShareProgress(entity_year);
  for (const LocalCollection& local : LocalCollections()) {
    entity_year.local_covered[local.priority] =
        coverage_.Covers(local.collection, year, history.cds);
  }
  const Collection assistance = history.cds.IsSchool()
                                    ? ingestion::v1::COLLECTION_CHARTER_ASSISTANCE
                                    : ingestion::v1::COLLECTION_LCFF_ASSISTANCE;
  if (!entity_year.published && coverage_.Covers(assistance, year, history.cds)) {
    entity_year.published = PublishedYear();
  }
  if (entity_year.late_certification == Outcome::kInsufficientData &&
      coverage_.Has(ingestion::v1::COLLECTION_LATE_CERTIFICATION, year)) {
    entity_year.late_certification = Outcome::kNotMet;
  }
}

Evidence EvidenceCollector::Finish() {
  for (auto& [cds, history] : evidence_.histories) {
    for (const int year : query_.years) FillGaps(history, year, history.years[year]);
  }
  return std::move(evidence_);
}

}  // namespace sos::eligibility
