// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_SUMS_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_SUMS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "services/indicator/domain/disclosure.h"

namespace sos::indicator {

// One published sum: the whole is the parts together, give or take what the files leave out.
// Numbers are indexes of cells.
struct Sum {
  int whole = 0;
  std::vector<int> parts;
};

// The sums that hold, or nearly hold, among the cells: what somebody who sees some of them can work
// out others from.
std::vector<Sum> SumsAmong(absl::Span<const DisclosedEntity> entities,
                           absl::Span<const DisclosedCell> cells);

// The withheld cells that follow from the others, if every sum held exactly and no count is
// negative: by elimination, and by bounds. Ascending.
std::vector<int> Determined(absl::Span<const Sum> sums, absl::Span<const DisclosedCell> cells,
                            const std::vector<bool>& withheld);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_SUMS_H_
