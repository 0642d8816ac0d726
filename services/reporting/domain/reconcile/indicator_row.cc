// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/domain/reconcile/indicator_row.h"

#include <string>

namespace sos::reporting::reconcile {
namespace {

class RowComparison {
 public:
  RowComparison(const PublishedRow& published, const ComputedRow* computed,
                const std::string& absence, FileReport& report)
      : published_(published),
        computed_(computed),
        reason_(computed == nullptr ? absence : computed->open_reason),
        report_(report) {}

  // Compares one cell. `undetermined`: the row's reason, if it has one, is that of the cell.
  void Compare(const std::string& field, std::string IndicatorCells::*cell, bool printed,
               bool undetermined) {
    const std::string& published = published_.cells.*cell;
    const std::string& computed = computed_ == nullptr ? kNothing : computed_->cells.*cell;
    if (computed_ == nullptr || (undetermined && !reason_.empty())) {
      if (printed || !published.empty()) report_.Undetermined(field, reason_);
      return;
    }
    const std::string& exception = computed_->exception;
    // A change of 0.0 beside a missing status is known to be no value.
    const bool no_value =
        computed.empty() && field == "change" && published == "0.0" && !exception.empty();
    if (no_value) {
      report_.Except(field, exception);
    } else if (!published.empty()) {
      report_.Compare(published_.cds, published_.group, field, published, computed);
    } else if (!computed.empty() && printed) {
      const bool follows_change = field != "status" && field != "status_level";
      if (follows_change && !exception.empty() && ChangeIsBlank()) {
        report_.Except(field, exception);
      } else {
        report_.Extra(published_.cds, published_.group, field, computed);
      }
    } else if (printed) {
      report_.AgreeOnNone(field);
    }
  }

 private:
  // The file has both statuses of the row and yet no change.
  bool ChangeIsBlank() const {
    return published_.cells.change.empty() && !published_.cells.status.empty() &&
           !published_.prior_status.empty();
  }

  inline static const std::string kNothing;
  const PublishedRow& published_;
  const ComputedRow* const computed_;
  const std::string reason_;
  FileReport& report_;
};

}  // namespace

void CompareRow(const PublishedRow& published, const ComputedRow* computed,
                const std::string& absence, bool values_given, FileReport& report) {
  RowComparison row(published, computed, absence, report);
  if (!values_given) {
    row.Compare("status", &IndicatorCells::status, true, false);
    row.Compare("change", &IndicatorCells::change, published.has_change, false);
  }
  const bool no_level = computed == nullptr || computed->cells.status_level.empty();
  row.Compare("status_level", &IndicatorCells::status_level, published.has_status_level, no_level);
  row.Compare("change_level", &IndicatorCells::change_level, published.has_color, false);
  row.Compare("color", &IndicatorCells::color, published.has_color, true);
  row.Compare("box", &IndicatorCells::box, published.has_color, true);
}

}  // namespace sos::reporting::reconcile
