// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOMAIN_RECONCILE_INDICATOR_ROW_H_
#define SOS_SERVICES_REPORTING_DOMAIN_RECONCILE_INDICATOR_ROW_H_

#include <string>

#include "services/reporting/domain/reconcile/file_report.h"

// Compares a row of an indicator's file with the result that is computed from its inputs.
namespace sos::reporting::reconcile {

// The outputs of one row, in the digits of the file; empty for none.
struct IndicatorCells {
  std::string status;
  std::string change;
  std::string status_level;
  std::string change_level;
  std::string color;
  std::string box;
};

// One row as the file prints it.
struct PublishedRow {
  std::string cds;
  std::string group;
  IndicatorCells cells;
  std::string prior_status;
  // The file has such columns, so that a blank in them is an answer.
  bool has_status_level = false;
  bool has_change = false;
  // Change level, color and box.
  bool has_color = false;
};

// The same row as it is computed.
struct ComputedRow {
  IndicatorCells cells;
  // Why color, box and perhaps the status level are undetermined; empty if they are not.
  std::string open_reason;
  // Why the row is known to differ; empty if it is not.
  std::string exception;
};

// Compares them; `computed` is null where the year has no rules, because of `absence`. Where the
// rules take status and change from the file (`values_given`), those two are no answers.
void CompareRow(const PublishedRow& published, const ComputedRow* computed,
                const std::string& absence, bool values_given, FileReport& report);

}  // namespace sos::reporting::reconcile

#endif  // SOS_SERVICES_REPORTING_DOMAIN_RECONCILE_INDICATOR_ROW_H_
