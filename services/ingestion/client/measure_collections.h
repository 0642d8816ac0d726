// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_CLIENT_MEASURE_COLLECTIONS_H_
#define SOS_SERVICES_INGESTION_CLIENT_MEASURE_COLLECTIONS_H_

#include <optional>

#include "common/education/indicator.h"
#include "sos/ingestion/v1/submission.pb.h"

namespace sos {

// The collection of an indicator's measures, and back: nullopt for a collection of something else.
ingestion::v1::Collection MeasuresOf(Indicator indicator);
std::optional<Indicator> IndicatorOf(ingestion::v1::Collection measures);

}  // namespace sos

#endif  // SOS_SERVICES_INGESTION_CLIENT_MEASURE_COLLECTIONS_H_
