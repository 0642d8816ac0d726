// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_STUDENTS_STUDENT_LIST_H_
#define SOS_SERVICES_INDICATOR_STUDENTS_STUDENT_LIST_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "common/revision/revision.h"
#include "services/indicator/convert/convert.h"
#include "services/indicator/students/record_measure_source.h"
#include "sos/indicator/v1/indicator_service.pb.h"

namespace sos::indicator {

// The students behind the result `key`, by local id: those who stand as `standing` says, or all.
// Students with disabilities whose results go to another district are listed with that one.
//
// Returns RESULT_NOT_FOUND if no student records make such a result.
absl::StatusOr<std::vector<v1::CountedStudent>> ListCountedStudents(
    RecordMeasureSource& measures, const ResultId& key, v1::StudentStanding standing,
    const Revision& revision, const rpc::CallContext& context);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_STUDENTS_STUDENT_LIST_H_
