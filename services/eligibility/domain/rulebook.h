// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_RULEBOOK_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_RULEBOOK_H_

#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "common/education/student_group.h"
#include "services/eligibility/domain/charter/rules.h"
#include "services/eligibility/domain/equity_multiplier/rules.h"
#include "services/eligibility/domain/essa/rules.h"
#include "services/eligibility/domain/lcap/rules.h"
#include "services/eligibility/domain/lcff/rules.h"
#include "services/eligibility/domain/rule_parts.h"

namespace sos::eligibility {

// Which rule of support applies; the values are those of SupporterRule.Case.
enum class SupportCase {
  kNone,
  kDistrict,
  kDistrictGeographicLead,
  kCountyOffice,
  kIntensive,
  kSingleDistrictCounty,
  kCharter,
  kCharterOfCountyOffice,
  kSchool
};

struct SupporterRule {
  SupportCase support_case = SupportCase::kNone;
  std::string supporter;
  Citation citation;
};

// The counties of one geographic lead agency.
struct LeadArea {
  std::string lead;
  std::vector<std::string> county_codes;
};

// What only one program's rules have.
using ProgramRules =
    std::variant<LcffRules, CharterRules, EssaRules, EquityMultiplierRules, LcapRules>;

// The rules of one program and year.
struct Rulebook {
  std::string name;
  Program program = Program::kNone;
  int dashboard_year = 0;
  // Why the rules are not in force; empty for rules that are.
  std::string draft;
  std::vector<StudentGroup> student_groups;
  // The words of the status; the categories of ESSA have their own.
  StatusRule status;
  std::vector<SupporterRule> supporters;
  std::vector<LeadArea> lead_areas;
  ProgramRules rules;

  // The rules of a rulebook of that program.
  template <typename Rules>
  const Rules& Of() const {
    return std::get<Rules>(rules);
  }
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

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_RULEBOOK_H_
