// SPDX-License-Identifier: Apache-2.0

// What a year's files leave unsaid, and what that means. A missing row is a fact only where a file
// covers it and nothing contradicts that it is missing.

#include <algorithm>
#include <optional>
#include <utility>

#include "services/eligibility/evidence/evidence_collector.h"
#include "services/ingestion/client/measure_collections.h"

namespace sos::eligibility {
namespace {

using ingestion::v1::Collection;
using ingestion::v1::RecordType;

// Students of a group with whom no row of these pairs is ever missing: those of whom the state
// publishes a status.
constexpr int32_t kPartnerStudents = 11;

// So many students whose races no row tells are of a group that is missing: fewer have no color.
constexpr int64_t kMissingRaceStudents = 30;

// A row of `one` with kPartnerStudents has a row of `other` of the same entity and group beside it.
// Read off the whole files of 2018 (237 to 975 rows of one county each, without exception) and of
// 2023: tested students are enrolled, and enrolled ones are counted in suspension.
constexpr struct {
  Indicator one;
  Indicator other;
} kPartners[] = {
    {Indicator::kEnglishLanguageArts, Indicator::kMathematics},
    {Indicator::kMathematics, Indicator::kEnglishLanguageArts},
    {Indicator::kEnglishLanguageArts, Indicator::kSuspension},
    {Indicator::kMathematics, Indicator::kSuspension},
    {Indicator::kChronicAbsenteeism, Indicator::kSuspension},
    {Indicator::kGraduation, Indicator::kSuspension},
    {Indicator::kGraduation, Indicator::kCollegeCareer},
    {Indicator::kCollegeCareer, Indicator::kGraduation},
};

// In these every student has one race, so that the races add up to all students.
constexpr Indicator kAddsUp[] = {Indicator::kChronicAbsenteeism, Indicator::kSuspension};

// Chronic absenteeism counts kindergarten to grade 8, suspension all grades. Where the one has at
// least so many percent of the other's students, the entity has no high school: no graduates, and
// nobody to be ready for college. Read off the same files: at most 81 where there are graduates, 92
// and more in elementary and middle schools.
constexpr int64_t kNoHighSchoolPercent = 90;

RecordType TypeOf(EntityKind kind) {
  switch (kind) {
    case EntityKind::kDistrict:
    case EntityKind::kCountyOffice:
      return ingestion::v1::RECORD_TYPE_LEA;
    case EntityKind::kCharterSchool:
      return ingestion::v1::RECORD_TYPE_CHARTER_SCHOOL;
    case EntityKind::kSchool:
      return ingestion::v1::RECORD_TYPE_SCHOOL;
  }
  return ingestion::v1::RECORD_TYPE_LEA;
}

constexpr Performance kNoRowOfGroup = {
    .origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)};
constexpr Performance kNotRed = {.origin = Origin::kRedList,
                                 .colors = static_cast<Mask>(kAllValues & ~kRedColor),
                                 .status_levels = static_cast<Mask>(kAllValues & ~Bit(1))};

Performance Unknown(Silence silence) { return {.origin = Origin::kMissing, .silence = silence}; }

const Performance& At(const EntityYear& year, StudentGroup group, Indicator indicator) {
  return year.EvidenceOf(group)[static_cast<size_t>(indicator)];
}

bool HasResult(const EntityYear& year, StudentGroup group, Indicator indicator) {
  const auto found = year.groups.find(group);
  return found != year.groups.end() &&
         found->second[static_cast<size_t>(indicator)].origin == Origin::kResult;
}

// A list of Reds, and what it covers.
struct RedList {
  Collection collection;
  Reach reach;
};

// What the rows of one entity and year show about rows that are missing.
class Contradictions {
 public:
  explicit Contradictions(const EntityYear& year) : year_(year) {
    for (const auto& [group, evidence] : year.groups) {
      for (int i = 0; i < kIndicatorCount; ++i) {
        if (evidence[i].origin != Origin::kResult) continue;
        seen_ = true;
        rows_[i] |= BitOf(group);
      }
    }
    for (const Indicator indicator : kAddsUp) FindMissingRaces(indicator);
    if (HasResult(year, StudentGroup::kAll, Indicator::kChronicAbsenteeism) &&
        HasResult(year, StudentGroup::kAll, Indicator::kSuspension)) {
      const int64_t younger =
          At(year, StudentGroup::kAll, Indicator::kChronicAbsenteeism).student_count;
      const int64_t all = At(year, StudentGroup::kAll, Indicator::kSuspension).student_count;
      no_high_school_ = younger >= kPartnerStudents && younger * 100 >= all * kNoHighSchoolPercent;
    }
  }

  // Whether the entity can have no row of the indicator, whatever files there are.
  bool RuleOut(Indicator indicator) const {
    return no_high_school_ &&
           (indicator == Indicator::kGraduation || indicator == Indicator::kCollegeCareer);
  }

  // Why a missing row cannot be taken for a fact; nullopt if it can.
  std::optional<Silence> Against(StudentGroup group, Indicator indicator) const {
    if (!seen_) return Silence::kEntityUnseen;
    if (IsImplied(group, indicator)) return Silence::kPartner;
    const BitSet rows = rows_[static_cast<size_t>(indicator)];
    if (rows == 0) {
      // Where one row is missing and there is none, all may be.
      for (const auto& [other, evidence] : year_.groups) {
        if (IsImplied(other, indicator)) return Silence::kPartner;
      }
    }
    const bool has_all = (rows & BitOf(StudentGroup::kAll)) != 0;
    if (rows != 0 && !has_all && indicator != Indicator::kEnglishLearnerProgress) {
      return Silence::kIncomplete;
    }
    if (IsRaceOrEthnicity(group) && (races_missing_ & BitOf(indicator)) != 0) {
      return Silence::kIncomplete;
    }
    return std::nullopt;
  }

 private:
  // Whether rows of other indicators say that there must be one.
  bool IsImplied(StudentGroup group, Indicator indicator) const {
    for (const auto& pair : kPartners) {
      if (pair.other == indicator && HasStudents(group, pair.one)) return true;
    }
    if (!HasStudents(group, Indicator::kSuspension)) return false;
    // Every English learner takes the test of progress, and all of the younger are counted in
    // chronic absenteeism.
    return (indicator == Indicator::kEnglishLearnerProgress &&
            group == StudentGroup::kEnglishLearners) ||
           (indicator == Indicator::kChronicAbsenteeism && year_.has_younger_grades);
  }
  bool HasStudents(StudentGroup group, Indicator indicator) const {
    return HasResult(year_, group, indicator) &&
           At(year_, group, indicator).student_count >= kPartnerStudents;
  }

  void FindMissingRaces(Indicator indicator) {
    if (!HasResult(year_, StudentGroup::kAll, indicator)) return;
    int64_t left = At(year_, StudentGroup::kAll, indicator).student_count;
    for (const auto& [group, evidence] : year_.groups) {
      const Performance& performance = evidence[static_cast<size_t>(indicator)];
      if (!IsRaceOrEthnicity(group) || performance.origin != Origin::kResult) continue;
      if (performance.student_count < 0) return;
      left -= performance.student_count;
    }
    if (left >= kMissingRaceStudents) races_missing_ |= BitOf(indicator);
  }

  const EntityYear& year_;
  bool seen_ = false;
  // By indicator: the groups with a row.
  BitSet rows_[kIndicatorCount] = {};
  BitSet races_missing_ = 0;
  bool no_high_school_ = false;
};

}  // namespace

// English learner progress of a school is one number. Results have it with English learners, lists
// of Reds with all students; each stands for both.
void EvidenceCollector::ShareProgress(EntityYear& entity_year) {
  constexpr auto kProgress = static_cast<size_t>(Indicator::kEnglishLearnerProgress);
  Performance& of_all =
      entity_year.groups.try_emplace(StudentGroup::kAll, entity_year.default_evidence)
          .first->second[kProgress];
  const auto [learners, added] =
      entity_year.groups.try_emplace(StudentGroup::kEnglishLearners, entity_year.default_evidence);
  Performance& of_learners = learners->second[kProgress];
  // Rows of English learners that are missing are the only ones that could say it.
  const bool only_learners_say =
      of_learners.origin == Origin::kMissing && of_all.origin == Origin::kNoRow;
  if (only_learners_say || of_learners.origin == Origin::kResult ||
      (of_learners.origin == Origin::kRedList && of_learners.colors == kRedColor)) {
    of_all = of_learners;
  } else if (of_all.origin == Origin::kRedList && of_learners.origin != Origin::kPublishedColor) {
    of_learners = of_all;
    entity_year.default_evidence[kProgress] = kNoRowOfGroup;
    for (auto& [group, evidence] : entity_year.groups) {
      const bool has_it = group == StudentGroup::kAll || group == StudentGroup::kEnglishLearners;
      if (!has_it && (evidence[kProgress].origin == Origin::kRedList ||
                      evidence[kProgress].origin == Origin::kMissing)) {
        evidence[kProgress] = kNoRowOfGroup;
      }
    }
  }
}

void EvidenceCollector::FillGaps(const EntityHistory& history, int year,
                                 EntityYear& entity_year) const {
  const CdsCode& cds = history.cds;
  const CdsCode lea = cds.Lea();
  const RecordType type = TypeOf(history.kind);
  const Contradictions contradictions(entity_year);
  // A charter school stands in the list of LEAs, too, and as an LEA it is judged by that.
  const bool as_lea = !cds.IsSchool() || (history.kind == EntityKind::kCharterSchool &&
                                          query_.program != Program::kEssa);
  const auto reach_of = [&](Collection collection) {
    return coverage_.ReachOf(collection, year, lea, type);
  };
  const auto list_of = [&](Collection collection) {
    return RedList{collection, reach_of(collection)};
  };
  const RedList reds_of_leas = list_of(ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_LEA_GROUPS);
  const RedList reds_of_schools = list_of(ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOLS);
  const RedList reds_of_groups =
      list_of(ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOL_GROUPS);
  const Reach colors_of_schools = reach_of(ingestion::v1::COLLECTION_PUBLISHED_SCHOOL_COLORS);
  const Reach colors_of_groups = reach_of(ingestion::v1::COLLECTION_PUBLISHED_COLORS);

  const auto unsaid = [&](StudentGroup group, Indicator indicator, const Reach& measures) {
    const bool all = group == StudentGroup::kAll;
    Silence silence = measures.silence;
    const bool refused = coverage_.RefusedRowOf(MeasuresOf(indicator), year, cds, group) != nullptr;
    if (refused) {
      silence = Silence::kRefused;
    } else if (contradictions.RuleOut(indicator)) {
      return kNoRowOfGroup;
    } else if (measures.Covers(group)) {
      const std::optional<Silence> against = contradictions.Against(group, indicator);
      if (!against) return kNoRowOfGroup;
      silence = *against;
    }
    const Reach& colors = all ? colors_of_schools : colors_of_groups;
    if (cds.IsSchool() && !refused && colors.Covers(group)) return kNoRowOfGroup;
    const RedList& reds = !cds.IsSchool() || (as_lea && !all) ? reds_of_leas
                          : all                               ? reds_of_schools
                                                              : reds_of_groups;
    const bool marked = (reds.reach.indicators & BitOf(indicator)) != 0;
    if (marked && reds.reach.Covers(group) &&
        coverage_.RefusedRowOf(reds.collection, year, cds, group) == nullptr) {
      return kNotRed;
    }
    return Unknown(silence);
  };

  for (int i = 0; i < kIndicatorCount; ++i) {
    const auto indicator = static_cast<Indicator>(i);
    const Reach measures = reach_of(MeasuresOf(indicator));
    entity_year.default_evidence[i] = unsaid(StudentGroup::kHispanic, indicator, measures);
    for (int number = 0; number < kStudentGroupCount; ++number) {
      const auto group = static_cast<StudentGroup>(number);
      const Performance performance = unsaid(group, indicator, measures);
      auto found = entity_year.groups.find(group);
      if (found == entity_year.groups.end()) {
        if (performance == entity_year.default_evidence[i]) continue;
        // What is filled in of earlier indicators is as the default; later ones come.
        found = entity_year.groups.try_emplace(group, entity_year.default_evidence).first;
        for (int later = i + 1; later < kIndicatorCount; ++later) found->second[later] = {};
      }
      Performance& own = found->second[i];
      bool exactly = false;
      const RefusedPlace* const place =
          coverage_.RefusedRowOf(MeasuresOf(indicator), year, cds, group, &exactly);
      const bool overridden = place != nullptr && exactly && own.origin == Origin::kResult;
      if (place != nullptr && (overridden || own.origin == Origin::kMissing)) {
        entity_year.refused.try_emplace(indicator, *place);
      }
      if (overridden) {
        own = Unknown(Silence::kRefused);
      } else if (own.origin == Origin::kMissing) {
        own = performance;
      }
    }
  }
  if (cds.IsSchool()) ShareProgress(entity_year);
  FillLists(history, year, entity_year);
}

void EvidenceCollector::FillLists(const EntityHistory& history, int year,
                                  EntityYear& entity_year) const {
  const CdsCode& cds = history.cds;
  const RecordType type = TypeOf(history.kind);
  const auto covers = [&](Collection collection) {
    return coverage_.ReachOf(collection, year, cds.Lea(), type).Covers() &&
           coverage_.RefusedRowOf(collection, year, cds, std::nullopt) == nullptr;
  };
  // Every LEA rates itself on every priority of its kind: one that is there in the year and not in
  // a list is missing there.
  const bool is_there =
      !entity_year.local_ratings.empty() ||
      std::any_of(entity_year.groups.begin(), entity_year.groups.end(), [](const auto& group) {
        return std::any_of(group.second.begin(), group.second.end(),
                           [](const Performance& each) { return each.origin == Origin::kResult; });
      });
  for (const LocalCollection& local : LocalCollections()) {
    entity_year.local_covered[local.priority] = !is_there && covers(local.collection);
  }
  const Collection assistance = cds.IsSchool() ? ingestion::v1::COLLECTION_CHARTER_ASSISTANCE
                                               : ingestion::v1::COLLECTION_LCFF_ASSISTANCE;
  if (!entity_year.published && covers(assistance)) entity_year.published = PublishedYear();
  if (entity_year.late_certification == Outcome::kInsufficientData &&
      coverage_.Has(ingestion::v1::COLLECTION_LATE_CERTIFICATION, year) &&
      coverage_.RefusedRowOf(ingestion::v1::COLLECTION_LATE_CERTIFICATION, year, cds,
                             std::nullopt) == nullptr) {
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
