// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_REQUIRED_YEARS_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_REQUIRED_YEARS_H_

#include <optional>
#include <set>
#include <vector>

#include "services/eligibility/domain/rulebook.h"

namespace sos::eligibility {

// The Dashboard years that a determination looks at.
class RequiredYears {
 public:
  explicit RequiredYears(const Rulebooks& rulebooks) : rulebooks_(rulebooks) {}

  // All that a determination of that program and year looks at.
  void AddDetermination(Program program, int dashboard_year);
  // A year's LCFF criteria, without what its status looks back on.
  void AddLcffCriteria(int dashboard_year);
  void Add(int dashboard_year) { years_.insert(dashboard_year); }
  void Add(const std::optional<RecurrenceRule>& recurrence);

  std::vector<int> Ascending() const { return {years_.begin(), years_.end()}; }

 private:
  const Rulebooks& rulebooks_;
  std::set<int> years_;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_REQUIRED_YEARS_H_
