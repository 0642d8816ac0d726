// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/domain/reconcile/lowest_performance.h"

#include <string>

#include "absl/strings/str_cat.h"

namespace sos::reporting::reconcile {
namespace {

constexpr char kAllStudents[] = "ALL";

}  // namespace

bool LowestPerformance::IsAbout(const LowestRow& row, bool all_students) const {
  const bool school =
      row.entity == ListedEntity::kSchool || row.entity == ListedEntity::kCharterSchool;
  switch (list_) {
    case LowestList::kLeaGroups:
      return !all_students &&
             (row.entity == ListedEntity::kLea || row.entity == ListedEntity::kCharterSchool);
    case LowestList::kSchools:
      return all_students && school;
    case LowestList::kSchoolGroups:
      // It has no column for English learner progress.
      return !all_students && school && !row.english_learner_progress;
  }
  return false;
}

void LowestPerformance::Compare(const LowestRow& row) {
  // English learner progress stands with all students in the list of schools.
  const std::string group =
      list_ == LowestList::kSchools && row.english_learner_progress ? kAllStudents : row.group;
  if (!IsAbout(row, group == kAllStudents)) return;
  const bool listed = listed_.contains({row.cds, group, row.indicator});
  report_.Compare(row.cds, absl::StrCat(group, " ", row.indicator), "lowest_performance",
                  listed ? "Y" : "", row.lowest ? "Y" : "");
}

}  // namespace sos::reporting::reconcile
