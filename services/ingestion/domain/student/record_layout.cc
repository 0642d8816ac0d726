// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/student/record_layout.h"

#include <algorithm>

namespace sos::ingestion {

bool RecordLayouts::Knows(absl::string_view record_type) const {
  return std::any_of(layouts_.begin(), layouts_.end(),
                     [&](const RecordLayout& layout) { return layout.record_type == record_type; });
}

const RecordLayout* RecordLayouts::Find(absl::string_view record_type, int dashboard_year) const {
  for (const RecordLayout& layout : layouts_) {
    if (layout.record_type == record_type &&
        (layout.first_year == 0 || layout.first_year <= dashboard_year) &&
        (layout.last_year == 0 || layout.last_year >= dashboard_year)) {
      return &layout;
    }
  }
  return nullptr;
}

}  // namespace sos::ingestion
