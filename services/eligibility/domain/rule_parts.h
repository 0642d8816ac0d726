// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_RULE_PARTS_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_RULE_PARTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/education/indicator.h"
#include "services/eligibility/domain/citation.h"

namespace sos::eligibility {

// What rules of several programs are made of. What every field means is written where its contract
// stands, sos/eligibility/v1/rulebook.proto.

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

  bool IsByColor() const { return colors != 0; }
};

// How an open question is taken; its twin in the contract is sos.eligibility.v1.Reading.
enum class Reading { kUnknown, kYes, kNo };

// How long eligibility lasts.
struct EligibilityLength {
  int years = 0;
  std::vector<int> lasting_from_years;
  Citation citation;
};

struct StatusRule {
  std::string eligible;
  std::string general;
  std::string carried_over;
  int carry_over_year = 0;
  std::string carry_over_status;
  std::optional<EligibilityLength> length;
  Citation citation;
};

struct RecurrenceRule {
  std::vector<int> dashboard_years;
  int minimum_year_count = 0;
  int minimum_group_count = 0;
  bool all_groups_if_fewer = false;
  bool districts_only = false;
  Citation citation;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_RULE_PARTS_H_
