// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/essa.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/eligibility/domain/counting.h"

namespace sos::eligibility {
namespace {

constexpr char kLeftCsi[] = "CSIEXIT";
constexpr char kLeftAtsi[] = "ATSIEXIT";
constexpr char kStayed[] = "NOEXIT";
constexpr int kMillionthsPerTenth = 100'000;

bool IsCsi(const EssaRules& rules, const std::string& status) {
  return status == rules.low_graduation.status || status == rules.low_performing.status;
}

// Whether the school was in `status` the year before.
Outcome Was(const std::optional<std::string>& prior, const std::string& status) {
  return prior ? FromBool(*prior == status) : Outcome::kInsufficientData;
}

Outcome Either(Reading reading, Outcome when_yes, Outcome when_no) {
  if (reading == Reading::kYes) return when_yes;
  if (reading == Reading::kNo) return when_no;
  return when_yes == when_no ? when_yes : Outcome::kInsufficientData;
}

// A school that was in a category and no longer meets its tests.
Outcome Stays(Reading leaves_when_not_met, Outcome was_in, Outcome tests) {
  // Where the tests are met it stays in any case.
  return And(was_in, Or(tests, Either(leaves_when_not_met, Outcome::kNotMet, Outcome::kMet)));
}

class School {
 public:
  School(const Rulebooks& rulebooks, const Rulebook& rules, const EntityHistory& history,
         LetterBasis basis)
      : rulebooks_(rulebooks),
        rules_(rules),
        essa_(*rules.essa),
        history_(history),
        year_(history.YearOf(rules.dashboard_year)),
        published_(basis == LetterBasis::kPublished && year_.support) {}

  Determination Determine() {
    prior_ = essa::PriorStatus(rulebooks_, essa_, rules_.dashboard_year, history_);
    Determination determination;
    determination.letter_basis = published_ ? LetterBasis::kPublished : LetterBasis::kResults;
    std::vector<CategoryAnswer>& categories = determination.categories;
    categories.push_back(LowGraduation());
    categories.push_back(LowPerforming());
    const Outcome csi = Or(categories[0].outcome, categories[1].outcome);
    JudgeGroups(determination.groups);
    categories.push_back(Additional(determination.groups));
    if (essa_.targeted) categories.push_back(Targeted(determination.groups, categories[2].outcome));
    for (CategoryAnswer& category : categories) {
      if (category.outcome != Outcome::kInsufficientData) category.reason.clear();
      determination.eligibility = &category == &categories.front()
                                      ? category.outcome
                                      : Or(determination.eligibility, category.outcome);
    }
    determination.status = StatusOf(categories);
    MaskGroups(csi, categories, determination.groups);
    determination.exit = ExitOf(determination.status);
    if (determination.eligibility == Outcome::kMet) {
      determination.support_case = SupportCase::kSchool;
    }
    return determination;
  }

 private:
  // A category as the state's file has it.
  CategoryAnswer Published(const std::string& status) const {
    return {status, FromBool(year_.support->status == status), ""};
  }

  CategoryAnswer LowGraduation() const {
    const LowGraduationRule& rule = essa_.low_graduation;
    if (published_) return Published(rule.status);
    const Outcome was = Was(prior_, rule.status);
    CategoryAnswer answer{rule.status};
    const Outcome few = essa::GraduatesFew(rule, rules_.dashboard_year, history_);
    answer.outcome = rule.entry ? few : And(was, few);
    answer.reason = few == Outcome::kInsufficientData ? reason::kGraduationAverageMissing
                                                      : reason::kPriorStatusMissing;
    return answer;
  }

  CategoryAnswer LowPerforming() const {
    const LowPerformingRule& rule = essa_.low_performing;
    if (published_) return Published(rule.status);
    const Outcome low = PerformsLow(essa_, year_.EvidenceOf(StudentGroup::kAll), 1);
    const Outcome was = Was(prior_, rule.status);
    const Outcome funded = essa::ReceivesTitleI(rule, history_);
    const Outcome enters = rule.entry ? And(low, funded) : Outcome::kNotMet;
    const Outcome stays = Stays(rule.leaves_when_not_met, was, low);
    CategoryAnswer answer{rule.status, Or(enters, stays)};
    if (low == Outcome::kInsufficientData) {
      answer.reason = reason::kResultsMissing;
    } else if (low == Outcome::kNotMet && was == Outcome::kMet) {
      answer.reason = reason::kExitConditionsUnknown;
    } else if (rule.entry && low == Outcome::kMet && funded == Outcome::kInsufficientData) {
      answer.reason = reason::kTitleIMissing;
    } else {
      answer.reason = reason::kPriorStatusMissing;
    }
    return answer;
  }

  // All groups, as if no category went before.
  void JudgeGroups(std::vector<GroupAnswer>& groups) const {
    for (const StudentGroup group : rules_.student_groups) {
      if (published_) {
        const bool flagged = year_.support->flagged.contains(group);
        groups.push_back({.group = group, .outcome = FromBool(flagged), .letter_decided = true});
      } else {
        groups.push_back(essa::JudgeGroup(rulebooks_, rules_, essa_.additional, group, history_));
      }
    }
  }

  static Outcome AnyGroup(const std::vector<GroupAnswer>& groups) {
    Outcome any = Outcome::kNotMet;
    for (const GroupAnswer& group : groups) any = Or(any, group.outcome);
    return any;
  }

  CategoryAnswer FromGroups(const GroupSupportRule& rule,
                            const std::vector<GroupAnswer>& groups) const {
    if (published_ && !year_.support->groups_listed) return Published(rule.status);
    const Outcome any = AnyGroup(groups);
    if (published_) {
      return {rule.status, And(any, FromBool(year_.support->status == rule.status ||
                                             !essa_.targeted.has_value()))};
    }
    const Outcome was = Was(prior_, rule.status);
    CategoryAnswer answer{rule.status};
    answer.outcome =
        Or(rule.entry ? any : Outcome::kNotMet, Stays(rule.leaves_when_not_met, was, any));
    answer.reason = any == Outcome::kInsufficientData ? reason::kResultsMissing
                    : any == Outcome::kNotMet && was == Outcome::kMet
                        ? reason::kExitConditionsUnknown
                        : reason::kPriorStatusMissing;
    return answer;
  }

  CategoryAnswer Additional(const std::vector<GroupAnswer>& groups) const {
    return FromGroups(essa_.additional, groups);
  }

  // TSI is for schools that were not in ATSI the year before.
  CategoryAnswer Targeted(const std::vector<GroupAnswer>& groups, Outcome additional) const {
    CategoryAnswer answer = FromGroups(*essa_.targeted, groups);
    if (published_) return answer;
    answer.outcome =
        And(answer.outcome, And(Not(additional), Not(Was(prior_, essa_.additional.status))));
    return answer;
  }

  // The first category that is met, if those before it are decided.
  std::string StatusOf(const std::vector<CategoryAnswer>& categories) const {
    for (const CategoryAnswer& category : categories) {
      if (category.outcome == Outcome::kInsufficientData) return "";
      if (category.outcome == Outcome::kMet) return category.category;
    }
    return essa_.none_status;
  }

  // Groups are flagged only at schools that are in their category.
  void MaskGroups(Outcome csi, const std::vector<CategoryAnswer>& categories,
                  std::vector<GroupAnswer>& groups) const {
    Outcome by_group = Outcome::kNotMet;
    for (size_t i = 2; i < categories.size(); ++i) by_group = Or(by_group, categories[i].outcome);
    for (GroupAnswer& group : groups) {
      group.outcome = And(group.outcome, And(Not(csi), by_group));
      group.letter_decided = group.outcome != Outcome::kInsufficientData;
      if (group.letter_decided) {
        group.reason.clear();
      } else if (group.reason.empty()) {
        for (const CategoryAnswer& category : categories) {
          if (group.reason.empty()) group.reason = category.reason;
        }
      }
    }
  }

  std::string ExitOf(const std::string& status) const {
    if (essa_.prior_year == 0 || !prior_ || status.empty()) return "";
    if (IsCsi(essa_, *prior_) && !IsCsi(essa_, status)) return kLeftCsi;
    const std::string& additional = essa_.additional.status;
    return *prior_ == additional && status != additional ? kLeftAtsi : kStayed;
  }

  const Rulebooks& rulebooks_;
  const Rulebook& rules_;
  const EssaRules& essa_;
  const EntityHistory& history_;
  const EntityYear& year_;
  const bool published_;
  std::optional<std::string> prior_;
};

// No graduation row: the school has no graduates to average.
Outcome HasGraduationColor(int year, const EntityHistory& history) {
  const Performance& performance = history.YearOf(year).EvidenceOf(
      StudentGroup::kAll)[static_cast<size_t>(Indicator::kGraduation)];
  if (performance.colors == Bit(0)) return Outcome::kNotMet;
  return (performance.colors & Bit(0)) != 0 ? Outcome::kInsufficientData : Outcome::kMet;
}

std::string Canonical(const EssaRules& rules, const std::string& status) {
  const auto& aliases = rules.none_status_aliases;
  const bool none = std::find(aliases.begin(), aliases.end(), status) != aliases.end();
  return none ? rules.none_status : status;
}

}  // namespace

namespace essa {

std::optional<Tenths> GraduationAverage(const LowGraduationRule& rule, int dashboard_year,
                                        const EntityHistory& history) {
  const auto& published = history.YearOf(dashboard_year).graduation_average_millionths;
  if (published) return Tenths{DivideHalfAwayFromZero(*published, kMillionthsPerTenth)};
  Fraction average{0, 0};
  for (int year = dashboard_year - rule.cohort_count + 1; year <= dashboard_year; ++year) {
    const auto cohort = history.cohorts.find(year);
    if (cohort == history.cohorts.end()) return std::nullopt;
    average.numerator += cohort->second.numerator;
    average.denominator += cohort->second.denominator;
  }
  if (average.denominator == 0) return std::nullopt;
  return RoundedPercent(average);
}

Outcome GraduatesFew(const LowGraduationRule& rule, int dashboard_year,
                     const EntityHistory& history) {
  const std::optional<Tenths> average = GraduationAverage(rule, dashboard_year, history);
  const Outcome below = average ? FromBool(*average < rule.below) : Outcome::kInsufficientData;
  const Outcome colored = HasGraduationColor(dashboard_year, history);
  if (rule.color_required == Reading::kYes) return And(colored, below);
  if (rule.color_required == Reading::kUnknown && average) {
    // Below the border and without a color: it depends.
    return below == Outcome::kMet && colored != Outcome::kMet ? Outcome::kInsufficientData : below;
  }
  // A school without a row of its own graduates nobody, so that there is nothing to average.
  const Performance& row =
      history.YearOf(dashboard_year)
          .EvidenceOf(StudentGroup::kAll)[static_cast<size_t>(Indicator::kGraduation)];
  return row.origin == Origin::kNoRow && !average ? Outcome::kNotMet : below;
}

std::optional<std::string> PriorStatus(const Rulebooks& rulebooks, const EssaRules& rules,
                                       int dashboard_year, const EntityHistory& history) {
  if (rules.prior_year == 0) return "";
  // The year's own file goes by the status that it prints itself: past ones are revised.
  if (const auto& own = history.YearOf(dashboard_year).support; own) {
    const auto printed = own->earlier_statuses.find(rules.prior_year);
    if (printed != own->earlier_statuses.end()) return Canonical(rules, printed->second);
  }
  const EntityYear& before = history.YearOf(rules.prior_year);
  if (before.support && !before.support->status.empty()) {
    return Canonical(rules, before.support->status);
  }
  const Rulebook* prior = rulebooks.Find(Program::kEssa, rules.prior_year);
  if (prior == nullptr) return std::nullopt;
  const std::string status =
      DetermineEssa(rulebooks, *prior, history, LetterBasis::kResults).status;
  return status.empty() ? std::nullopt : std::optional<std::string>(Canonical(rules, status));
}

Outcome ReceivesTitleI(const LowPerformingRule& rule, const EntityHistory& history) {
  const auto found = history.title_i.find(rule.title_i_school_year);
  return found == history.title_i.end() ? Outcome::kInsufficientData : FromBool(found->second);
}

GroupAnswer JudgeGroup(const Rulebooks& rulebooks, const Rulebook& rules,
                       const GroupSupportRule& rule, StudentGroup group,
                       const EntityHistory& history) {
  GroupAnswer answer{.group = group, .outcome = Outcome::kMet};
  for (const GroupSupportYear& year : rule.years) {
    const Rulebook* tests = year.rulebook_year == rules.dashboard_year
                                ? &rules
                                : rulebooks.Find(Program::kEssa, year.rulebook_year);
    const Outcome low =
        tests == nullptr
            ? Outcome::kInsufficientData
            : PerformsLow(*tests->essa, history.YearOf(year.dashboard_year).EvidenceOf(group),
                          rule.minimum_counted);
    answer.years.push_back({.dashboard_year = year.dashboard_year, .outcome = low});
    answer.outcome = And(answer.outcome, low);
  }
  answer.letter_decided = answer.outcome != Outcome::kInsufficientData;
  if (!answer.letter_decided) answer.reason = reason::kResultsMissing;
  return answer;
}

}  // namespace essa

Determination DetermineEssa(const Rulebooks& rulebooks, const Rulebook& rules,
                            const EntityHistory& history, LetterBasis basis) {
  return School(rulebooks, rules, history, basis).Determine();
}

}  // namespace sos::eligibility
