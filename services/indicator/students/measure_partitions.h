// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_STUDENTS_MEASURE_PARTITIONS_H_
#define SOS_SERVICES_INDICATOR_STUDENTS_MEASURE_PARTITIONS_H_

#include <cstdint>
#include <set>
#include <vector>

#include "absl/functional/function_ref.h"
#include "common/education/cds_code.h"
#include "common/education/indicator.h"
#include "services/indicator/domain/rulebook.h"
#include "services/indicator/domain/students/tally.h"
#include "services/indicator/students/school_directory.h"
#include "sos/ingestion/v1/partition.pb.h"

namespace sos::indicator {

// Whether the partition of an LEA is wanted.
using LeaFilter = absl::FunctionRef<bool(const CdsCode&)>;

// Counts in the form in which the state publishes them: one partition an LEA (the state and each
// county have one of their own), a row for each entity and group that has a student now or had one
// before. `prior` is null where nothing is known of the year before. The numerator, or the mean, of
// fewer students than the rules ask for a status is left out, as the state leaves it out. Sorted by
// LEA; those that are not `wanted`, and those that are not among `leas`, which have all that the
// indicator is made of, are not made: of an LEA that is accountable for a few students elsewhere
// nothing else is known. The names of the state and of counties say from how many of their LEAs
// they are made, unless these are all by the directory.
std::vector<ingestion::v1::Partition> MeasurePartitions(
    const IndicatorRules& rules, int dashboard_year, const records::CountsByEntity& current,
    const records::CountsByEntity* prior, const std::set<CdsCode>& leas,
    const SchoolDirectory& directory, LeaFilter wanted);

// The counts of measures that the state published, of the year that they are of. What it masked is
// kNoCount; so is the numerator of a mean that it did not publish.
void AddPublishedCounts(const ingestion::v1::Partition& partition, const IndicatorRules& rules,
                        records::CountsByEntity& counts);

// True if `leas` are all LEAs of the state, by a directory that lists them.
bool IsWholeState(const std::set<CdsCode>& leas, const SchoolDirectory& directory);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_STUDENTS_MEASURE_PARTITIONS_H_
