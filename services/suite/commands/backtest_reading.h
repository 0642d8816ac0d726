// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_COMMANDS_BACKTEST_READING_H_
#define SOS_SERVICES_SUITE_COMMANDS_BACKTEST_READING_H_

#include <map>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "services/suite/backtest/comparison.h"
#include "services/suite/session.h"

namespace sos::suite {

// All that a comparison of estimates with published results tells.
struct Backtest {
  std::map<ErrorGroup, Errors> groups;
  // Of LCFF eligibility.
  DecisionErrors decisions;
};

using WantedEntity = absl::FunctionRef<bool(const education::v1::Entity&)>;
using WantedResult = absl::FunctionRef<bool(education::v1::Indicator, education::v1::StudentGroup)>;

// Compares what is published of a year with the estimates that stood before the first of it was
// loaded, as the history of the data has them. kNotFound where either is not there, with what to
// load.
absl::StatusOr<Backtest> ReadBacktest(Session& session, int year, WantedEntity wanted_entity,
                                      WantedResult wanted_result);
// The same of one LEA, by its 14 digits, and its schools.
absl::StatusOr<Backtest> ReadBacktestOf(Session& session, int year, const std::string& lea);

// Tenths as percent or points with two decimals.
std::string Hundredths(double tenths);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_COMMANDS_BACKTEST_READING_H_
