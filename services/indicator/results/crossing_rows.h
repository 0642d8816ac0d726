// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_RESULTS_CROSSING_ROWS_H_
#define SOS_SERVICES_INDICATOR_RESULTS_CROSSING_ROWS_H_

#include "services/indicator/convert/rulebook_library.h"
#include "services/indicator/results/engine.h"
#include "services/indicator/results/marked_partitions.h"
#include "sos/indicator/v1/indicator_service.pb.h"

namespace sos::indicator {

// The crossings of the wanted rows of one partition of measures; of the year after, by its rules,
// if `next_year`. `marks` has one entry per row of the measures, or none. Empty where the year has
// no rules for the indicator.
v1::StreamCrossingsResponse CrossingsOf(const ingestion::v1::Partition& partition,
                                        const RulebookLibrary& rulebooks,
                                        const ResultSelection& selection, bool next_year,
                                        Marks marks, const SeesCounts& sees_counts);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_RESULTS_CROSSING_ROWS_H_
