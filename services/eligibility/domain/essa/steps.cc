// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/essa/steps.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "services/eligibility/domain/essa/counting.h"
#include "services/eligibility/domain/essa/determine.h"
#include "services/eligibility/domain/reasons.h"

namespace sos::eligibility::essa {
namespace {

constexpr int kMillionthsPerTenth = 100'000;

const Performance& GraduationIn(const EntityHistory& history, int dashboard_year) {
  return history.YearOf(dashboard_year)
      .EvidenceOf(StudentGroup::kAll)[static_cast<size_t>(Indicator::kGraduation)];
}

const Performance& GraduationOf(const Question& asked) {
  return GraduationIn(asked.history, asked.dashboard_year());
}

// From an average that is known, the cohorts follow that are not shown.
bool IsAverageShown(const Question& asked) {
  const int cohort_count = asked.rules<EssaRules>().low_graduation.cohort_count;
  for (int year = asked.dashboard_year() - cohort_count + 1; year <= asked.dashboard_year();
       ++year) {
    if (!IsCohortShown(asked.history, year)) return false;
  }
  return true;
}

// The average graduation rate over the rule's cohorts, rounded to one decimal. Nullopt where a
// cohort is not known, or nobody is in them.
std::optional<Tenths> GraduationAverage(const Question& asked) {
  const auto& published =
      asked.history.YearOf(asked.dashboard_year()).graduation_average_millionths;
  if (published) return Tenths{DivideHalfAwayFromZero(*published, kMillionthsPerTenth)};
  const LowGraduationRule& rule = asked.rules<EssaRules>().low_graduation;
  Fraction average{0, 0};
  for (int year = asked.dashboard_year() - rule.cohort_count + 1; year <= asked.dashboard_year();
       ++year) {
    const auto cohort = asked.history.cohorts.find(year);
    if (cohort == asked.history.cohorts.end()) return std::nullopt;
    average.numerator += cohort->second.numerator;
    average.denominator += cohort->second.denominator;
  }
  if (average.denominator == 0) return std::nullopt;
  return RoundedPercent(average);
}

// No graduation row: the school has no graduates to average.
Outcome HasColor(const Performance& graduation) {
  if (graduation.colors == Bit(0)) return Outcome::kNotMet;
  return (graduation.colors & Bit(0)) != 0 ? Outcome::kInsufficientData : Outcome::kMet;
}

Outcome IsBelow(const Question& asked, const std::optional<Tenths>& average) {
  const LowGraduationRule& rule = asked.rules<EssaRules>().low_graduation;
  const Outcome below = average ? FromBool(*average < rule.below) : Outcome::kInsufficientData;
  const Outcome colored = HasColor(GraduationOf(asked));
  if (rule.color_required == Reading::kYes) return And(colored, below);
  if (rule.color_required == Reading::kUnknown && average) {
    // Below the border and without a color: it depends.
    return below == Outcome::kMet && colored != Outcome::kMet ? Outcome::kInsufficientData : below;
  }
  // A school without a row of its own graduates nobody, so that there is nothing to average.
  return GraduationOf(asked).origin == Origin::kNoRow && !average ? Outcome::kNotMet : below;
}

std::string Canonical(const EssaRules& rules, const std::string& status) {
  const auto& aliases = rules.none_status_aliases;
  const bool none = std::find(aliases.begin(), aliases.end(), status) != aliases.end();
  return none ? rules.none_status : status;
}

}  // namespace

bool IsCohortShown(const EntityHistory& history, int dashboard_year) {
  const Performance& own = GraduationIn(history, dashboard_year);
  if (own.origin == Origin::kResult && own.student_count >= 0) {
    return own.disclosure != Disclosure::kWithheld;
  }
  const Performance& next = GraduationIn(history, dashboard_year + 1);
  return next.origin == Origin::kResult && next.disclosure == Disclosure::kShown;
}

Finding GraduatesFew(const Question& asked) {
  const std::optional<Tenths> average = GraduationAverage(asked);
  Finding finding =
      Stated("graduation-average", IsBelow(asked, average), reason::kGraduationAverageMissing);
  const auto sentence = [&asked](absl::string_view what) {
    const LowGraduationRule& rule = asked.rules<EssaRules>().low_graduation;
    return absl::StrCat("The average graduation rate of ", rule.cohort_count, " cohorts is ", what,
                        "; the border is ", ToString(rule.below), ".");
  };
  Say(asked.detail, finding, [&] { return sentence(average ? ToString(*average) : "not known"); });
  if (asked.detail == Detail::kSentences && average && !IsAverageShown(asked)) {
    finding.masked_statement = sentence("withheld to protect small groups");
  }
  return finding;
}

std::set<std::string> PossiblePriorStatuses(const Question& asked) {
  const EssaRules& rules = asked.rules<EssaRules>();
  if (rules.prior_year == 0) return {""};
  // The year's own file goes by the status that it prints itself: past ones are revised.
  if (const auto& own = asked.history.YearOf(asked.dashboard_year()).support; own) {
    const auto printed = own->earlier_statuses.find(rules.prior_year);
    if (printed != own->earlier_statuses.end()) return {Canonical(rules, printed->second)};
  }
  const EntityYear& before = asked.history.YearOf(rules.prior_year);
  if (before.support && !before.support->status.empty()) {
    return {Canonical(rules, before.support->status)};
  }
  const Rulebook* prior = asked.rulebooks.Find(Program::kEssa, rules.prior_year);
  if (prior == nullptr) {
    std::set<std::string> any = {rules.low_graduation.status, rules.low_performing.status,
                                 rules.additional.status, rules.none_status};
    if (rules.targeted) any.insert(rules.targeted->status);
    return any;
  }
  const Determination before_this = DetermineEssa({.rulebooks = asked.rulebooks,
                                                   .rulebook = *prior,
                                                   .history = asked.history,
                                                   .detail = Detail::kAnswer});
  std::set<std::string> possible;
  for (const std::string& status : before_this.As<EssaAnswer>()->possible_statuses) {
    possible.insert(Canonical(rules, status));
  }
  return possible;
}

Outcome ReceivesTitleI(const Question& asked) {
  const auto found =
      asked.history.title_i.find(asked.rules<EssaRules>().low_performing.title_i_school_year);
  return found == asked.history.title_i.end() ? Outcome::kInsufficientData
                                              : FromBool(found->second);
}

Finding PerformsLowIn(const Question& asked, const Rulebook& tests, StudentGroup group,
                      int dashboard_year, int minimum_counted) {
  const EssaRules& rules = tests.Of<EssaRules>();
  const GroupEvidence& evidence = asked.history.YearOf(dashboard_year).EvidenceOf(group);
  Finding finding = Step("performs-low", Combination::kColorCounts);
  finding.outcome = PerformsLow(rules, evidence, minimum_counted);
  finding.group = group;
  finding.dashboard_year = dashboard_year;
  finding.citation = &rules.criteria.front().citation;
  finding.criteria = &rules.criteria;
  finding.minimum_counted = minimum_counted;
  if (asked.detail == Detail::kAnswer) return finding;
  finding.observed.reserve(rules.indicators.size());
  for (const CountedIndicator& indicator : rules.indicators) {
    Observation& added =
        finding.observed.emplace_back(Observe(indicator.lowest, group, dashboard_year, evidence));
    if (indicator.second_lowest) added.second_lowest = &*indicator.second_lowest;
  }
  Say(asked.detail, finding, [&] {
    const auto add_description = [](std::string* out, const ColorCountCriterion& criterion) {
      absl::StrAppend(out, criterion.description);
    };
    return absl::StrCat(kStudentGroups.Label(group), " in ", dashboard_year,
                        ", any of: ", absl::StrJoin(rules.criteria, "; ", add_description), ".");
  });
  return finding;
}

Finding PerformsLowInEveryYear(const Question& asked, const GroupSupportRule& rule,
                               StudentGroup group) {
  Finding finding = Step("group", Combination::kAllOf);
  finding.group = group;
  Say(asked.detail, finding,
      [&] { return absl::StrCat(kStudentGroups.Label(group), " in every year."); });
  finding.parts.reserve(rule.years.size());
  for (const GroupSupportYear& year : rule.years) {
    const Rulebook* tests = year.rulebook_year == asked.dashboard_year()
                                ? &asked.rulebook
                                : asked.rulebooks.Find(Program::kEssa, year.rulebook_year);
    if (tests != nullptr) {
      finding.parts.push_back(
          PerformsLowIn(asked, *tests, group, year.dashboard_year, rule.minimum_counted));
      continue;
    }
    Finding& unknown = finding.parts.emplace_back(
        Stated("performs-low", Outcome::kInsufficientData, reason::kResultsMissing));
    Say(asked.detail, unknown,
        [&] { return absl::StrCat("No rules of ", year.rulebook_year, "."); });
  }
  Conclude(finding);
  return finding;
}

}  // namespace sos::eligibility::essa
