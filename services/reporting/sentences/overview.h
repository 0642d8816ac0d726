// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_SENTENCES_OVERVIEW_H_
#define SOS_SERVICES_REPORTING_SENTENCES_OVERVIEW_H_

#include <string>
#include <vector>

#include "common/language/messages.h"
#include "sos/reporting/v1/report.pb.h"
#include "sos/reporting/v1/view.pb.h"

namespace sos::reporting {

// How the LEAs of a county, or of the state, stand in one program and year.
struct LeaCounts {
  int total = 0;
  int eligible = 0;
  int undecided = 0;
};

// `3 of 24 districts and county offices are eligible`, and how many are undecided.
std::vector<std::string> LeaSentences(const language::Messages& messages, int dashboard_year,
                                      const LeaCounts& leas);

// What a report says beside eligibility: what all students do well and badly, which groups are at
// the worst level, and how much is not shown. `report` is filled but for its sentences.
std::vector<std::string> ReportSentences(const language::Messages& messages,
                                         const v1::Report& report);

// What stands out in a view of an indicator, which is filled but for its sentences.
std::vector<std::string> IndicatorViewSentences(const language::Messages& messages,
                                                const v1::IndicatorView& view);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_SENTENCES_OVERVIEW_H_
