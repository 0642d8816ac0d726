// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_SENTENCES_CHANGES_H_
#define SOS_SERVICES_REPORTING_SENTENCES_CHANGES_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "common/language/messages.h"
#include "sos/reporting/v1/year_changes.pb.h"

namespace sos::reporting {

// What two years cannot be compared in, and why.
struct ChangesGaps {
  // By year: indicators of which nothing is loaded, though the other year has results.
  std::map<int, std::vector<education::v1::Indicator>> not_loaded;
  // By year: indicators that the year publishes without colors.
  std::map<int, std::vector<education::v1::Indicator>> without_colors;
  // Years without a Dashboard, from the earlier year to the later.
  std::vector<int> unpublished_years;
  // Groups that count in a program in the later year, which the earlier year's rules do not know.
  std::map<eligibility::v1::Program, std::vector<education::v1::StudentGroup>> new_groups;
  // Programs that have no rules in one of the years, and which.
  std::vector<std::pair<eligibility::v1::Program, int>> without_rules;
};

// What stands out in changes, which are filled but for their sentences: how many colors moved, who
// is newly eligible, and what could not be compared.
std::vector<std::string> ChangeSentences(const language::Messages& messages,
                                         const v1::YearChanges& changes, const ChangesGaps& gaps);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_SENTENCES_CHANGES_H_
