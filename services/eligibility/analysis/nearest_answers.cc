// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/analysis/nearest_answers.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/education/proto.h"
#include "common/resource_names/resource_names.h"
#include "services/eligibility/convert/data_gaps.h"
#include "services/eligibility/convert/enums.h"
#include "services/eligibility/convert/evidence.h"
#include "services/eligibility/domain/nearest.h"

namespace sos::eligibility {
namespace {

constexpr int kTenthsPerPoint = 10;

int64_t CeilingOf(int64_t dividend, int64_t divisor) { return (dividend + divisor - 1) / divisor; }

// Points of a student: the average's points by the number of students.
int64_t PointsOf(const Option& option) {
  return CeilingOf(std::abs(option.tenths) * std::max<int64_t>(option.denominator, 0),
                   kTenthsPerPoint);
}

// A school's English learner progress is its own, too.
bool IsSchoolProgress(const indicator::v1::ResultCrossings& result) {
  return result.indicator() == education::v1::INDICATOR_ENGLISH_LEARNER_PROGRESS &&
         (result.entity().type() == education::v1::ENTITY_TYPE_SCHOOL ||
          result.entity().type() == education::v1::ENTITY_TYPE_CHARTER_SCHOOL);
}

EntityOptions EntityOptionsOf(const std::vector<indicator::v1::ResultCrossings>& results,
                              int points_per_student) {
  EntityOptions options;
  for (const auto& result : results) {
    const std::optional<StudentGroup> group = FromProto(result.student_group());
    const std::optional<Indicator> indicator = FromProto(result.indicator());
    if (!group || !indicator) continue;
    const auto column = static_cast<size_t>(*indicator);
    std::vector<Option>& of_result = options[*group][column];
    for (const auto& crossing : result.crossings()) {
      Option& option = of_result.emplace_back(Option{.color = crossing.color() - 1,
                                                     .status_level = crossing.status_level(),
                                                     .students = crossing.student_count(),
                                                     .tenths = crossing.tenths(),
                                                     .denominator = result.denominator()});
      option.cost = std::abs(option.students) + CeilingOf(PointsOf(option), points_per_student);
    }
    if (IsSchoolProgress(result)) options[StudentGroup::kAll][column] = of_result;
  }
  return options;
}

// A result that the evidence does not go by has no known mark.
Disclosure DisclosureOf(const Performance& performance) {
  return performance.origin == Origin::kResult ? performance.disclosure : Disclosure::kWithheld;
}

// As the contract names results: a school's English learner progress is one of its English
// learners.
const Performance* PerformanceOf(const indicator::v1::ResultCrossings& result,
                                 const EntityYear& year) {
  const std::optional<StudentGroup> group = FromProto(result.student_group());
  const std::optional<Indicator> indicator = FromProto(result.indicator());
  if (!group || !indicator) return nullptr;
  return &year.EvidenceOf(*group)[static_cast<size_t>(*indicator)];
}

Disclosure DisclosureOf(const indicator::v1::ResultCrossings& result, const EntityYear& year) {
  const Performance* const performance = PerformanceOf(result, year);
  return performance == nullptr ? Disclosure::kWithheld : DisclosureOf(*performance);
}

bool AreAllShown(const std::vector<indicator::v1::ResultCrossings>& results,
                 const EntityYear& year) {
  return std::all_of(results.begin(), results.end(), [&year](const auto& result) {
    return DisclosureOf(result, year) == Disclosure::kShown;
  });
}

// The least of what everybody may see of the results that change.
Disclosure DisclosureOf(const Plan& plan, const EntityYear& year) {
  Disclosure least = Disclosure::kShown;
  for (const Change& change : plan.changes) {
    least = std::max(
        least, DisclosureOf(year.EvidenceOf(change.group)[static_cast<size_t>(change.indicator)]));
  }
  return least;
}

void SetColor(const Performance& now, v1::ProposedChange& change) {
  const v1::Evidence evidence = ToEvidence(*FromProto(change.indicator()), now);
  change.set_from_color(evidence.color());
  change.set_from_status_level(evidence.status_level());
  change.set_disclosure(ToProto(DisclosureOf(now)));
}

void AddChanges(const Plan& plan, const EntityYear& year, const std::string& entity,
                int dashboard_year, v1::Nearest& nearest) {
  for (const Change& change : plan.changes) {
    v1::ProposedChange& added = *nearest.add_changes();
    const bool progress = change.indicator == Indicator::kEnglishLearnerProgress;
    added.set_result(ResultName(entity, dashboard_year, change.indicator,
                                progress ? StudentGroup::kEnglishLearners : change.group));
    added.set_indicator(ToProto(change.indicator));
    added.set_student_group(ToProto(change.group));
    added.set_to_color(ToProto(static_cast<Color>(change.option.color)));
    added.set_to_status_level(change.option.status_level);
    added.set_student_count(change.option.students);
    added.set_denominator(change.option.denominator);
    if (change.option.tenths != 0) {
      added.mutable_points()->set_value(ToString(Tenths{change.option.tenths}));
    }
    SetColor(year.EvidenceOf(change.group)[static_cast<size_t>(change.indicator)], added);
    nearest.set_student_count(nearest.student_count() + std::abs(change.option.students));
    nearest.set_point_count(nearest.point_count() + PointsOf(change.option));
  }
  nearest.set_cost(plan.cost);
}

// Which results are near a border of size tells their sizes, as the margin is the caller's: of
// those that are withheld only `whole` callers are told.
void AddSizeCrossings(const std::vector<indicator::v1::ResultCrossings>& results,
                      const EntityYear& year, int margin, bool whole, v1::Nearest& nearest) {
  if (margin <= 0) return;
  const auto near = [margin](int64_t size, int64_t border) {
    return border > 0 && size >= border - margin && size < border + margin;
  };
  for (const auto& result : results) {
    if (!near(result.size(), result.color_size()) &&
        !near(result.denominator(), result.small_population_size())) {
      continue;
    }
    const Disclosure disclosure = DisclosureOf(result, year);
    if (!whole && disclosure == Disclosure::kWithheld) continue;
    v1::SizeCrossing& added = *nearest.add_size_crossings();
    added.set_result(result.name());
    added.set_student_count(result.size());
    added.set_color_size(result.color_size());
    added.set_small_population_size(result.small_population_size());
    added.set_disclosure(ToProto(disclosure));
  }
}

}  // namespace

std::vector<v1::Nearest> NearestOf(const Rulebooks& rulebooks, const Decisions& decisions,
                                   const Crossings& crossings,
                                   const v1::StreamNearestRequest& request,
                                   const auth::Principal& caller) {
  const Rulebook& rules = decisions.rulebook->rules;
  std::vector<v1::Nearest> all;
  for (const Decision& decision : decisions.entities) {
    const auto found = crossings.find(decision.history->cds);
    static const auto* const kNone = new std::vector<indicator::v1::ResultCrossings>();
    const auto& results = found == crossings.end() ? *kNone : found->second;
    const EntityYear& year = decision.history->YearOf(rules.dashboard_year);
    const bool sees_counts = caller.SeesCountsOf(decision.history->cds);
    const bool sees_options = sees_counts || AreAllShown(results, year);
    // A caller who chose the rate could find by it where the cheapest plan becomes another one.
    const int points = sees_options && request.points_per_student() > 0
                           ? request.points_per_student()
                           : kDefaultPointsPerStudent;
    const NearestAnswer answer =
        FindNearest({.rulebooks = rulebooks,
                     .rulebook = rules,
                     .history = *decision.history,
                     .basis = decision.determination.letter_basis,
                     .detail = Detail::kAnswer},
                    decision.determination, EntityOptionsOf(results, points));
    const Disclosure disclosure =
        answer.plan ? DisclosureOf(*answer.plan, year) : Disclosure::kShown;
    if (request.maximum_cost() > 0) {
      // A cost that is withheld would follow from the limits within which it is.
      const bool comparable = sees_counts || disclosure == Disclosure::kShown;
      if (!answer.plan || !comparable || answer.plan->cost > request.maximum_cost()) continue;
    }
    v1::Nearest& nearest = all.emplace_back();
    *nearest.mutable_entity() = *decision.entity;
    nearest.set_program(decisions.rulebook->proto.program());
    nearest.set_dashboard_year(rules.dashboard_year);
    nearest.set_direction(answer.leaves ? v1::Nearest::DIRECTION_LEAVE
                                        : v1::Nearest::DIRECTION_ENTER);
    nearest.set_obstacle(std::string(answer.obstacle));
    if (decision.determination.eligibility == Outcome::kInsufficientData) {
      // Only the few that are open need their findings.
      AddDataGaps(Determine({.rulebooks = rulebooks,
                             .rulebook = rules,
                             .history = *decision.history,
                             .basis = decision.determination.letter_basis,
                             .detail = Detail::kFindings}),
                  *decision.history, rules, *nearest.mutable_data_gaps());
    }
    if (answer.plan) {
      AddChanges(*answer.plan, year, decision.entity->name(), rules.dashboard_year, nearest);
      // What costs as much as something shown would be known by it.
      nearest.set_tied(answer.plan->tied && sees_options);
    }
    nearest.set_disclosure(ToProto(disclosure));
    AddSizeCrossings(results, year, request.size_margin(), sees_counts, nearest);
  }
  return all;
}

std::shared_ptr<const Evidence> NextYear(const Evidence& evidence, const Crossings& crossings,
                                         int next_year) {
  const int this_year = next_year - 1;
  auto next = std::make_shared<Evidence>(evidence);
  next->entities_of_year.clear();
  for (const auto& [cds, results] : crossings) {
    const auto found = next->histories.find(cds);
    if (found == next->histories.end()) continue;
    next->entities_of_year.insert(cds);
    const EntityYear& now = found->second.YearOf(this_year);
    EntityYear year;
    const Performance no_row = {
        .origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)};
    year.default_evidence.fill(no_row);
    for (const auto& result : results) {
      const std::optional<StudentGroup> group = FromProto(result.student_group());
      const std::optional<Indicator> indicator = FromProto(result.indicator());
      if (!group || !indicator) continue;
      const auto [it, added] = year.groups.try_emplace(*group, year.default_evidence);
      it->second[static_cast<size_t>(*indicator)] = {.origin = Origin::kResult,
                                                     .colors = Bit(result.color() - 1),
                                                     .status_levels = Bit(result.status_level()),
                                                     .disclosure = DisclosureOf(result, now)};
      if (IsSchoolProgress(result)) {
        const Performance progress = it->second[result.indicator() - 1];
        year.groups.try_emplace(StudentGroup::kAll, year.default_evidence)
            .first->second[result.indicator() - 1] = progress;
      }
    }
    for (const int priority : {1, 2, 3, 6, 7, 9, 10}) year.local_covered[priority] = true;
    year.late_certification = Outcome::kNotMet;
    found->second.years[next_year] = std::move(year);
  }
  return next;
}

}  // namespace sos::eligibility
