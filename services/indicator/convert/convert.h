// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_CONVERT_CONVERT_H_
#define SOS_SERVICES_INDICATOR_CONVERT_CONVERT_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/education/cds_code.h"
#include "common/resource_names/resource_names.h"
#include "services/indicator/domain/score.h"
#include "services/ingestion/client/measure_collections.h"
#include "sos/indicator/v1/result.pb.h"
#include "sos/ingestion/v1/partition.pb.h"

namespace sos::indicator {

// A column of tenths holds this where there is no value.
inline constexpr int32_t kNoTenths = std::numeric_limits<int32_t>::min();

// The result that a name stands for. Returns FIELD_REQUIRED or FIELD_INVALID.
absl::StatusOr<ResultId> ParseResultName(const std::string& name);

// The input columns of row `row` of `block`, of a partition that was checked (CheckPartition).
// Points into the block.
Measure ToMeasure(const ingestion::v1::MeasureBlock& block, int row);

// Result `index` of `block`, with the counts of its `measure`.
v1::Result ToResult(const v1::ResultBlock& block, int index, const Measure& measure,
                    const Score& score);

education::v1::Decimal ToDecimal(Tenths value);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_CONVERT_CONVERT_H_
