// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/schools.h"

#include <map>

namespace sos::indicator::records {

Schools::Schools(const std::vector<School>& schools) {
  std::map<int64_t, School> by_code;
  for (const School& school : schools) by_code.insert_or_assign(school.cds.Number(), school);
  schools_.reserve(by_code.size());
  numbers_.reserve(by_code.size());
  for (const auto& [code, school] : by_code) {
    numbers_.emplace(code, static_cast<int32_t>(schools_.size()));
    schools_.push_back(school);
  }
}

}  // namespace sos::indicator::records
