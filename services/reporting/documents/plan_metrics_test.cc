// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/plan_metrics.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/lcap/metric_files.h"
#include "services/reporting/sentences/catalog.h"

namespace sos::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> CodesOf(absl::string_view text) {
  std::vector<std::string> codes;
  for (const PlanMetric* const metric : KnownPlanMetrics().Recognize(text)) {
    codes.push_back(metric->code);
  }
  return codes;
}

absl::Status LoadError(const std::string& metric) {
  const std::string text = absl::StrCat(
      R"({"english_learners": {"share_percent": 15, "count": 50, "long_term_count": 15},)",
      R"( "metrics": [)", metric, "]}");
  return PlanMetrics::Load({.name = "metrics.json", .contents = text}).status();
}

TEST(PlanMetricsTest, EveryMetricHasItsWordsInEveryLanguageAndItsSource) {
  const auto loaded = PlanMetrics::Load(PlanMetricFiles().front());
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  std::set<int> priorities;
  for (const PlanMetric& metric : loaded->metrics()) {
    priorities.insert(metric.priority);
    EXPECT_FALSE(metric.source.empty()) << metric.code;
    for (const std::string& language : SentenceCatalog().Languages()) {
      const language::Messages& words = *SentenceCatalog().Find(language);
      EXPECT_TRUE(words.Has(absl::StrCat("lcap.metric.", metric.code))) << metric.code;
      for (const auto& [prefix, key] :
           {std::pair("lcap.unit.", metric.unit), std::pair("lcap.source.", metric.elsewhere),
            std::pair("lcap.advice.", metric.advice)}) {
        EXPECT_TRUE(key.empty() || words.Has(absl::StrCat(prefix, key))) << prefix << key;
      }
    }
  }
  EXPECT_THAT(priorities, ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
}

TEST(PlanMetricsTest, RecognizesAMetricByItsWords) {
  EXPECT_THAT(CodesOf("Priority 5 (b) chronic absenteeism rate\nDashboard"),
              ElementsAre("chronic-absenteeism"));
  EXPECT_THAT(CodesOf("Tasa: EL Progress (ELPI)"), ElementsAre("english-learner-progress"));
  EXPECT_THAT(CodesOf("CAASPP ELA and Math"), ElementsAre("ela", "mathematics"));
  EXPECT_THAT(CodesOf("Middle School Dropout Rate"), ElementsAre("middle-school-dropout"));
  EXPECT_THAT(CodesOf("Percent meeting both a-g and CTE"), ElementsAre("a-g-and-cte"))
      << "the longer phrase says more";
}

TEST(PlanMetricsTest, RecognizesAMetricByItsLabelOnlyWhereNoWordsTell) {
  EXPECT_THAT(CodesOf("Priority 6 (a)"), ElementsAre("suspension"));
  EXPECT_THAT(CodesOf("LCFF 6a"), ElementsAre("suspension"));
  EXPECT_THAT(CodesOf("Priority 5 (a): chronic absenteeism"), ElementsAre("chronic-absenteeism"));
  EXPECT_THAT(CodesOf("6 a day"), IsEmpty()) << "two loose words are no label";
  EXPECT_THAT(CodesOf("Priority 4 (d)"), IsEmpty()) << "the law renumbered it";
  EXPECT_THAT(CodesOf("Hours of sunshine"), IsEmpty());
}

TEST(PlanMetricsTest, AnEntryThatIsWrongIsNamed) {
  const std::string good =
      R"({"code": "a", "priority": 5, "elsewhere": "ap", "words": ["x"], "source": "s"})";
  EXPECT_TRUE(LoadError(good).ok());
  const auto said = [](const std::string& metric) {
    return std::string(LoadError(metric).message());
  };
  EXPECT_THAT(said(absl::StrCat(good, ",", good)), HasSubstr("metric a: there are two"));
  EXPECT_THAT(said(R"({"priority": 5})"), HasSubstr("code is required"));
  EXPECT_THAT(said(R"({"code": "a", "priority": 11})"), HasSubstr("1 to 10"));
  EXPECT_THAT(said(R"({"code": "a", "priority": 5, "hue": "x"})"), HasSubstr("no hue"));
  EXPECT_THAT(said(R"({"code": "a", "priority": 5, "indicator": "XYZ"})"), HasSubstr("indicator"));
  EXPECT_THAT(said(R"({"code": "a", "priority": "five"})"), HasSubstr("type"));
  EXPECT_FALSE(PlanMetrics::Load({.name = "metrics.json", .contents = "no JSON"}).ok());
}

}  // namespace
}  // namespace sos::reporting
