// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/domain/reconcile/file_report.h"

#include <string>

namespace sos::reporting::reconcile {

void FileReport::Compare(absl::string_view cds, absl::string_view group, const std::string& field,
                         const std::string& published, const std::string& computed) {
  ++compared[field];
  if (published == computed) {
    ++agree[field];
  } else {
    differences.push_back({std::string(cds), std::string(group), field, published, computed});
  }
}

void FileReport::Extra(absl::string_view cds, absl::string_view group, const std::string& field,
                       const std::string& computed) {
  differences.push_back({std::string(cds), std::string(group), field, "", computed});
}

}  // namespace sos::reporting::reconcile
