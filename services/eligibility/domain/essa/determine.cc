// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/essa/determine.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "services/eligibility/domain/essa/steps.h"
#include "services/eligibility/domain/reasons.h"

namespace sos::eligibility {
namespace {

constexpr char kLeftCsi[] = "CSIEXIT";
constexpr char kLeftAtsi[] = "ATSIEXIT";
constexpr char kStayed[] = "NOEXIT";

// CSI has the first two categories; groups make the others.
constexpr size_t kCsiCategories = 2;

bool IsCsi(const EssaRules& rules, const std::string& status) {
  return status == rules.low_graduation.status || status == rules.low_performing.status;
}

// How a reading answers the question whether a school stays that no longer meets the tests.
Outcome Stays(Reading leaves_when_not_met) {
  if (leaves_when_not_met == Reading::kYes) return Outcome::kNotMet;
  return leaves_when_not_met == Reading::kNo ? Outcome::kMet : Outcome::kInsufficientData;
}

class EssaSchool {
 public:
  // A school whose status of the year before is one of `priors`.
  EssaSchool(const Question& asked, std::set<std::string> priors)
      : asked_(asked),
        rules_(asked.rules<EssaRules>()),
        year_(asked.history.YearOf(asked.dashboard_year())),
        published_(asked.basis == LetterBasis::kPublished && year_.support),
        priors_(std::move(priors)) {
    if (priors_.size() == 1) answer_.prior_status = *priors_.begin();
    answer_.title_i = essa::ReceivesTitleI(asked);
  }

  Determination Determine() {
    Determination determination;
    determination.letter_basis = published_ ? LetterBasis::kPublished : LetterBasis::kResults;
    determination.root = Step("essa", Combination::kAnyOf);
    Say(asked_.detail, determination.root, [] { return "In any of the categories."; });
    if (published_) {
      TakePublished(determination);
    } else {
      Judge(determination);
    }
    Conclude(determination.root);
    Weigh();
    if (answer_.possible_statuses.size() == 1) {
      determination.status = *answer_.possible_statuses.begin();
    }
    CloseOver(determination.root);
    determination.eligibility = determination.root.outcome;
    MaskGroups(determination.groups);
    if (determination.eligibility == Outcome::kMet) {
      determination.support_case = SupportCase::kSchool;
    }
    determination.rests_on_inferred_rule = RestsOnInferredRule();
    determination.answer = std::move(answer_);
    return determination;
  }

 private:
  // The categories as the state's file has them.
  void TakePublished(Determination& determination) {
    const auto is = [&](const std::string& status) {
      return FromBool(year_.support->status == status);
    };
    const auto add = [&](const auto& rule, Outcome outcome) {
      Finding finding = Stated(rule.status, outcome);
      Say(asked_.detail, finding, [] { return "As the state published it."; });
      AddCategory(rule, std::move(finding), determination);
    };
    add(rules_.low_graduation, is(rules_.low_graduation.status));
    add(rules_.low_performing, is(rules_.low_performing.status));
    Outcome any = Outcome::kNotMet;
    for (const StudentGroup group : asked_.rulebook.student_groups) {
      const Outcome flagged = FromBool(year_.support->flagged.contains(group));
      any = Or(any, flagged);
      determination.groups.push_back({.group = group, .outcome = flagged, .letter_decided = true});
    }
    const auto add_by_groups = [&](const GroupSupportRule& rule) {
      // Without columns for groups the status alone says it; before TSI the flags do.
      if (!year_.support->groups_listed) return add(rule, is(rule.status));
      add(rule, And(any, rules_.targeted ? is(rule.status) : Outcome::kMet));
    };
    add_by_groups(rules_.additional);
    if (rules_.targeted) add_by_groups(*rules_.targeted);
  }

  // The categories in the order in which they are tried.
  void Judge(Determination& determination) {
    AddCategory(rules_.low_graduation, LowGraduation(), determination);
    AddCategory(rules_.low_performing, LowPerforming(), determination);
    Finding by_groups = ByGroups(rules_.additional, &determination.groups);
    const Outcome in_additional = by_groups.outcome;
    AddCategory(rules_.additional, std::move(by_groups), determination);
    if (rules_.targeted) AddCategory(*rules_.targeted, Targeted(in_additional), determination);
  }

  // Adds the category of a rule; `open_reason_` is why it is undecided, if it is.
  template <typename Rule>
  void AddCategory(const Rule& rule, Finding finding, Determination& determination) {
    const bool open = finding.outcome == Outcome::kInsufficientData;
    answer_.categories.push_back({.category = rule.status,
                                  .outcome = finding.outcome,
                                  .reason = open ? open_reason_ : absl::string_view(),
                                  .citation = &rule.citation});
    determination.root.parts.push_back(std::move(finding));
  }

  Outcome WasIn(const std::string& status) const {
    if (!priors_.contains(status)) return Outcome::kNotMet;
    return answer_.prior_status ? Outcome::kMet : Outcome::kInsufficientData;
  }

  Finding Was(const std::string& status) const {
    Finding finding =
        Stated(absl::StrCat("was-", status), WasIn(status), reason::kPriorStatusMissing);
    Say(asked_.detail, finding, [&]() -> std::string {
      if (rules_.prior_year == 0) return "There was no determination before this one.";
      if (!answer_.prior_status) {
        return absl::StrCat("The status of ", rules_.prior_year, " is not known",
                            priors_.contains(status) ? "." : ", but it was none of this category.");
      }
      return absl::StrCat("The status of ", rules_.prior_year, " was ", *answer_.prior_status, ".");
    });
    return finding;
  }

  Finding Entry(bool entry) const {
    Finding finding = Stated("entry", FromBool(entry));
    Say(asked_.detail, finding, [entry] {
      return entry ? "Schools enter in this year." : "No school enters in this year.";
    });
    return finding;
  }

  Finding LowGraduation() {
    const LowGraduationRule& rule = rules_.low_graduation;
    Finding few = essa::GraduatesFew(asked_);
    open_reason_ = few.outcome == Outcome::kInsufficientData ? reason::kGraduationAverageMissing
                                                             : reason::kPriorStatusMissing;
    Finding finding = Step(rule.status, Combination::kAllOf);
    finding.citation = &rule.citation;
    Say(asked_.detail, finding, [&rule] {
      return rule.entry ? "An average graduation rate below the border."
                        : "Was in the category, and is still below the border.";
    });
    if (!rule.entry) finding.parts.push_back(Was(rule.status));
    finding.parts.push_back(std::move(few));
    Conclude(finding);
    return finding;
  }

  // Was in the category and stays: it meets the tests, or the reading lets it stay.
  Finding StaysIn(const std::string& status, Reading leaves_when_not_met, Outcome tests) const {
    Finding finding = Step("stays", Combination::kAllOf);
    Say(asked_.detail, finding, [&] { return absl::StrCat("Was ", status, " and stays."); });
    finding.parts.push_back(Was(status));
    Finding& either = finding.parts.emplace_back(Step("stays-by", Combination::kAnyOf));
    Say(asked_.detail, either,
        [] { return "Still meets the tests, or does not leave when it meets them no more."; });
    Finding& by_tests = either.parts.emplace_back(Stated("tests", tests, reason::kResultsMissing));
    Say(asked_.detail, by_tests, [] { return "The tests, as above."; });
    Finding& by_reading = either.parts.emplace_back(
        Stated("leaves-when-not-met", Stays(leaves_when_not_met), reason::kExitConditionsUnknown));
    Say(asked_.detail, by_reading,
        [] { return "A school that meets the tests no more stays all the same."; });
    Conclude(either);
    Conclude(finding);
    return finding;
  }

  // Why it is open whether the school is in a category, of which the tests came out as `tests`.
  absl::string_view OpenReason(const std::string& status, Outcome tests) const {
    if (tests == Outcome::kInsufficientData) return reason::kResultsMissing;
    const bool leaving = tests == Outcome::kNotMet && WasIn(status) == Outcome::kMet;
    return leaving ? reason::kExitConditionsUnknown : reason::kPriorStatusMissing;
  }

  Finding LowPerforming() {
    const LowPerformingRule& rule = rules_.low_performing;
    Finding low =
        essa::PerformsLowIn(asked_, asked_.rulebook, StudentGroup::kAll, asked_.dashboard_year(),
                            /*minimum_counted=*/1);
    const Outcome tests = low.outcome;
    const bool unfunded =
        rule.entry && tests == Outcome::kMet && answer_.title_i == Outcome::kInsufficientData;
    open_reason_ = unfunded ? reason::kTitleIMissing : OpenReason(rule.status, tests);
    Finding finding = Step(rule.status, Combination::kAnyOf);
    finding.citation = &rule.citation;
    Say(asked_.detail, finding, [] { return "All students perform low."; });
    Finding enters = Step("enters", Combination::kAllOf);
    Say(asked_.detail, enters, [] { return "Performs low and received Title I funds."; });
    enters.parts.push_back(Entry(rule.entry));
    enters.parts.push_back(std::move(low));
    if (rule.entry) {
      Finding& funded =
          enters.parts.emplace_back(Stated("title-i", answer_.title_i, reason::kTitleIMissing));
      Say(asked_.detail, funded, [&rule] {
        return absl::StrCat("Title I funds in the school year that ends in ",
                            rule.title_i_school_year, ".");
      });
    }
    Conclude(enters);
    finding.parts.push_back(std::move(enters));
    finding.parts.push_back(StaysIn(rule.status, rule.leaves_when_not_met, tests));
    Conclude(finding);
    return finding;
  }

  // A student group performs low year after year. Adds the groups' answers to `answers`, as if no
  // category went before; null where they are not wanted.
  Finding ByGroups(const GroupSupportRule& rule, std::vector<GroupAnswer>* answers) {
    Finding groups = Step("groups", Combination::kAnyOf);
    Say(asked_.detail, groups, [] { return "A student group performs low."; });
    groups.parts.reserve(asked_.rulebook.student_groups.size());
    for (const StudentGroup group : asked_.rulebook.student_groups) {
      groups.parts.push_back(essa::PerformsLowInEveryYear(asked_, rule, group));
      if (answers != nullptr) answers->push_back(AnswerOf(rule, groups.parts.back()));
    }
    const Outcome tests = Conclude(groups);
    open_reason_ = OpenReason(rule.status, tests);
    Finding enters = Step("enters", Combination::kAllOf);
    Say(asked_.detail, enters, [] { return "Schools enter by their groups."; });
    enters.parts.push_back(Entry(rule.entry));
    enters.parts.push_back(std::move(groups));
    Conclude(enters);
    Finding finding = Step(rule.status, Combination::kAnyOf);
    finding.citation = &rule.citation;
    Say(asked_.detail, finding, [] { return "A student group performs low."; });
    finding.parts.push_back(std::move(enters));
    finding.parts.push_back(StaysIn(rule.status, rule.leaves_when_not_met, tests));
    Conclude(finding);
    return finding;
  }

  static GroupAnswer AnswerOf(const GroupSupportRule& rule, const Finding& finding) {
    GroupAnswer answer{.group = *finding.group, .outcome = finding.outcome};
    for (size_t i = 0; i < rule.years.size(); ++i) {
      answer.years.push_back(
          {.dashboard_year = rule.years[i].dashboard_year, .outcome = finding.parts[i].outcome});
    }
    answer.letter_decided = answer.outcome != Outcome::kInsufficientData;
    if (!answer.letter_decided) answer.reason = reason::kResultsMissing;
    return answer;
  }

  static Finding Negated(std::string rule, Finding part, Detail detail) {
    Finding finding = Step(std::move(rule), Combination::kNot);
    Say(detail, finding, [] { return "Not so."; });
    finding.parts.push_back(std::move(part));
    Conclude(finding);
    return finding;
  }

  // TSI is for schools that are not in ATSI and were not in it the year before.
  Finding Targeted(Outcome in_additional) {
    Finding finding = Step(rules_.targeted->status, Combination::kAllOf);
    finding.citation = &rules_.targeted->citation;
    Say(asked_.detail, finding, [] { return "TSI: not for schools of ATSI."; });
    finding.parts.push_back(ByGroups(*rules_.targeted, nullptr));
    Finding additional =
        Stated(rules_.additional.status, in_additional, reason::kPriorStatusMissing);
    Say(asked_.detail, additional, [] { return "In ATSI, as above."; });
    finding.parts.push_back(Negated("not-atsi", std::move(additional), asked_.detail));
    finding.parts.push_back(Negated("was-not-atsi", Was(rules_.additional.status), asked_.detail));
    Conclude(finding);
    return finding;
  }

  // The statuses that the categories leave possible: the school is in the first that is met.
  std::set<std::string> PossibleStatuses() const {
    std::set<std::string> possible;
    for (const CategoryAnswer& category : answer_.categories) {
      if (category.outcome != Outcome::kNotMet) possible.insert(category.category);
      if (category.outcome == Outcome::kMet) return possible;
    }
    possible.insert(rules_.none_status);
    return possible;
  }

  // What may come of the school and of its exit, whichever of its prior statuses it had: it had one
  // of them, so that categories which each ask for another one are not open independently.
  void Weigh() {
    std::set<std::string> exits;
    for (const std::string& prior : priors_) {
      std::set<std::string> possible;
      if (published_ || priors_.size() == 1) {
        possible = PossibleStatuses();
      } else {
        Question again = asked_;
        again.detail = Detail::kAnswer;
        EssaSchool school(again, {prior});
        Determination judged;
        school.Judge(judged);
        possible = school.PossibleStatuses();
      }
      for (const std::string& status : possible) exits.insert(ExitOf(prior, status));
      answer_.possible_statuses.merge(possible);
    }
    if (exits.size() == 1) answer_.exit = *exits.begin();
  }

  // Says that the school is in a category where it is in one for certain, but not in which.
  void CloseOver(Finding& root) const {
    if (root.outcome != Outcome::kInsufficientData ||
        answer_.possible_statuses.contains(rules_.none_status)) {
      return;
    }
    Finding& any = root.parts.emplace_back(Stated("whatever-it-was-in", Outcome::kMet));
    any.dashboard_year = asked_.dashboard_year();
    Say(asked_.detail, any, [&] {
      return absl::StrCat("In one of these, whichever it was in before: ",
                          absl::StrJoin(answer_.possible_statuses, ", "), ".");
    });
    root.outcome = Outcome::kMet;
  }

  // Groups are flagged only at schools that are in their category.
  void MaskGroups(std::vector<GroupAnswer>& groups) const {
    Outcome csi = Outcome::kNotMet;
    Outcome by_group = Outcome::kNotMet;
    for (size_t i = 0; i < answer_.categories.size(); ++i) {
      Outcome& any = i < kCsiCategories ? csi : by_group;
      any = Or(any, answer_.categories[i].outcome);
    }
    const auto open = absl::c_find_if(
        answer_.categories, [](const CategoryAnswer& answer) { return !answer.reason.empty(); });
    for (GroupAnswer& group : groups) {
      group.outcome = And(group.outcome, And(Not(csi), by_group));
      group.letter_decided = group.outcome != Outcome::kInsufficientData;
      if (group.letter_decided) {
        group.reason = "";
      } else if (group.reason.empty() && open != answer_.categories.end()) {
        group.reason = open->reason;
      }
    }
  }

  std::string ExitOf(const std::string& prior, const std::string& status) const {
    if (rules_.prior_year == 0) return "";
    if (IsCsi(rules_, prior) && !IsCsi(rules_, status)) return kLeftCsi;
    const std::string& additional = rules_.additional.status;
    return prior == additional && status != additional ? kLeftAtsi : kStayed;
  }

  // A rule of the categories up to the one that the school is in was inferred.
  bool RestsOnInferredRule() const {
    const auto inferred = [](const auto& rule) { return rule.citation.IsInferred(); };
    for (size_t i = 0; i < answer_.categories.size(); ++i) {
      if (answer_.categories[i].citation->IsInferred()) return true;
      // The colors are looked at from the second category on.
      if (i > 0 && absl::c_any_of(rules_.criteria, inferred)) return true;
      if (answer_.categories[i].outcome == Outcome::kMet) break;
    }
    return false;
  }

  const Question& asked_;
  const EssaRules& rules_;
  const EntityYear& year_;
  const bool published_;
  // What the status of the year before may have been.
  const std::set<std::string> priors_;
  EssaAnswer answer_;
  absl::string_view open_reason_;
};

}  // namespace

Determination DetermineEssa(const Question& asked) {
  return EssaSchool(asked, essa::PossiblePriorStatuses(asked)).Determine();
}

bool EssaDecidesOn(const Rulebook& /*rulebook*/, const EntityHistory& history) {
  return history.cds.IsSchool();
}

void AddEssaYears(const Rulebook& rulebook, RequiredYears& years) {
  const EssaRules& rules = rulebook.Of<EssaRules>();
  for (int cohort = 1; cohort < rules.low_graduation.cohort_count; ++cohort) {
    years.Add(rulebook.dashboard_year - cohort);
  }
  for (const GroupSupportYear& year : rules.additional.years) years.Add(year.dashboard_year);
  if (rules.targeted) {
    for (const GroupSupportYear& year : rules.targeted->years) years.Add(year.dashboard_year);
  }
  // The status of the year before may have to be worked out like this year's.
  if (rules.prior_year != 0) years.AddDetermination(Program::kEssa, rules.prior_year);
}

}  // namespace sos::eligibility
