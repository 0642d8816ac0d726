// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOCUMENTS_BACKTEST_COMPARISON_H_
#define SOS_SERVICES_REPORTING_DOCUMENTS_BACKTEST_COMPARISON_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "sos/education/v1/education.pb.h"

// How estimates of a year compare with what the state published of it later.
namespace sos::reporting {

// Which result: the entity's 14 digits, indicator and student group.
struct ComparedKey {
  std::string cds;
  education::v1::Indicator indicator = education::v1::INDICATOR_UNSPECIFIED;
  education::v1::StudentGroup group = education::v1::STUDENT_GROUP_UNSPECIFIED;

  friend auto operator<=>(const ComparedKey&, const ComparedKey&) = default;
};

// What a comparison looks at.
struct ComparedResult {
  education::v1::EntityType kind = education::v1::ENTITY_TYPE_UNSPECIFIED;
  // In tenths of a percent or point; absent for a result that shows none.
  std::optional<int64_t> status_tenths;
  // 0 for none.
  int status_level = 0;
  education::v1::Color color = education::v1::COLOR_UNSPECIFIED;
};

using ComparedResults = std::map<ComparedKey, ComparedResult>;

// The results of one indicator, kind of entity and student group together.
struct ErrorGroup {
  education::v1::Indicator indicator = education::v1::INDICATOR_UNSPECIFIED;
  education::v1::EntityType kind = education::v1::ENTITY_TYPE_UNSPECIFIED;
  education::v1::StudentGroup group = education::v1::STUDENT_GROUP_UNSPECIFIED;

  friend auto operator<=>(const ErrorGroup&, const ErrorGroup&) = default;
};

// How far estimates of one group were off, in tenths: estimated less published.
struct Errors {
  // Results with both statuses.
  int64_t compared = 0;
  // Published with a status, and not estimated; estimated with one, and not published.
  int64_t not_estimated = 0;
  int64_t not_published = 0;
  int64_t sum_tenths = 0;
  int64_t sum_of_squares = 0;
  // Without its sign.
  int64_t largest_tenths = 0;
  // Results that have a level, or a color, in both, and those in which it is the same.
  int64_t levels = 0;
  int64_t levels_right = 0;
  int64_t colors = 0;
  int64_t colors_right = 0;

  // Adds those of another group.
  void Add(const Errors& other);
  // The mean of the differences, and how far they lie from it (standard deviation), in tenths; 0
  // where nothing was compared.
  double Bias() const;
  double Spread() const;
};

// Compares each published result with its estimate. What neither shows is left out.
std::map<ErrorGroup, Errors> CompareResults(const ComparedResults& estimated,
                                            const ComparedResults& published);

// Whether an entity is eligible, where it is decided.
using Decisions = std::map<std::string, bool>;

struct DecisionErrors {
  // Decided in both, and the same; decided by the published results alone.
  int64_t compared = 0;
  int64_t right = 0;
  int64_t not_estimated = 0;
};

DecisionErrors CompareDecisions(const Decisions& estimated, const Decisions& published);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_DOCUMENTS_BACKTEST_COMPARISON_H_
