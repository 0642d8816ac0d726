// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOMAIN_RECONCILE_LOWEST_PERFORMANCE_H_
#define SOS_SERVICES_REPORTING_DOMAIN_RECONCILE_LOWEST_PERFORMANCE_H_

#include <set>
#include <string>
#include <tuple>

#include "services/reporting/domain/reconcile/file_report.h"

// Compares a list of lowest performance with results.
namespace sos::reporting::reconcile {

// Which of the three lists a file is.
enum class LowestList { kLeaGroups, kSchools, kSchoolGroups };

// What an entity is, as far as the lists tell.
enum class ListedEntity { kLea, kSchool, kCharterSchool, kOther };

// A result, and whether it is the lowest by the rules.
struct LowestRow {
  std::string cds;
  ListedEntity entity = ListedEntity::kOther;
  // Codes, such as `EL` and `SUSP`; `ALL` for all students.
  std::string group;
  std::string indicator;
  bool english_learner_progress = false;
  bool lowest = false;
};

class LowestPerformance {
 public:
  LowestPerformance(LowestList list, FileReport& report) : list_(list), report_(report) {}

  // An entry of the list.
  void AddListed(const std::string& cds, const std::string& group, const std::string& indicator) {
    listed_.emplace(cds, group, indicator);
  }
  // Compares one result, if the list is about such a one. All entries must be known.
  void Compare(const LowestRow& row);

 private:
  bool IsAbout(const LowestRow& row, bool all_students) const;

  const LowestList list_;
  FileReport& report_;
  std::set<std::tuple<std::string, std::string, std::string>> listed_;
};

}  // namespace sos::reporting::reconcile

#endif  // SOS_SERVICES_REPORTING_DOMAIN_RECONCILE_LOWEST_PERFORMANCE_H_
