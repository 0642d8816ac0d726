// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/evidence.h"

namespace sos::eligibility {

const EntityYear& EntityHistory::YearOf(int year) const {
  static const EntityYear* const kUnknown = new EntityYear();
  const auto found = years.find(year);
  return found == years.end() ? *kUnknown : found->second;
}

}  // namespace sos::eligibility
