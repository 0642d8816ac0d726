// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_SUMS_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_SUMS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "services/indicator/domain/disclosure.h"

namespace sos::indicator {

// One published sum: the parts add up to the whole, except for students that the files leave out.
// Numbers are indexes of cells.
struct Sum {
  int whole = 0;
  std::vector<int> parts;
};

// The sums that hold, or nearly hold, among the cells: from them, a reader of some cells can
// compute others.
std::vector<Sum> SumsAmong(absl::Span<const DisclosedEntity> entities,
                           absl::Span<const DisclosedCell> cells);

// The withheld cells that can be computed from the shown ones, by elimination and by bounds, if
// every sum holds exactly and no count is negative. Ascending.
std::vector<int> Determined(absl::Span<const Sum> sums, absl::Span<const DisclosedCell> cells,
                            const std::vector<bool>& withheld);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_SUMS_H_
