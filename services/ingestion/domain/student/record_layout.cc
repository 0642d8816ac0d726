// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/student/record_layout.h"

#include <algorithm>

#include "services/ingestion/domain/student/record_values.h"

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

int RecordLayouts::YearOf(absl::Span<const absl::string_view> cells) const {
  for (const RecordLayout& layout : layouts_) {
    if (layout.record_type != cells.front() ||
        layout.year_position >= static_cast<int>(cells.size())) {
      continue;
    }
    if (const auto year = ParseAcademicYear(cells[layout.year_position])) return *year;
  }
  return 0;
}

}  // namespace sos::ingestion
