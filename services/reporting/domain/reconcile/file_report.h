// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOMAIN_RECONCILE_FILE_REPORT_H_
#define SOS_SERVICES_REPORTING_DOMAIN_RECONCILE_FILE_REPORT_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sos::reporting::reconcile {

// One cell in which the state's answer and ours are not the same.
struct Difference {
  std::string cds;
  std::string group;
  std::string field;
  // As the file prints it; empty for none.
  std::string published;
  // As we compute it; empty for none.
  std::string computed;
};

// What comparing one file cell by cell found.
struct FileReport {
  std::string file;
  // indicator, lcff, essa, equity-multiplier, required-goals, charter or inputs.
  std::string kind = "inputs";
  int year = 0;
  int64_t rows = 0;
  // results or published-letters.
  std::string basis = "results";
  std::map<std::string, int64_t> compared;
  std::map<std::string, int64_t> agree;
  // The cells among those compared that the file leaves blank, and those of them for which we have
  // no answer either. Of an indicator's file `compared` counts only cells that are filled, so that
  // these come on top of it; of lists of determinations it counts blank ones, too.
  std::map<std::string, int64_t> compared_none;
  std::map<std::string, int64_t> agree_none;
  std::map<std::string, std::map<std::string, int64_t>> excepted;
  std::map<std::string, std::map<std::string, int64_t>> undetermined;
  std::vector<Difference> differences;

  // Counts a cell for which both sides have an answer, or one that only the state has although the
  // rules say there is none.
  void Compare(absl::string_view cds, absl::string_view group, const std::string& field,
               const std::string& published, const std::string& computed);
  // Counts a cell that differs for a reason that the rules name.
  void Except(const std::string& field, const std::string& reason) { ++excepted[field][reason]; }
  // Counts a cell that is not decided, whatever the file has in it.
  void Undetermined(const std::string& field, const std::string& reason) {
    ++undetermined[field][reason];
  }
  // Counts a cell that neither side fills.
  void AgreeOnNone(const std::string& field);
  // Counts a cell that we fill and the state leaves blank.
  void Extra(absl::string_view cds, absl::string_view group, const std::string& field,
             const std::string& computed);
};

}  // namespace sos::reporting::reconcile

#endif  // SOS_SERVICES_REPORTING_DOMAIN_RECONCILE_FILE_REPORT_H_
