// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_RANDOM_HISTORY_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_RANDOM_HISTORY_H_

#include <cstdint>
#include <random>

#include "services/eligibility/domain/evidence.h"

namespace sos::eligibility {

// For tests of properties.

// Chances that come out the same in every run.
class Dice {
 public:
  explicit Dice(uint32_t seed) : random_(seed) {}
  int Roll(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }

 private:
  std::mt19937 random_;
};

inline Performance SomePerformance(Dice& dice) {
  switch (dice.Roll(7)) {
    case 0:
      return {};
    case 1:
      return {.origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)};
    case 2:
      return {.origin = Origin::kRedList,
              .colors = static_cast<Mask>(kAllValues & ~Bit(1)),
              .status_levels = static_cast<Mask>(kAllValues & ~Bit(1))};
    case 3:
      return {.origin = Origin::kRedList, .colors = Bit(1), .status_levels = Bit(1)};
    default:
      return {.origin = Origin::kResult,
              .colors = Bit(1 + dice.Roll(3)),
              .status_levels = Bit(1 + dice.Roll(2))};
  }
}

// An entity of which much is known and something is missing, year by year.
inline EntityHistory SomeHistory(Dice& dice, const CdsCode& cds, EntityKind kind) {
  EntityHistory history{.cds = cds, .kind = kind};
  for (const int year : {2017, 2018, 2019, 2022, 2023, 2024, 2025}) {
    EntityYear& of_year = history.years[year];
    of_year.default_evidence.fill(
        {.origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)});
    for (const StudentGroup group : {StudentGroup::kAll, StudentGroup::kEnglishLearners,
                                     StudentGroup::kHispanic, StudentGroup::kFosterYouth}) {
      GroupEvidence& evidence = of_year.groups[group];
      for (Performance& performance : evidence) performance = SomePerformance(dice);
    }
    for (const int priority : {1, 2, 3, 6, 7, 9, 10}) {
      if (dice.Roll(9) == 0) continue;  // Not known.
      of_year.local_ratings[priority] = static_cast<LocalRating>(dice.Roll(2));
    }
    of_year.late_certification = static_cast<Outcome>(dice.Roll(2));
    if (dice.Roll(1) == 0) {
      of_year.multiplier = MultiplierCounts{.nonstable = 20 + dice.Roll(20),
                                            .enrollment = 100,
                                            .disadvantaged = 65 + dice.Roll(15),
                                            .classroom_based = static_cast<Outcome>(dice.Roll(2))};
    }
    history.cohorts[year] = {60 + dice.Roll(15), 100};
    if (dice.Roll(3) != 0) history.title_i[year] = dice.Roll(1) == 0;
  }
  return history;
}

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_RANDOM_HISTORY_H_
