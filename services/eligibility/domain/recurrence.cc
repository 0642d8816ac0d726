// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/recurrence.h"

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace sos::eligibility {
namespace {

// How often one group met the criteria, at least and at most.
struct Tally {
  int certain = 0;
  int possible = 0;
};

std::map<StudentGroup, Tally> TallyGroups(const std::vector<YearGroups>& years) {
  std::map<StudentGroup, Tally> tallies;
  for (const YearGroups& year : years) {
    for (const auto& [group, outcome] : year.outcomes) {
      Tally& tally = tallies[group];
      if (outcome == Outcome::kMet) ++tally.certain;
      if (outcome != Outcome::kNotMet) ++tally.possible;
    }
  }
  return tallies;
}

// The groups of which it is certain that the LEA has them: they met the criteria some year.
int SeenGroups(const std::map<StudentGroup, Tally>& tallies) {
  int seen = 0;
  for (const auto& [group, tally] : tallies) seen += tally.certain > 0 ? 1 : 0;
  return seen;
}

}  // namespace

RecurrenceAnswer JudgeRecurrence(const RecurrenceRule& rule, std::vector<YearGroups> years,
                                 std::optional<int> group_count) {
  RecurrenceAnswer answer{.years = std::move(years)};
  // In a year of which nothing is known, any group may have met the criteria.
  int unknown_years = 0;
  for (const YearGroups& year : answer.years) {
    unknown_years += year.basis == LetterBasis::kUnknown ? 1 : 0;
  }
  const std::map<StudentGroup, Tally> tallies = TallyGroups(answer.years);
  int certain = 0;
  int possible = 0;
  for (const auto& [group, tally] : tallies) {
    certain += tally.certain >= rule.minimum_year_count ? 1 : 0;
    possible += tally.possible + unknown_years >= rule.minimum_year_count ? 1 : 0;
  }
  answer.recurring_group_count = certain;
  const bool unseen_possible = unknown_years >= rule.minimum_year_count;
  if (certain >= rule.minimum_group_count) {
    answer.outcome = Outcome::kMet;
    return answer;
  }
  if (possible == 0 && !unseen_possible) {
    answer.outcome = Outcome::kNotMet;
    return answer;
  }
  if (unseen_possible || possible >= rule.minimum_group_count) {
    answer.reason = unknown_years > 0 ? reason::kHistoryMissing : reason::kLettersUndecided;
    return answer;
  }
  // Too few groups recur, unless they are all the LEA has.
  const int groups = group_count.value_or(SeenGroups(tallies));
  const bool has_fewer = rule.all_groups_if_fewer && groups < rule.minimum_group_count;
  if (!has_fewer || (group_count && possible < groups)) {
    answer.outcome = Outcome::kNotMet;
  } else if (!group_count) {
    answer.reason = reason::kGroupCountUnknown;
  } else if (certain >= groups && certain > 0) {
    answer.outcome = Outcome::kMet;
  } else {
    answer.reason = unknown_years > 0 ? reason::kHistoryMissing : reason::kLettersUndecided;
  }
  return answer;
}

}  // namespace sos::eligibility
