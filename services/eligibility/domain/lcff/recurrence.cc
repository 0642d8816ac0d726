// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/lcff/recurrence.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/eligibility/domain/reasons.h"

namespace sos::eligibility {
namespace {

// How often each group met the criteria.
std::map<StudentGroup, Tally> TallyGroups(const std::vector<YearGroups>& years) {
  std::map<StudentGroup, Tally> tallies;
  for (const YearGroups& year : years) {
    for (const auto& [group, outcome] : year.outcomes) tallies[group].Count(outcome);
  }
  return tallies;
}

// The groups of which it is certain that the LEA has them: they met the criteria some year.
int SeenGroups(const std::map<StudentGroup, Tally>& tallies) {
  int seen = 0;
  for (const auto& [group, tally] : tallies) seen += tally.met > 0 ? 1 : 0;
  return seen;
}

// What is known of one of the years.
Finding YearFinding(const YearGroups& year, Detail detail) {
  const bool unknown = year.basis == LetterBasis::kUnknown;
  Outcome any = unknown ? Outcome::kInsufficientData : Outcome::kNotMet;
  for (const auto& [group, outcome] : year.outcomes) any = Or(any, outcome);
  Finding finding = Stated("year", any, reason::kHistoryMissing);
  finding.dashboard_year = year.dashboard_year;
  Say(detail, finding, [&] {
    if (unknown) return absl::StrCat(year.dashboard_year, ": nothing is known.");
    std::string groups;
    for (const auto& [group, outcome] : year.outcomes) {
      if (outcome == Outcome::kMet) absl::StrAppend(&groups, " ", kStudentGroups.Code(group));
    }
    return absl::StrCat(year.dashboard_year, ", ",
                        year.basis == LetterBasis::kPublished ? "as published" : "from results",
                        ":", groups.empty() ? " no group" : groups, ".");
  });
  return finding;
}

}  // namespace

RecurrenceAnswer JudgeRecurrence(const RecurrenceRule& rule, std::vector<YearGroups> years,
                                 std::optional<int> group_count) {
  RecurrenceAnswer answer{.rule = &rule, .years = std::move(years)};
  // In a year of which nothing is known, any group may have met the criteria.
  int unknown_years = 0;
  for (const YearGroups& year : answer.years) {
    unknown_years += year.basis == LetterBasis::kUnknown ? 1 : 0;
  }
  const std::map<StudentGroup, Tally> tallies = TallyGroups(answer.years);
  int certain = 0;
  int possible = 0;
  for (const auto& [group, tally] : tallies) {
    certain += tally.met >= rule.minimum_year_count ? 1 : 0;
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

Finding RecurrenceFinding(std::string rule_name, const RecurrenceAnswer& answer, Detail detail) {
  Finding finding = Stated(std::move(rule_name), answer.outcome, answer.reason);
  finding.citation = &answer.rule->citation;
  Say(detail, finding, [&]() -> std::string {
    if (answer.years.empty()) return "The rule concerns districts only.";
    return absl::StrCat("At least ", answer.rule->minimum_group_count,
                        " student groups met the criteria in at least ",
                        answer.rule->minimum_year_count, " of ",
                        absl::StrJoin(answer.rule->dashboard_years, ", "),
                        answer.rule->all_groups_if_fewer ? ", or all of an LEA with fewer." : ".");
  });
  for (const YearGroups& year : answer.years) finding.parts.push_back(YearFinding(year, detail));
  return finding;
}

}  // namespace sos::eligibility
