// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_OUTCOME_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_OUTCOME_H_

namespace sos::eligibility {

// Whether something holds, as far as the data go. Its twin in the contract is
// sos.eligibility.v1.Outcome.
enum class Outcome { kMet, kNotMet, kInsufficientData };

// Three-valued logic: an unknown matters only where it could change the answer.
constexpr Outcome And(Outcome a, Outcome b) {
  if (a == Outcome::kNotMet || b == Outcome::kNotMet) return Outcome::kNotMet;
  if (a == Outcome::kMet && b == Outcome::kMet) return Outcome::kMet;
  return Outcome::kInsufficientData;
}
constexpr Outcome Or(Outcome a, Outcome b) {
  if (a == Outcome::kMet || b == Outcome::kMet) return Outcome::kMet;
  if (a == Outcome::kNotMet && b == Outcome::kNotMet) return Outcome::kNotMet;
  return Outcome::kInsufficientData;
}
constexpr Outcome Not(Outcome a) {
  if (a == Outcome::kInsufficientData) return a;
  return a == Outcome::kMet ? Outcome::kNotMet : Outcome::kMet;
}
constexpr Outcome FromBool(bool holds) { return holds ? Outcome::kMet : Outcome::kNotMet; }

// How many of several outcomes are met, for certain and at most.
struct Tally {
  int all = 0;
  int met = 0;
  int possible = 0;

  constexpr void Count(Outcome outcome) {
    ++all;
    met += outcome == Outcome::kMet ? 1 : 0;
    possible += outcome != Outcome::kNotMet ? 1 : 0;
  }
  // Whether at least `threshold` of them are met.
  constexpr Outcome AtLeast(int threshold) const {
    if (met >= threshold) return Outcome::kMet;
    return possible < threshold ? Outcome::kNotMet : Outcome::kInsufficientData;
  }
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_OUTCOME_H_
