#ifndef SOS_SERVICES_INDICATOR_RECORDS_YEAR_COUNTS_H_
#define SOS_SERVICES_INDICATOR_RECORDS_YEAR_COUNTS_H_

#include <map>
#include <set>
#include <vector>

#include "absl/status/statusor.h"
#include "common/education/indicator.h"
#include "common/rpc/call.h"
#include "services/indicator/domain/records/tally.h"
#include "services/indicator/domain/rulebook.h"
#include "services/indicator/measure_source.h"

namespace sos::indicator {

// The counts of a school year by indicator, for every entity and group.
using YearCounts = std::map<Indicator, records::Rollup>;

// The collections of student records that are stored of a year.
using Collections = std::set<ingestion::v1::Collection>;

// The indicators that `rules` can make from these collections.
std::vector<Indicator> CountableIndicators(const Rulebook& rules, const Collections& stored);

// Reads the student records of the school year that ends in `year`, one LEA after the other, and
// counts `indicators` by `rules`. Shares of LEAs are worked out by `worker_count` threads while the
// next LEA is read.
absl::StatusOr<YearCounts> CountYear(MeasureSource& source, const Rulebook& rules,
                                     const std::vector<Indicator>& indicators, int year,
                                     const records::Schools& schools, int64_t revision,
                                     int worker_count, const rpc::CallContext& context);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_RECORDS_YEAR_COUNTS_H_
