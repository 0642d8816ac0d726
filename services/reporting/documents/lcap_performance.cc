// SPDX-License-Identifier: Apache-2.0

// The two prompts that count: how the year went for those who were lowest, and how many English
// learners there are.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/decimal/decimal.h"
#include "common/education/minimum_shown.h"
#include "common/language/terms.h"
#include "services/ingestion/client/file_names.h"
#include "services/reporting/documents/lcap_parts.h"
#include "services/reporting/documents/plan_metrics.h"
#include "services/reporting/documents/required_actions.h"

namespace sos::reporting {
namespace {

using language::DecimalText;
using language::Messages;

constexpr int64_t kPercent = 100;

// Whether there are rows of student groups of the LEA itself, or of its schools.
bool HasRows(const PlanFacts& facts, bool of_schools) {
  for (const auto& block : facts.blocks) {
    for (int i = 0; i < block.student_groups_size(); ++i) {
      const auto& entity = block.entities(block.entity_indexes(i));
      const bool itself = entity.name() == facts.entity.name();
      const bool group = block.student_groups(i) != education::v1::STUDENT_GROUP_ALL;
      if (of_schools ? !itself && IsOfPlan(facts, entity) : itself && group) return true;
    }
  }
  return false;
}

// The Reds of the year, in three sentences.
void AddRedFacts(const PlanFacts& facts, const v1::LcapPack& pack, v1::LcapPrompt& prompt) {
  const Messages& words = facts.key.Words();
  std::map<education::v1::StudentGroup, std::vector<std::string>> of_groups;
  int64_t schools = 0;
  int64_t school_groups = 0;
  for (const v1::RedResult& red : pack.reds()) {
    if (red.level() == v1::RedResult::LEVEL_LEA_GROUP) {
      of_groups[red.student_group()].push_back(language::Term(words, red.indicator()));
    }
    schools += red.level() == v1::RedResult::LEVEL_SCHOOL ? 1 : 0;
    school_groups += red.level() == v1::RedResult::LEVEL_SCHOOL_GROUP ? 1 : 0;
  }
  const std::string year = std::to_string(facts.key.dashboard_year);
  std::vector<std::string> groups;
  for (const auto& [group, indicators] : of_groups) {
    groups.push_back(words.Text("item.rating", {{"name", language::Term(words, group)},
                                                {"rating", words.List(indicators)}}));
  }
  // Where nothing is loaded, nothing is known: that is no "none".
  prompt.add_facts(words.Text(!groups.empty()                        ? "lcap.reds.groups"
                              : HasRows(facts, /*of_schools=*/false) ? "lcap.reds.no_group"
                                                                     : "lcap.reds.no_groups_loaded",
                              {{"year", year}, {"list", words.List(groups)}}));
  if (facts.key.cds.IsSchool()) return;
  if (!HasRows(facts, /*of_schools=*/true)) {
    prompt.add_facts(words.Text("lcap.reds.no_schools_loaded", {{"year", year}}));
    return;
  }
  prompt.add_facts(words.Text("lcap.reds.schools", {{"count", schools}, {"year", year}}));
  prompt.add_facts(
      words.Text("lcap.reds.school_groups", {{"count", school_groups}, {"year", year}}));
}

// The year whose lowest results bind the plan. 0 for none.
int BindingYear(const PlanFacts& facts) {
  if (!facts.duty_rules) return 0;
  for (const auto& duty : facts.duty_rules->duties()) {
    if (duty.kind() == eligibility::v1::DutyRule::KIND_LOWEST_PERFORMANCE) {
      return duty.dashboard_year();
    }
  }
  return 0;
}

// What became of the results that bind the plan: of the LEA's groups one by one, of all by number.
void AddProgress(const PlanFacts& facts, const v1::LcapPack& pack, v1::LcapPrompt& prompt) {
  const int binding = BindingYear(facts);
  if (binding == 0 || binding >= facts.key.dashboard_year) return;
  const Messages& words = facts.key.Words();
  const std::string year = std::to_string(facts.key.dashboard_year);
  int64_t all = 0;
  int64_t still = 0;
  int64_t left = 0;
  for (const v1::RequiredAction& action : pack.required_actions()) {
    if (action.indicator() == education::v1::INDICATOR_UNSPECIFIED) continue;
    ++all;
    const ResultFacts now = facts.index.FactsAt(action.entity().name(), action.student_group(),
                                                action.indicator(), facts.key.dashboard_year);
    const bool rated = now.cell.state() == v1::Cell::STATE_RATED;
    const bool lowest = rated && (now.cell.color() > education::v1::COLOR_NONE
                                      ? now.cell.color() == education::v1::COLOR_RED
                                      : now.cell.status_level() == 1);
    still += lowest ? 1 : 0;
    left += rated && !lowest ? 1 : 0;
    if (action.entity().name() != facts.entity.name() || !rated || !action.cell().has_status()) {
      continue;
    }
    prompt.add_facts(words.Text("lcap.progress.one",
                                {{"group", language::Term(words, action.student_group())},
                                 {"indicator", language::Term(words, action.indicator())},
                                 {"before", DecimalText{action.cell().status().value()}},
                                 {"before_year", std::to_string(binding)},
                                 {"now", DecimalText{now.cell.status().value()}},
                                 {"year", year},
                                 {"rating", RatingText(words, action.indicator(), now.cell.color(),
                                                       now.cell.status_level())}}));
  }
  if (all == 0) return;
  prompt.add_facts(words.Text("lcap.progress.all", {{"count", all},
                                                    {"before_year", std::to_string(binding)},
                                                    {"year", year},
                                                    {"still", still},
                                                    {"left", left},
                                                    {"unknown", all - still - left}}));
}

// Whether a count may be shown: neither it nor what is left of the whole is a small group.
bool MayShow(int64_t count, int64_t whole) {
  const int64_t rest = whole - count;
  return count >= kMinimumShown && (rest <= 0 || rest >= kMinimumShown);
}

std::string Reached(const Messages& words, bool reached) {
  return words.Text(reached ? "lcap.reached" : "lcap.not_reached");
}

void AddEnrollment(const PlanFacts& facts, const Enrollment& enrollment, v1::LcapPrompt& prompt) {
  const Messages& words = facts.key.Words();
  const EnglishLearnerMarks& marks = KnownPlanMetrics().english_learners();
  const std::string file =
      FileNameOf(ingestion::v1::COLLECTION_CENSUS_ENROLLMENT, facts.key.dashboard_year);
  const auto learners = enrollment.groups.find(education::v1::STUDENT_GROUP_ENGLISH_LEARNERS);
  if (learners == enrollment.groups.end()) {
    prompt.add_facts(words.Text("lcap.el.no_row", {{"file", file}}));
    return;
  }
  const int64_t count = learners->second;
  if (MayShow(count, enrollment.total)) {
    prompt.add_facts(
        words.Text("lcap.el.count",
                   {{"count", count},
                    {"total", enrollment.total},
                    {"rate", DecimalText{ToString(RoundedPercent({count, enrollment.total}))}},
                    {"year", std::to_string(facts.key.dashboard_year)}}));
    const bool reached =
        count >= marks.count || count * kPercent >= marks.share_percent * enrollment.total;
    prompt.add_facts(words.Text("lcap.el.mark", {{"share", marks.share_percent},
                                                 {"count", marks.count},
                                                 {"reached", Reached(words, reached)}}));
  } else {
    prompt.add_facts(words.Text("lcap.el.withheld"));
  }
  const auto long_term =
      enrollment.groups.find(education::v1::STUDENT_GROUP_LONG_TERM_ENGLISH_LEARNERS);
  if (long_term == enrollment.groups.end()) {
    prompt.add_facts(words.Text("lcap.el.no_long_term", {{"file", file}}));
  } else if (MayShow(long_term->second, count) && MayShow(long_term->second, enrollment.total)) {
    prompt.add_facts(
        words.Text("lcap.el.long_term",
                   {{"count", long_term->second},
                    {"mark", marks.long_term_count},
                    {"reached", Reached(words, long_term->second >= marks.long_term_count)}}));
  } else {
    prompt.add_facts(words.Text("lcap.el.long_term_withheld"));
  }
}

// Where no census is loaded, the nearest to it: everybody who was enrolled at some time of the
// year.
void AddCumulative(const PlanFacts& facts, v1::LcapPrompt& prompt) {
  const Messages& words = facts.key.Words();
  const int year = facts.key.dashboard_year;
  const auto count_of = [&](education::v1::StudentGroup group) -> int64_t {
    const ResultFacts result =
        facts.index.FactsAt(facts.entity.name(), group, education::v1::INDICATOR_SUSPENSION, year);
    return result.cell.student_count();
  };
  const int64_t learners = count_of(education::v1::STUDENT_GROUP_ENGLISH_LEARNERS);
  const int64_t all = count_of(education::v1::STUDENT_GROUP_ALL);
  if (!MayShow(learners, all) || all <= 0) return;
  prompt.add_facts(words.Text(
      "lcap.el.cumulative", {{"count", learners}, {"total", all}, {"year", std::to_string(year)}}));
}

}  // namespace

v1::LcapPrompt AnnualPerformance(const PlanFacts& facts, const v1::LcapPack& pack) {
  const Messages& words = facts.key.Words();
  v1::LcapPrompt prompt = PromptOf(words, "annual-performance");
  if (facts.blocks.empty()) {
    prompt.add_facts(
        words.Text("lcap.no_results", {{"year", std::to_string(facts.key.dashboard_year)}}));
  } else {
    AddRedFacts(facts, pack, prompt);
    AddProgress(facts, pack, prompt);
  }
  return prompt;
}

v1::LcapPrompt EnglishLearners(const PlanFacts& facts) {
  const Messages& words = facts.key.Words();
  const int year = facts.key.dashboard_year;
  v1::LcapPrompt prompt = PromptOf(words, "english-learners");
  const auto enrollment = facts.records.enrollments.find(year);
  if (enrollment != facts.records.enrollments.end()) {
    AddEnrollment(facts, enrollment->second, prompt);
  } else {
    prompt.add_facts(
        words.Text("lcap.el.no_census",
                   {{"year", std::to_string(year)},
                    {"file", FileNameOf(ingestion::v1::COLLECTION_CENSUS_ENROLLMENT, year)}}));
    AddCumulative(facts, prompt);
  }
  const ResultFacts progress =
      facts.index.FactsAt(facts.entity.name(), education::v1::STUDENT_GROUP_ENGLISH_LEARNERS,
                          education::v1::INDICATOR_ENGLISH_LEARNER_PROGRESS, year);
  if (progress.cell.state() != v1::Cell::STATE_ABSENT) {
    prompt.add_facts(CellOf(words, nullptr, progress).sentence());
  }
  const EnglishLearnerMarks& marks = KnownPlanMetrics().english_learners();
  prompt.add_facts(words.Text("lcap.el.no_conclusion", {{"share", marks.share_percent},
                                                        {"count", marks.count},
                                                        {"long_term", marks.long_term_count}}));
  return prompt;
}

}  // namespace sos::reporting
