#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_RULEBOOK_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_RULEBOOK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/education/indicator.h"
#include "common/education/student_group.h"

namespace sos::eligibility {

// The rules of one programme and year. What every field means is written where its contract stands,
// sos/eligibility/v1/rulebook.proto.

// A set of colours or of levels, one bit each.
using Mask = uint8_t;
constexpr Mask Bit(int value) { return static_cast<Mask>(1U << value); }
inline constexpr Mask kAllValues = 0x3f;  // Colours and levels both run from 0 (none) to 5.

// One test: the colour, or the status level, is one of a set. Exactly one of the two is not empty.
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

struct Rulebook {
  std::string name;
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

  // The letter for a set of priorities, ascending; 0 for fewer than two.
  char LetterFor(const std::vector<int>& priorities_met) const;
  const Method* FindMethod(int number) const;
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
}  // namespace reason

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_RULEBOOK_H_
