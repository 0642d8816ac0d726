// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOCUMENTS_LEVEL_BORDERS_H_
#define SOS_SERVICES_REPORTING_DOCUMENTS_LEVEL_BORDERS_H_

#include <optional>
#include <string>

#include "services/reporting/sentences/result.h"
#include "sos/indicator/v1/measure_change.pb.h"
#include "sos/indicator/v1/rulebook.pb.h"
#include "sos/reporting/v1/target_list.pb.h"

namespace sos::reporting {

// The borders to the next better levels of one result.
struct BetterBorders {
  // Absent at the best level, and where it is not certain which table applies.
  std::optional<v1::LevelBorder> status;
  // The same; absent also where there is no change.
  std::optional<v1::LevelBorder> change;
};

// Finds the borders of a result that everybody may see. Blocks of results do not say which table
// of `rules` was used: all that agree with what the result has are compared, and a border is told
// where they have it in common. `school_type` is the row's `type`, empty for none; `crossings` may
// be null.
BetterBorders FindBetterBorders(const indicator::v1::IndicatorRules& rules,
                                const ResultFacts& facts, education::v1::EntityType entity_type,
                                const std::string& school_type,
                                const indicator::v1::ResultCrossings* crossings);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_DOCUMENTS_LEVEL_BORDERS_H_
