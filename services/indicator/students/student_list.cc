// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/students/student_list.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/indicator/errors.h"
#include "services/indicator/students/record_reader.h"

namespace sos::indicator {
namespace {

using records::StudentAt;

// LEA, student and the seven digits of the school.
using LocalIdKey = std::tuple<std::string, int64_t, int64_t>;

absl::StatusOr<std::map<LocalIdKey, std::string>> ReadLocalIds(
    RecordMeasureSource& measures, const std::vector<StudentAt>& students, int year,
    const Revision& revision, const rpc::CallContext& context) {
  std::set<std::string> leas;
  std::set<int64_t> wanted;
  for (const StudentAt& student : students) {
    leas.insert(student.lea.ToString());
    wanted.insert(student.sum.student);
  }
  std::map<LocalIdKey, std::string> local_ids;
  for (const std::string& lea : leas) {
    SOS_ASSIGN_OR_RETURN(const std::vector<LocalId> read,
                         ReadLocalIds(measures.stored(), lea, year, revision, context));
    for (const LocalId& id : read) {
      if (wanted.contains(id.student)) {
        local_ids.emplace(LocalIdKey{lea, id.student, id.school}, id.local);
      }
    }
  }
  return local_ids;
}

// A number of school days without needless zeros.
education::v1::Decimal ToDays(records::Days days) {
  education::v1::Decimal decimal;
  std::string text = absl::StrFormat("%d.%02d", days / records::kDay, days % records::kDay);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  decimal.set_value(text);
  return decimal;
}

v1::StudentStanding ToProto(records::Standing standing) {
  using enum records::Standing;
  switch (standing) {
    case kNumerator:
      return v1::STUDENT_STANDING_NUMERATOR;
    case kDenominator:
      return v1::STUDENT_STANDING_DENOMINATOR;
    case kGradeOutside:
      return v1::STUDENT_STANDING_GRADE_OUTSIDE;
    case kNeverAttended:
      return v1::STUDENT_STANDING_NEVER_ATTENDED;
    case kTooFewDays:
      return v1::STUDENT_STANDING_TOO_FEW_DAYS;
    case kRemovedFromCohort:
      return v1::STUDENT_STANDING_REMOVED_FROM_COHORT;
    case kOtherClass:
      return v1::STUDENT_STANDING_OTHER_CLASS;
    case kWithoutTwoScores:
      return v1::STUDENT_STANDING_WITHOUT_TWO_SCORES;
    case kWithoutScore:
      return v1::STUDENT_STANDING_WITHOUT_SCORE;
    case kAlternateAssessment:
      return v1::STUDENT_STANDING_ALTERNATE_ASSESSMENT;
    case kEnrolledLate:
      return v1::STUDENT_STANDING_ENROLLED_LATE;
    case kOtherTestBefore:
      return v1::STUDENT_STANDING_OTHER_TEST_BEFORE;
  }
  return v1::STUDENT_STANDING_UNSPECIFIED;
}

}  // namespace

absl::StatusOr<std::vector<v1::CountedStudent>> ListCountedStudents(
    RecordMeasureSource& measures, const ResultId& key, v1::StudentStanding standing,
    const Revision& revision, const rpc::CallContext& context) {
  SOS_ASSIGN_OR_RETURN(
      CountedEntity counted,
      measures.StudentsAt(key.cds, key.dashboard_year, key.indicator, revision, context));
  std::erase_if(counted.students, [&](const StudentAt& student) {
    const bool stands =
        standing == v1::STUDENT_STANDING_UNSPECIFIED || ToProto(student.standing) == standing;
    return !stands || (key.group != StudentGroup::kAll && !student.sum.groups.Has(key.group));
  });
  SOS_ASSIGN_OR_RETURN(const auto local_ids, ReadLocalIds(measures, counted.students,
                                                          key.dashboard_year, revision, context));
  const bool in_days =
      key.indicator == Indicator::kChronicAbsenteeism || key.indicator == Indicator::kSuspension;
  std::vector<v1::CountedStudent> listed;
  for (const StudentAt& student : counted.students) {
    v1::CountedStudent& entry = listed.emplace_back();
    const CdsCode& school = counted.directory->schools()[student.sum.school].cds;
    const auto local = local_ids.find(
        {student.lea.ToString(), student.sum.student, school.Number() % records::kSchoolFactor});
    if (local != local_ids.end()) entry.set_local_student(local->second);
    entry.set_school_cds(school.ToString());
    entry.set_standing(ToProto(student.standing));
    if (student.sum.expected > 0) *entry.mutable_days_expected() = ToDays(student.sum.expected);
    if (in_days) *entry.mutable_days() = ToDays(student.sum.days);
  }
  std::sort(listed.begin(), listed.end(), [](const auto& a, const auto& b) {
    return std::forward_as_tuple(a.local_student(), a.school_cds()) <
           std::forward_as_tuple(b.local_student(), b.school_cds());
  });
  return listed;
}

}  // namespace sos::indicator
