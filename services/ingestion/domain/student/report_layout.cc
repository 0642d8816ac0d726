// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/student/report_layout.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"

namespace sos::ingestion {

const ReportLayout* ReportLayouts::Recognize(const Header& header, absl::string_view named) const {
  const auto present = [&header](const std::string& names) { return header.Find(names) >= 0; };
  const ReportLayout* first = nullptr;
  for (const ReportLayout& layout : layouts_) {
    if (!std::all_of(layout.known_by.begin(), layout.known_by.end(), present) ||
        std::any_of(layout.without.begin(), layout.without.end(), present)) {
      continue;
    }
    if (layout.report == named) return &layout;
    if (first == nullptr) first = &layout;
  }
  return first;
}

std::string NameOf(const ReportLayout& layout) {
  return absl::StrCat(layout.origin, " ", layout.report, " (", layout.title, ")");
}

std::string FirstName(const ReportColumn& column) {
  return column.names.substr(0, column.names.find('|'));
}

}  // namespace sos::ingestion
