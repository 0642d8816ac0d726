// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_RULEBOOK_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_RULEBOOK_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/decimal/decimal.h"
#include "common/education/cds_code.h"
#include "common/education/indicator.h"
#include "common/education/student_group.h"

namespace sos::eligibility {

// The rules of one program and year. What every field means is written where its contract stands,
// sos/eligibility/v1/rulebook.proto.

// A program of support; the values are those of sos.eligibility.v1.Program.
enum class Program { kNone, kLcff, kCharter, kEssa, kEquityMultiplier, kLcap };

// A set of colors or of levels, one bit each.
using Mask = uint8_t;
constexpr Mask Bit(int value) { return static_cast<Mask>(1U << value); }
inline constexpr Mask kAllValues = 0x3f;  // Colors and levels both run from 0 (none) to 5.

// One test: the color, or the status level, is one of a set. Exactly one of the two is not empty.
struct Test {
  Indicator indicator = Indicator::kGraduation;
  Mask colors = 0;
  Mask status_levels = 0;
};

struct Criterion {
  std::vector<Test> all_of;
  std::vector<StudentGroup> only_groups;
  std::vector<StudentGroup> except_groups;
};

struct PriorityCriteria {
  int priority = 0;
  std::vector<Criterion> any_of;
};

struct LetterCode {
  char letter = 0;
  std::vector<int> priorities;
};

struct Method {
  int number = 0;
  bool announced_none = false;
};

struct LocalRule {
  std::vector<int> priorities;
  std::vector<int> county_office_priorities;
  // Zero where the ratings themselves say "two or more years".
  int preceding_year = 0;
};

struct StatusRule {
  std::string eligible;
  std::string general;
  std::string carried_over;
  int carry_over_year = 0;
  std::string carry_over_status;
};

struct RecurrenceRule {
  std::vector<int> dashboard_years;
  int minimum_year_count = 0;
  int minimum_group_count = 0;
  bool all_groups_if_fewer = false;
  bool districts_only = false;
};

// How an open question is taken; its twin in the contract is sos.eligibility.v1.Reading.
enum class Reading { kUnknown, kYes, kNo };

struct CharterRules {
  std::vector<int> dashboard_years;
  int minimum_year_count = 0;
  Reading same_group_required = Reading::kUnknown;
  Reading local_indicators_count = Reading::kUnknown;
};

struct CountedIndicator {
  Test lowest;
  // Nothing counts as second lowest without.
  std::optional<Test> second_lowest;
};

struct ColorCountCriterion {
  int minimum_counted = 0;
  int minimum_lowest = 0;
  std::optional<int> maximum_not_lowest;
  std::optional<int> maximum_above_second_lowest;
  bool majority_lowest = false;
  Reading in_force = Reading::kYes;
};

struct LowGraduationRule {
  std::string status;
  bool entry = false;
  Tenths below;
  int cohort_count = 0;
  Reading color_required = Reading::kUnknown;
};

struct LowPerformingRule {
  std::string status;
  bool entry = false;
  int title_i_school_year = 0;
  Reading leaves_when_not_met = Reading::kUnknown;
};

struct GroupSupportYear {
  int dashboard_year = 0;
  // The year of the ESSA rulebook whose tests apply.
  int rulebook_year = 0;
};

struct GroupSupportRule {
  std::string status;
  bool entry = false;
  std::vector<GroupSupportYear> years;
  int minimum_counted = 0;
  Reading leaves_when_not_met = Reading::kUnknown;
};

struct EssaRules {
  std::vector<CountedIndicator> indicators;
  std::vector<ColorCountCriterion> criteria;
  LowGraduationRule low_graduation;
  LowPerformingRule low_performing;
  GroupSupportRule additional;
  std::optional<GroupSupportRule> targeted;
  std::string none_status;
  std::vector<std::string> none_status_aliases;
  int prior_year = 0;
};

struct EquityMultiplierRules {
  int nonstability_above_thousandths = 0;
  int disadvantaged_above_thousandths = 0;
  Reading rounded_to_thousandths = Reading::kUnknown;
  // Dollars a student, in units of 10^-10; nullopt where it is not known.
  std::optional<int64_t> statewide_rate;
  int64_t floor_dollars = 0;
};

// What brings a duty about; the values are those of DutyRule.Kind.
enum class DutyKind {
  kNone,
  kRecurringGroups,
  kLowestPerformance,
  kEquityMultiplier,
  kAssistance,
  kLowPerformingSchools,
  kLanguagePrograms
};

struct DutyRule {
  std::string name;
  DutyKind kind = DutyKind::kNone;
  RecurrenceRule recurrence;
  int dashboard_year = 0;
  std::vector<Test> lowest;
  Reading known = Reading::kUnknown;
};

struct Rulebook {
  std::string name;
  Program program = Program::kNone;
  int dashboard_year = 0;
  std::vector<StudentGroup> student_groups;
  bool county_offices_included = false;
  std::vector<PriorityCriteria> priorities;
  std::vector<LetterCode> letters;
  std::vector<Method> methods;
  std::optional<LocalRule> local_rule;
  StatusRule status;
  std::optional<RecurrenceRule> intensive;
  std::optional<RecurrenceRule> geographic_lead;
  std::vector<std::string> single_district_counties;
  // Exactly one of these is set, by the program; none for LCFF.
  std::optional<CharterRules> charter;
  std::optional<EssaRules> essa;
  std::optional<EquityMultiplierRules> equity_multiplier;
  std::vector<DutyRule> duties;

  // The letter for a set of priorities, ascending; 0 for fewer than two.
  char LetterFor(const std::vector<int>& priorities_met) const;
  const Method* FindMethod(int number) const;
};

// The rulebooks in force, by program and year. Points to them.
class Rulebooks {
 public:
  void Add(const Rulebook& rules) { rules_[{rules.program, rules.dashboard_year}] = &rules; }
  // Null where there is none.
  const Rulebook* Find(Program program, int dashboard_year) const {
    const auto found = rules_.find({program, dashboard_year});
    return found == rules_.end() ? nullptr : found->second;
  }

 private:
  std::map<std::pair<Program, int>, const Rulebook*> rules_;
};

// Reasons for which an answer is undecided; every rulebook lists and explains them.
namespace reason {
inline constexpr char kResultsMissing[] = "RESULTS_MISSING";
inline constexpr char kOrangeUnknown[] = "ORANGE_UNKNOWN";
inline constexpr char kResultUndetermined[] = "RESULT_UNDETERMINED";
inline constexpr char kLettersUndecided[] = "LETTERS_UNDECIDED";
inline constexpr char kSinglePrioritiesUnknown[] = "SINGLE_PRIORITIES_UNKNOWN";
inline constexpr char kLocalIndicatorsMissing[] = "LOCAL_INDICATORS_MISSING";
inline constexpr char kLateCertificationListMissing[] = "LATE_CERTIFICATION_LIST_MISSING";
inline constexpr char kHistoryMissing[] = "HISTORY_MISSING";
inline constexpr char kGroupCountUnknown[] = "GROUP_COUNT_UNKNOWN";
inline constexpr char kSameGroupUnknown[] = "SAME_GROUP_UNKNOWN";
inline constexpr char kPetitionUnknown[] = "PETITION_UNKNOWN";
inline constexpr char kTitleIMissing[] = "TITLE_I_MISSING";
inline constexpr char kGraduationAverageMissing[] = "GRADUATION_AVERAGE_MISSING";
inline constexpr char kPriorStatusMissing[] = "PRIOR_STATUS_MISSING";
inline constexpr char kExitConditionsUnknown[] = "EXIT_CONDITIONS_UNKNOWN";
inline constexpr char kRuleUnknown[] = "RULE_UNKNOWN";
inline constexpr char kRoundingUnknown[] = "ROUNDING_UNKNOWN";
inline constexpr char kClassroomBasedMissing[] = "CLASSROOM_BASED_MISSING";
inline constexpr char kMultiplierDataMissing[] = "MULTIPLIER_DATA_MISSING";
}  // namespace reason

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_RULEBOOK_H_
