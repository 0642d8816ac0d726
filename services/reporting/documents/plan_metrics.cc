// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/plan_metrics.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/education/indicator.h"
#include "common/education/proto.h"
#include "common/log/log.h"
#include "common/status/macros.h"
#include "common/text/fold.h"
#include "nlohmann/json.hpp"
#include "services/reporting/lcap/metric_files.h"

namespace sos::reporting {
namespace {

using nlohmann::json;
using FoldedText = std::vector<std::string>;

constexpr int kLastPriority = 10;
const std::set<std::string>& MetricMembers() {
  static const auto* const kMembers = new std::set<std::string>{
      "code",   "priority", "indicator", "rating", "county_offices_only", "unit", "elsewhere",
      "advice", "labels",   "words",     "source"};
  return *kMembers;
}

absl::Status BadMetric(absl::string_view metric, absl::string_view problem) {
  return absl::InvalidArgumentError(absl::StrCat("metric ", metric, ": ", problem));
}

absl::StatusOr<PlanMetric> ReadMetric(const json& entry) {
  PlanMetric metric;
  metric.code = entry.value("code", "");
  if (metric.code.empty()) return BadMetric("without code", "code is required");
  for (const auto& [key, value] : entry.items()) {
    if (!MetricMembers().contains(key)) return BadMetric(metric.code, absl::StrCat("no ", key));
  }
  metric.priority = entry.value("priority", 0);
  if (metric.priority < 1 || metric.priority > kLastPriority) {
    return BadMetric(metric.code, "priority is 1 to 10");
  }
  if (entry.contains("indicator")) {
    const auto indicator = kIndicators.FromCode(entry.value("indicator", ""));
    if (!indicator) return BadMetric(metric.code, "the indicator is none");
    metric.indicator = ToProto(*indicator);
  }
  metric.rating = entry.value("rating", false);
  metric.county_offices_only = entry.value("county_offices_only", false);
  metric.unit = entry.value("unit", "");
  metric.elsewhere = entry.value("elsewhere", "");
  metric.advice = entry.value("advice", "");
  metric.labels = entry.value("labels", std::vector<std::string>());
  metric.source = entry.value("source", "");
  if (metric.source.empty()) return BadMetric(metric.code, "source is required");
  const bool of_indicator = metric.indicator != education::v1::INDICATOR_UNSPECIFIED;
  if (metric.rating == (of_indicator || !metric.elsewhere.empty())) {
    return BadMetric(metric.code, "either rating, or elsewhere with or without indicator");
  }
  if (of_indicator && metric.unit.empty()) return BadMetric(metric.code, "unit is required");
  for (const std::string& words : entry.value("words", std::vector<std::string>())) {
    metric.phrases.push_back(FoldedWords(words));
    if (metric.phrases.back().empty()) return BadMetric(metric.code, "words are empty");
  }
  if (metric.phrases.empty()) return BadMetric(metric.code, "words are required");
  return metric;
}

// Where words of a text were recognized.
struct FoundWords {
  const PlanMetric* metric;
  size_t begin;
  size_t end;
};

std::vector<FoundWords> FindPhrases(absl::Span<const PlanMetric> metrics, const FoldedText& words) {
  std::vector<FoundWords> found;
  for (const PlanMetric& metric : metrics) {
    for (const FoldedText& phrase : metric.phrases) {
      const auto at = std::search(words.begin(), words.end(), phrase.begin(), phrase.end());
      if (at == words.end()) continue;
      const auto begin = static_cast<size_t>(at - words.begin());
      found.push_back({&metric, begin, begin + phrase.size()});
    }
  }
  return found;
}

// Whether the text has the label: `5b`, or `priority 5 b`. Two loose words are no label.
bool HasLabel(const FoldedText& words, const std::string& label) {
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] == label) return true;
    const bool named = words[i] == "priority" || words[i] == "priorities" || words[i] == "p";
    if (named && i + 2 < words.size() && words[i + 1] + words[i + 2] == label) return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<PlanMetrics> PlanMetrics::Load(const EmbeddedFile& file) {
  const json read = json::parse(file.contents.begin(), file.contents.end(), nullptr,
                                /*allow_exceptions=*/false);
  if (!read.is_object()) return absl::InvalidArgumentError("the metrics are no JSON object");
  PlanMetrics metrics;
  std::set<std::string> codes;
  try {
    const json& marks = read.at("english_learners");
    metrics.english_learners_ = {.share_percent = marks.at("share_percent"),
                                 .count = marks.at("count"),
                                 .long_term_count = marks.at("long_term_count")};
    for (const json& entry : read.at("metrics")) {
      SOS_ASSIGN_OR_RETURN(PlanMetric metric, ReadMetric(entry));
      if (!codes.insert(metric.code).second) return BadMetric(metric.code, "there are two");
      metrics.metrics_.push_back(std::move(metric));
    }
  } catch (const json::exception& wrong) {
    return absl::InvalidArgumentError(wrong.what());
  }
  return metrics;
}

std::vector<const PlanMetric*> PlanMetrics::Recognize(absl::string_view text) const {
  const FoldedText words = FoldedWords(text);
  const std::vector<FoundWords> found = FindPhrases(metrics_, words);
  std::vector<const PlanMetric*> recognized;
  for (const PlanMetric& metric : metrics_) {
    const bool by_words = std::any_of(found.begin(), found.end(), [&](const FoundWords& mine) {
      if (mine.metric != &metric) return false;
      return std::none_of(found.begin(), found.end(), [&mine](const FoundWords& other) {
        return other.metric != mine.metric && other.begin <= mine.begin && mine.end <= other.end &&
               other.end - other.begin > mine.end - mine.begin;
      });
    });
    if (by_words) recognized.push_back(&metric);
  }
  if (!recognized.empty()) return recognized;
  for (const PlanMetric& metric : metrics_) {
    if (std::any_of(metric.labels.begin(), metric.labels.end(),
                    [&words](const std::string& label) { return HasLabel(words, label); })) {
      recognized.push_back(&metric);
    }
  }
  return recognized;
}

const PlanMetrics& KnownPlanMetrics() {
  static const auto* const kMetrics = [] {
    absl::StatusOr<PlanMetrics> loaded = PlanMetrics::Load(PlanMetricFiles().front());
    if (!loaded.ok()) {
      // What this program carries with it was checked when it was built (plan_metrics_test).
      log::Error("The metrics of plans in this program cannot be read.",
                 {{"problem", std::string(loaded.status().message())}});
      std::abort();
    }
    return new PlanMetrics(*std::move(loaded));
  }();
  return *kMetrics;
}

}  // namespace sos::reporting
