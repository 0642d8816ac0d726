// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/student/record_checks.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <string>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"

namespace sos::ingestion {
namespace {

constexpr int64_t kPrimaryEnrollment = 10;
constexpr int64_t kStillEnrolled = -1;
// Codes that stand for schools which are in no directory: nonpublic and private ones.
constexpr int64_t kLastNonpublicSchool = 2;

constexpr RecordField kOfAll[] = {RecordField::kStudent, RecordField::kSchool};
constexpr RecordField kOfEnrollments[] = {RecordField::kStudent, RecordField::kSchool,
                                          RecordField::kEnrollmentStart,
                                          RecordField::kEnrollmentStatus, RecordField::kExitDate};
constexpr RecordField kOfAbsences[] = {RecordField::kStudent,
                                       RecordField::kSchool,
                                       RecordField::kDaysExpected,
                                       RecordField::kDaysAttended,
                                       RecordField::kDaysOutOfSchoolSuspension,
                                       RecordField::kDaysExcused,
                                       RecordField::kDaysUnexcused,
                                       RecordField::kDaysIncompleteStudy};

class Checker {
 public:
  Checker(Collection collection, const CdsCode& lea, const StudentRows& rows,
          const StoredFacts& stored)
      : collection_(collection),
        rows_(rows),
        stored_(stored),
        students_(*rows.Numbers(RecordField::kStudent)),
        schools_(rows.Numbers(RecordField::kSchool)),
        lea_digits_(lea.Number() / CdsCode::kSchoolFactor) {}

  std::vector<Issue> Run() {
    CheckSchools();
    CheckSchoolsOfScores();
    CheckEnrolled();
    CheckOverlaps();
    CheckDays();
    CheckLocalIds();
    std::stable_sort(issues_.begin(), issues_.end(),
                     [](const Issue& a, const Issue& b) { return a.line < b.line; });
    return std::move(issues_);
  }

 private:
  void Warn(size_t row, IssueKind kind, std::string description) {
    issues_.push_back({.kind = kind,
                       .severity = Severity::kWarning,
                       .line = rows_.lines[row],
                       .description = std::move(description)});
  }

  void CheckSchools() {
    if (stored_.schools == nullptr || schools_ == nullptr) return;
    for (size_t i = 0; i < rows_.size(); ++i) {
      const int64_t school = (*schools_)[i];
      if (school <= kLastNonpublicSchool ||
          stored_.schools->contains(lea_digits_ * CdsCode::kSchoolFactor + school)) {
        continue;
      }
      Warn(i, IssueKind::kUnknownSchool,
           absl::StrFormat("school %07d%07d is in no directory; its records count nowhere",
                           lea_digits_, school));
    }
  }

  // Score files have fourteen digits, of the school where the test was finished before that of the
  // enrollment.
  void CheckSchoolsOfScores() {
    const std::vector<int64_t>* const enrolled = rows_.Numbers(RecordField::kEnrolledSchool);
    const std::vector<int64_t>* const tested = rows_.Numbers(RecordField::kTestedSchool);
    if (stored_.schools == nullptr || enrolled == nullptr) return;
    for (size_t i = 0; i < rows_.size(); ++i) {
      const int64_t school = tested != nullptr && (*tested)[i] != 0 ? (*tested)[i] : (*enrolled)[i];
      const bool own = school / CdsCode::kSchoolFactor == lea_digits_;
      if (own && stored_.schools->contains(school)) continue;
      Warn(i, IssueKind::kUnknownSchool,
           absl::StrFormat("school %014d is %s; the score counts nowhere in this file", school,
                           own ? "in no directory" : "one of another LEA"));
    }
  }

  void CheckEnrolled() {
    // Of the reports, only the list of all students says who is enrolled, and may come later.
    if (stored_.enrolled == nullptr || collection_ == Collection::kStudentEnrollment ||
        collection_ >= Collection::kCohortOutcome || schools_ == nullptr) {
      return;
    }
    for (size_t i = 0; i < rows_.size(); ++i) {
      if (std::binary_search(stored_.enrolled->begin(), stored_.enrolled->end(),
                             std::make_pair(students_[i], (*schools_)[i]))) {
        continue;
      }
      Warn(i, IssueKind::kWithoutEnrollment,
           absl::StrFormat("the student has no enrollment at school %07d this year",
                           (*schools_)[i]));
    }
  }

  void CheckOverlaps() {
    if (collection_ != Collection::kStudentEnrollment) return;
    const std::vector<int64_t>& status = *rows_.Numbers(RecordField::kEnrollmentStatus);
    const std::vector<int64_t>& start = *rows_.Numbers(RecordField::kEnrollmentStart);
    const std::vector<int64_t>& exit = *rows_.Numbers(RecordField::kExitDate);
    std::vector<size_t> order(rows_.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::erase_if(order, [&](size_t i) { return status[i] != kPrimaryEnrollment; });
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      return std::tie(students_[a], start[a], a) < std::tie(students_[b], start[b], b);
    });
    // The enrollment of the same student that lasts longest so far.
    int64_t last_exit = 0;
    size_t last_row = 0;
    for (size_t i = 0; i < order.size(); ++i) {
      const size_t row = order[i];
      const bool same = i > 0 && students_[order[i - 1]] == students_[row];
      if (same && start[row] < last_exit) {
        Warn(row, IssueKind::kOverlappingEnrollment,
             absl::StrCat("the primary enrollment begins while that of line ",
                          rows_.lines[last_row], " lasts"));
      }
      const int64_t ends =
          exit[row] == kStillEnrolled ? std::numeric_limits<int64_t>::max() : exit[row];
      if (!same || ends > last_exit) {
        last_exit = ends;
        last_row = row;
      }
    }
  }

  void CheckDays() {
    if (collection_ != Collection::kAbsenceSummary) return;
    const std::vector<int64_t>& expected = *rows_.Numbers(RecordField::kDaysExpected);
    for (size_t i = 0; i < rows_.size(); ++i) {
      int64_t reported = 0;
      for (const RecordField part :
           {RecordField::kDaysAttended, RecordField::kDaysOutOfSchoolSuspension,
            RecordField::kDaysExcused, RecordField::kDaysUnexcused,
            RecordField::kDaysIncompleteStudy}) {
        reported += (*rows_.Numbers(part))[i];
      }
      if (reported <= expected[i]) continue;
      Warn(i, IssueKind::kOverExpectedDays,
           "the days attended and absent are more than the days expected");
    }
  }

  void CheckLocalIds() {
    const std::string* const texts = rows_.Texts(RecordField::kLocalStudent);
    if (texts == nullptr) return;
    struct First {
      int64_t student;
      int64_t line;
    };
    absl::flat_hash_map<absl::string_view, First> first_by_id;
    first_by_id.reserve(rows_.size());
    size_t row = 0;
    for (const absl::string_view id : absl::StrSplit(*texts, '\n')) {
      if (row == rows_.size()) break;  // What follows the last line feed.
      const size_t i = row++;
      if (id.empty()) continue;
      const auto [found, added] = first_by_id.try_emplace(id, First{students_[i], rows_.lines[i]});
      if (added || found->second.student == students_[i]) continue;
      Warn(i, IssueKind::kDuplicateStudent,
           absl::StrCat("the local id belongs to another statewide identifier on line ",
                        found->second.line));
    }
  }

  const Collection collection_;
  const StudentRows& rows_;
  const StoredFacts& stored_;
  const std::vector<int64_t>& students_;
  // Null where rows name no school.
  const std::vector<int64_t>* const schools_;
  const int64_t lea_digits_;
  std::vector<Issue> issues_;
};

}  // namespace

absl::Span<const RecordField> CheckedFields(Collection collection) {
  if (collection == Collection::kStudentEnrollment) return kOfEnrollments;
  if (collection == Collection::kAbsenceSummary) return kOfAbsences;
  return kOfAll;
}

std::vector<Issue> CheckRecords(Collection collection, const CdsCode& lea, const StudentRows& rows,
                                const StoredFacts& stored) {
  return Checker(collection, lea, rows, stored).Run();
}

}  // namespace sos::ingestion
