// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_EDUCATION_STUDENT_GROUP_NAMES_H_
#define SOS_COMMON_EDUCATION_STUDENT_GROUP_NAMES_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "common/education/student_group.h"

namespace sos {

// A name of a group, or another word for it.
struct StudentGroupName {
  absl::string_view text;
  StudentGroup group;
};

// All names that ParseStudentGroup() reads, beside the codes.
const std::vector<StudentGroupName>& StudentGroupNames();

}  // namespace sos

#endif  // SOS_COMMON_EDUCATION_STUDENT_GROUP_NAMES_H_
