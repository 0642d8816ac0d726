// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_SYNTHETIC_DICE_H_
#define SOS_SERVICES_SUITE_SYNTHETIC_DICE_H_

#include <cstdint>

namespace sos::suite {

// Pseudo-random numbers that depend on nothing but what the dice were made of: the same seed makes
// the same California on every machine (splitmix64, whose published constants these are).
class Dice {
 public:
  Dice(uint64_t seed, uint64_t a, uint64_t b = 0, uint64_t c = 0) : state_(seed) {
    for (const uint64_t part : {a, b, c}) state_ = Next() ^ part;
  }

  uint64_t Next() {
    state_ += 0x9E3779B97F4A7C15U;
    uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }
  // From 0 to `below` - 1.
  int Below(int below) { return static_cast<int>(Next() % static_cast<uint64_t>(below)); }
  // True in `percent` of 100 throws.
  bool Percent(int percent) { return Below(100) < percent; }

 private:
  uint64_t state_;
};

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_SYNTHETIC_DICE_H_
