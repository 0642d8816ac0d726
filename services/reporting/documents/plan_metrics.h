// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOCUMENTS_PLAN_METRICS_H_
#define SOS_SERVICES_REPORTING_DOCUMENTS_PLAN_METRICS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/embed/embedded_file.h"
#include "sos/education/v1/education.pb.h"

namespace sos::reporting {

// One metric of a state priority, which the plans of LEAs have.
struct PlanMetric {
  // A short name that no language changes. `lcap.metric.{code}` is its message.
  std::string code;
  // The state priority, 1 to 10.
  int priority = 0;
  // The indicator that answers it. Unspecified for none.
  education::v1::Indicator indicator = education::v1::INDICATOR_UNSPECIFIED;
  // The state's rating of the priority's local indicator answers it.
  bool rating = false;
  // Only the plans of county offices have it.
  bool county_offices_only = false;
  // `lcap.unit.{unit}` is its message. Empty for words.
  std::string unit;
  // `lcap.source.{elsewhere}` names the report or record that gives it, or, of an indicator, gives
  // it earlier. Empty for ratings.
  std::string elsewhere;
  // `lcap.advice.{advice}` says whether it can be reported in the middle of a year. Empty where
  // practice says nothing.
  std::string advice;
  // The labels of the law, such as `5b`.
  std::vector<std::string> labels;
  // The phrases by which it is recognized, each as folded words.
  std::vector<std::vector<std::string>> phrases;
  // Where it was read.
  std::string source;
};

// Thresholds for English learners, which a worksheet has. They conclude nothing.
struct EnglishLearnerMarks {
  int64_t share_percent = 0;
  int64_t count = 0;
  int64_t long_term_count = 0;
};

// The metrics of plans, by priority. Loaded whole, checked once, never changed.
class PlanMetrics {
 public:
  // Reads a JSON file such as lcap/metrics.json. kInvalidArgument, with the metric and what is
  // wrong, if a metric has a member that is none, lacks one, names no indicator, or repeats a code.
  static absl::StatusOr<PlanMetrics> Load(const EmbeddedFile& file);

  absl::Span<const PlanMetric> metrics() const { return metrics_; }
  const EnglishLearnerMarks& english_learners() const { return english_learners_; }

  // The metrics that `text` is about, in the order of the file: by their words, the longest phrase
  // first, or, where no words tell, by the label of the law. None where neither does.
  std::vector<const PlanMetric*> Recognize(absl::string_view text) const;

 private:
  std::vector<PlanMetric> metrics_;
  EnglishLearnerMarks english_learners_;
};

// The metrics that this program carries with it.
const PlanMetrics& KnownPlanMetrics();

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_DOCUMENTS_PLAN_METRICS_H_
