// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_COMMANDS_ESTIMATE_LISTING_H_
#define SOS_SERVICES_SUITE_COMMANDS_ESTIMATE_LISTING_H_

#include <cstddef>
#include <string>

#include "services/suite/print.h"
#include "sos/reporting/v1/estimate.pb.h"

namespace sos::suite {

// A row for each indicator of the LEA as a whole.
Listing IndicatorListing(const reporting::v1::Estimate& estimate, Format format);

// A row for each result that was made: of the LEA, its groups and its schools.
Listing ResultListing(const reporting::v1::Estimate& estimate);

// All of it for a terminal of `width` letters (0: any): the files that were taken in, the
// indicators, what they could be, why the state may publish others, and the support that would
// follow.
std::string EstimateText(const Listing& files, const reporting::v1::Estimate& estimate,
                         size_t width);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_COMMANDS_ESTIMATE_LISTING_H_
