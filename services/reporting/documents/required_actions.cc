// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/required_actions.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/disclosure/mask.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"

namespace sos::reporting {
namespace {

using eligibility::v1::DutyAnswer;
using eligibility::v1::DutySubject;

// A list of the state says that the result is there; that it is not loaded does not mean that there
// is none.
v1::Cell ListedCell(const language::Messages& words) {
  v1::Cell cell;
  cell.set_sentence(words.Text("lcap.from_list"));
  cell.set_state(v1::Cell::STATE_ABSENT);
  cell.set_student_count(-1);
  return cell;
}

// Makes the actions of one duty of one LEA.
class DutyActions {
 public:
  // `year`: the Dashboard year of the results that the duty is about; `results`: those of that
  // year.
  DutyActions(const DocumentKey& key, const education::v1::Entity& lea, const DutyAnswer& duty,
              int year, const RedResults* results, std::vector<v1::RequiredAction>& actions)
      : key_(key), lea_(lea), duty_(duty), year_(year), results_(results), actions_(actions) {}

  void Add() {
    const bool about_lea = !key_.cds.IsSchool() || key_.EntityName() == lea_.name();
    const bool met = duty_.outcome() == eligibility::v1::OUTCOME_MET;
    if (key_.cds.IsState() && !met) return;
    if (!key_.cds.IsState()) {
      for (const DutySubject& subject : duty_.subjects()) AddSubject(subject);
    }
    if (!about_lea) return;
    for (const int group : duty_.student_groups()) {
      Append(lea_).set_student_group(static_cast<education::v1::StudentGroup>(group));
    }
    // Also where all it is about is withheld: that a plan has a duty is no secret.
    if (!added_) Append(lea_);
  }

 private:
  void AddSubject(const DutySubject& subject) {
    if (!IsInRedScope(key_, subject.entity()) && subject.entity().name() != lea_.name()) return;
    if (key_.cds.IsSchool() && subject.entity().name() != key_.EntityName()) return;
    if (subject.indicators().empty()) {
      Append(subject.entity());
      return;
    }
    for (const int number : subject.indicators()) {
      const auto indicator = static_cast<education::v1::Indicator>(number);
      const RedKey red = RedKeyOf(subject.entity(), subject.student_group(), indicator);
      if (results_ != nullptr && results_->withheld.contains(red)) continue;
      v1::RequiredAction& action = Append(subject.entity());
      action.set_student_group(std::get<1>(red));
      action.set_indicator(indicator);
      action.set_dashboard_year(year_);
      *action.mutable_cell() = ListedCell(key_.Words());
      if (results_ == nullptr) continue;
      const auto found = results_->cells.find(red);
      if (found != results_->cells.end()) *action.mutable_cell() = found->second;
    }
  }

  v1::RequiredAction& Append(const education::v1::Entity& about) {
    added_ = true;
    v1::RequiredAction& action = actions_.emplace_back();
    *action.mutable_lea() = lea_;
    *action.mutable_entity() = about;
    action.set_duty(duty_.duty());
    action.set_description(DutyText(key_.Words(), duty_));
    action.set_outcome(duty_.outcome());
    return action;
  }

  const DocumentKey& key_;
  const education::v1::Entity& lea_;
  const DutyAnswer& duty_;
  const int year_;
  const RedResults* const results_;
  std::vector<v1::RequiredAction>& actions_;
  bool added_ = false;
};

}  // namespace

int PlanDuties::YearOf(const std::string& duty, int dashboard_year) const {
  const auto found = years.find(duty);
  return found == years.end() ? dashboard_year : found->second;
}

std::map<int, std::set<RedKey>> PlanDuties::Wanted(int dashboard_year) const {
  std::map<int, std::set<RedKey>> wanted;
  for (const auto& determination : determinations) {
    for (const DutyAnswer& duty : determination.duties()) {
      for (const DutySubject& subject : duty.subjects()) {
        for (const int indicator : subject.indicators()) {
          wanted[YearOf(duty.duty(), dashboard_year)].insert(
              RedKeyOf(subject.entity(), subject.student_group(),
                       static_cast<education::v1::Indicator>(indicator)));
        }
      }
    }
  }
  return wanted;
}

absl::StatusOr<PlanDuties> ReadPlanDuties(ReportSource& source, const DocumentKey& key,
                                          const education::v1::Entity& entity,
                                          const Revision& revision,
                                          const rpc::CallContext& context) {
  PlanDuties duties;
  SOS_ASSIGN_OR_RETURN(const auto rules, source.GetSupportRules(eligibility::v1::PROGRAM_LCAP,
                                                                key.dashboard_year, context));
  if (!rules) return duties;
  for (const auto& duty : rules->duties()) {
    if (duty.dashboard_year() != 0) duties.years[duty.name()] = duty.dashboard_year();
  }
  eligibility::v1::DeterminationFilter filter;
  filter.set_program(eligibility::v1::PROGRAM_LCAP);
  filter.set_dashboard_year(key.dashboard_year);
  if (key.cds.IsCounty()) {
    filter.add_counties(std::string(key.cds.county()));
  } else if (!key.cds.IsState()) {
    filter.add_entities(LeaOfRed(entity).name());
  }
  SOS_ASSIGN_OR_RETURN(duties.determinations, source.GetDeterminations(filter, revision, context));
  for (auto& determination : duties.determinations) MaskForPublic(determination);
  std::stable_sort(duties.determinations.begin(), duties.determinations.end(),
                   [](const auto& a, const auto& b) {
                     return std::make_pair(a.entity().display_name(), a.entity().name()) <
                            std::make_pair(b.entity().display_name(), b.entity().name());
                   });
  return duties;
}

std::vector<v1::RequiredAction> RequiredActions(const DocumentKey& key, const PlanDuties& duties,
                                                const std::map<int, RedResults>& results) {
  std::vector<v1::RequiredAction> actions;
  for (const auto& determination : duties.determinations) {
    for (const DutyAnswer& duty : determination.duties()) {
      const int year = duties.YearOf(duty.duty(), key.dashboard_year);
      const auto found = results.find(year);
      DutyActions(key, determination.entity(), duty, year,
                  found == results.end() ? nullptr : &found->second, actions)
          .Add();
    }
  }
  return actions;
}

std::string DutyText(const language::Messages& words, const DutyAnswer& duty) {
  const std::string key = absl::StrCat("duty.", duty.duty());
  return words.Has(key) ? words.Text(key) : duty.description();
}

}  // namespace sos::reporting
