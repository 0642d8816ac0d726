// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_COMMANDS_ESTIMATE_FILES_H_
#define SOS_SERVICES_SUITE_COMMANDS_ESTIMATE_FILES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/suite/print.h"
#include "services/suite/session.h"

namespace sos::suite {

// What a person says of exports of reports.
struct ReportFacts {
  // 14 digits.
  std::string lea;
  int dashboard_year = 0;
  bool all_students = false;
  // A file with codes of Ed-Fi descriptors, or empty.
  std::string ed_fi_codes;
};

// The order in which exports are taken in, so that of several of one report the most final and
// newest is what stays: those whose names say nothing, uncertified ones, certified ones, each by
// the date in their names, then by the number of the download (`14.2 (1).csv`).
std::vector<std::string> FromLeastFinal(std::vector<std::string> files);

// Takes the exports in, each as a submission of its own, and says what became of each. A file that
// is refused is told in the list and on standard error, and the others are taken in all the same.
absl::StatusOr<Listing> TakeReports(Session& session, const std::vector<std::string>& files,
                                    const ReportFacts& facts);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_COMMANDS_ESTIMATE_FILES_H_
