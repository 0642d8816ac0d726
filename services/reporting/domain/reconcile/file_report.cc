// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/domain/reconcile/file_report.h"

#include <string>

namespace sos::reporting::reconcile {

void FileReport::Compare(absl::string_view cds, absl::string_view group, const std::string& field,
                         const std::string& published, const std::string& computed) {
  ++compared[field];
  if (published.empty()) {
    ++compared_none[field];
    if (computed.empty()) ++agree_none[field];
  }
  if (published == computed) {
    ++agree[field];
  } else {
    differences.push_back({std::string(cds), std::string(group), field, published, computed});
  }
}

void FileReport::AgreeOnNone(const std::string& field) {
  ++compared_none[field];
  ++agree_none[field];
}

void FileReport::Extra(absl::string_view cds, absl::string_view group, const std::string& field,
                       const std::string& computed) {
  ++compared_none[field];
  differences.push_back({std::string(cds), std::string(group), field, "", computed});
}

}  // namespace sos::reporting::reconcile
