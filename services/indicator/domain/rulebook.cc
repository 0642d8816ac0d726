// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/rulebook.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace sos::indicator {

absl::StatusOr<Scale> Scale::Create(std::vector<Band> bands) {
  if (bands.size() != kLevels) {
    return absl::InvalidArgumentError(
        absl::StrCat("a scale has ", kLevels, " levels, not ", bands.size()));
  }
  Scale scale;
  scale.ascending_ = !bands.front().minimum.has_value();
  std::vector<Band> ordered = bands;
  if (!scale.ascending_) std::reverse(ordered.begin(), ordered.end());
  for (int i = 0; i < kLevels; ++i) {
    const Band& band = ordered[i];
    if (bands[i].level != i + 1) {
      return absl::InvalidArgumentError(absl::StrCat("level ", i + 1, " stands out of order"));
    }
    const bool first = i == 0;
    const bool last = i == kLevels - 1;
    if (band.minimum.has_value() == first || band.maximum.has_value() == last) {
      return absl::InvalidArgumentError(
          absl::StrCat("level ", band.level, " must be open at the outer end only"));
    }
    if (first) continue;
    const Band& below = ordered[i - 1];
    if (band.minimum->count != below.maximum->count + 1) {
      return absl::InvalidArgumentError(
          absl::StrCat("level ", band.level, " starts at ", ToString(*band.minimum), " but level ",
                       below.level, " ends at ", ToString(*below.maximum)));
    }
    scale.starts_[i - 1] = band.minimum->count;
  }
  scale.bands_ = std::move(bands);
  return scale;
}

const IndicatorRules* Rulebook::Find(Indicator indicator) const {
  const auto found = std::find_if(
      indicators.begin(), indicators.end(),
      [indicator](const IndicatorRules& rules) { return rules.indicator == indicator; });
  return found == indicators.end() ? nullptr : &*found;
}

}  // namespace sos::indicator
