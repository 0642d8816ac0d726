// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_STUDENTS_ERROR_SOURCES_H_
#define SOS_SERVICES_INDICATOR_STUDENTS_ERROR_SOURCES_H_

#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "common/revision/revision.h"
#include "services/indicator/domain/students/rules.h"
#include "services/indicator/sources/measure_source.h"
#include "services/indicator/students/record_inventory.h"
#include "sos/indicator/v1/indicator_service.pb.h"

namespace sos::indicator {

// How far the estimates of one indicator rest on reports.
struct EstimateBasis {
  // LEAs for which a report stands in.
  int report_lea_count = 0;
  std::set<v1::IndicatorReadiness::ErrorSource> error_sources;
};

// Exports that do not say something, by the codes of their LEAs.
struct ProfileGaps {
  std::set<std::string> without_status;
  std::set<std::string> without_language_start;
  // Score files of CAASPP.
  std::set<std::string> scores_without_language_start;
  std::set<std::string> scores_without_foster_youth;
  std::set<std::string> scores_without_accountable_lea;
  // Report 15.2.
  std::set<std::string> cohorts_without_foster_youth;
};

// What the exports of reports 8.1 and 15.2 and the score files of a school year do not say.
absl::StatusOr<ProfileGaps> FindProfileGaps(MeasureSource& stored, int school_year,
                                            const Revision& revision,
                                            const rpc::CallContext& context);

// What the estimates of an indicator rest on, over all LEAs of the stock that have what it needs.
// `before` is the stock of the school year before; null where there is none.
EstimateBasis BasisOf(const records::Calculation& calculation, const YearStock& stock,
                      const YearStock* before, const ProfileGaps& gaps);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_STUDENTS_ERROR_SOURCES_H_
