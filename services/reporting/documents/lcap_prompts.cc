// SPDX-License-Identifier: Apache-2.0

// The facts behind the prompts of the plan's template: what the rules and the data decide, and what
// would decide the rest. Nothing is concluded that no rulebook concludes.

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/language/terms.h"
#include "common/resource_names/resource_names.h"
#include "services/ingestion/client/file_names.h"
#include "services/reporting/documents/lcap_parts.h"
#include "services/reporting/documents/required_actions.h"
#include "services/reporting/sentences/support.h"

namespace sos::reporting {
namespace {

using eligibility::v1::Determination;
using language::Messages;

constexpr char kComprehensive[] = "CSI";

std::string YearText(const PlanFacts& facts) { return std::to_string(facts.key.dashboard_year); }

// Says that a program has no rules of the year, or that nothing is known. False where something is.
bool AddNothingKnown(const PlanFacts& facts, const ProgramAnswers& answers,
                     v1::LcapPrompt& prompt) {
  const Messages& words = facts.key.Words();
  if (!answers.has_rules) {
    prompt.add_facts(words.Text("lcap.no_rules", {{"program", ProgramLabel(words, answers.program)},
                                                  {"year", YearText(facts)}}));
    return true;
  }
  if (!answers.determinations.empty()) return false;
  prompt.add_facts(words.Text("lcap.no_answer", {{"program", ProgramLabel(words, answers.program)},
                                                 {"entity", facts.entity.display_name()},
                                                 {"year", YearText(facts)}}));
  return true;
}

v1::LcapPrompt TechnicalAssistance(const PlanFacts& facts) {
  const Messages& words = facts.key.Words();
  v1::LcapPrompt prompt = PromptOf(words, "technical-assistance");
  if (AddNothingKnown(facts, facts.assistance, prompt)) return prompt;
  const Determination& determination = facts.assistance.determinations.front();
  for (std::string& sentence : SupportSentences(words, determination)) {
    prompt.add_facts(std::move(sentence));
  }
  for (std::string& gap : GapSentences(words, determination)) prompt.add_facts(std::move(gap));
  if (determination.eligibility() == eligibility::v1::OUTCOME_NOT_MET) {
    prompt.clear_left_to_the_lea();
  }
  return prompt;
}

// How many determinations have the outcome.
int64_t CountOf(const ProgramAnswers& answers, eligibility::v1::Outcome outcome) {
  int64_t count = 0;
  for (const Determination& determination : answers.determinations) {
    count += determination.eligibility() == outcome ? 1 : 0;
  }
  return count;
}

// How many schools are undecided, and the files that would settle it.
void AddUndecided(const PlanFacts& facts, const ProgramAnswers& answers, v1::LcapPrompt& prompt) {
  const int64_t undecided = CountOf(answers, eligibility::v1::OUTCOME_INSUFFICIENT_DATA);
  if (undecided == 0) return;
  const Messages& words = facts.key.Words();
  prompt.add_facts(
      words.Text("lcap.schools_undecided", {{"count", undecided},
                                            {"program", ProgramLabel(words, answers.program)},
                                            {"year", YearText(facts)}}));
  std::set<std::string> files;
  for (const Determination& determination : answers.determinations) {
    for (const auto& gap : determination.data_gaps()) files.insert(gap.file());
  }
  if (files.empty()) return;
  const std::vector<std::string> list(files.begin(), files.end());
  prompt.add_facts(words.Text("lcap.load", {{"list", words.List(list)}}));
}

v1::LcapPrompt ComprehensiveSupport(const PlanFacts& facts) {
  const Messages& words = facts.key.Words();
  v1::LcapPrompt prompt = PromptOf(words, "csi-schools");
  if (AddNothingKnown(facts, facts.school_support, prompt)) return prompt;
  bool any = false;
  for (const Determination& determination : facts.school_support.determinations) {
    if (!absl::StartsWith(determination.status(), kComprehensive)) continue;
    any = true;
    prompt.add_facts(SupportHeadline(words, determination));
  }
  const bool all_decided =
      CountOf(facts.school_support, eligibility::v1::OUTCOME_INSUFFICIENT_DATA) == 0;
  if (!any && all_decided) {
    prompt.add_facts(words.Text(
        "lcap.no_csi", {{"entity", facts.entity.display_name()}, {"year", YearText(facts)}}));
    prompt.clear_left_to_the_lea();
  }
  AddUndecided(facts, facts.school_support, prompt);
  return prompt;
}

// The Reds of one school, as `Group (Indicator, Indicator)`.
std::vector<std::string> RedsOf(const Messages& words, const v1::LcapPack& pack,
                                const std::string& entity_name) {
  std::map<education::v1::StudentGroup, std::vector<std::string>> groups;
  for (const v1::RedResult& red : pack.reds()) {
    if (red.entity().name() != entity_name) continue;
    groups[red.student_group()].push_back(language::Term(words, red.indicator()));
  }
  std::vector<std::string> texts;
  for (const auto& [group, indicators] : groups) {
    texts.push_back(words.Text("item.rating", {{"name", language::Term(words, group)},
                                               {"rating", words.List(indicators)}}));
  }
  return texts;
}

v1::LcapPrompt EquityMultiplier(const PlanFacts& facts, const v1::LcapPack& pack) {
  const Messages& words = facts.key.Words();
  v1::LcapPrompt prompt = PromptOf(words, "equity-multiplier");
  if (AddNothingKnown(facts, facts.multiplier, prompt)) {
    if (facts.multiplier.has_rules) {
      const std::string file =
          FileNameOf(ingestion::v1::COLLECTION_EQUITY_MULTIPLIER, facts.key.dashboard_year);
      prompt.add_facts(words.Text("lcap.load", {{"list", file}}));
    }
    return prompt;
  }
  for (const Determination& determination : facts.multiplier.determinations) {
    if (determination.eligibility() != eligibility::v1::OUTCOME_MET) continue;
    for (std::string& sentence : SupportSentences(words, determination)) {
      prompt.add_facts(std::move(sentence));
    }
    const auto reds = RedsOf(words, pack, determination.entity().name());
    prompt.add_facts(words.Text(reds.empty() ? "lcap.school_without_reds" : "lcap.school_reds",
                                {{"entity", determination.entity().display_name()},
                                 {"year", YearText(facts)},
                                 {"list", words.List(reds)}}));
  }
  const auto answers = static_cast<int64_t>(facts.multiplier.determinations.size());
  if (CountOf(facts.multiplier, eligibility::v1::OUTCOME_NOT_MET) == answers) {
    prompt.add_facts(
        words.Text("lcap.no_multiplier", {{"count", answers}, {"year", YearText(facts)}}));
    prompt.clear_left_to_the_lea();
  }
  AddUndecided(facts, facts.multiplier, prompt);
  return prompt;
}

// What brought no answer, in the language; in the rulebook's words where that has a newer reason.
std::string ReasonText(const PlanFacts& facts, const std::string& reason) {
  const Messages& words = facts.key.Words();
  const std::string key = absl::StrCat("lcap.reason.", reason);
  if (words.Has(key)) return words.Text(key);
  if (facts.duty_rules) {
    for (const auto& described : facts.duty_rules->reasons()) {
      if (described.reason() == reason) return described.description();
    }
  }
  return reason;
}

v1::LcapPrompt RequiredContents(const PlanFacts& facts) {
  const Messages& words = facts.key.Words();
  v1::LcapPrompt prompt = PromptOf(words, "required-contents");
  if (AddNothingKnown(facts, facts.duties, prompt)) return prompt;
  for (const auto& duty : facts.duties.determinations.front().duties()) {
    const std::string text = DutyText(words, duty);
    switch (duty.outcome()) {
      case eligibility::v1::OUTCOME_MET: {
        std::vector<std::string> groups;
        for (const int group : duty.student_groups()) {
          groups.push_back(language::Term(words, static_cast<education::v1::StudentGroup>(group)));
        }
        prompt.add_facts(words.Text(groups.empty() ? "lcap.duty.met" : "lcap.duty.met_for",
                                    {{"duty", text}, {"list", words.List(groups)}}));
        if (!duty.reason().empty()) {
          prompt.add_facts(
              words.Text("lcap.duty.more", {{"reason", ReasonText(facts, duty.reason())}}));
        }
        break;
      }
      case eligibility::v1::OUTCOME_NOT_MET:
        prompt.add_facts(words.Text("lcap.duty.not_met", {{"duty", text}}));
        break;
      default:
        prompt.add_facts(words.Text(
            "lcap.duty.undecided", {{"duty", text}, {"reason", ReasonText(facts, duty.reason())}}));
    }
  }
  return prompt;
}

// The metrics of results, by code in their order.
std::vector<std::vector<const v1::LcapMetric*>> ResultsByMetric(const v1::LcapPack& pack) {
  std::vector<std::vector<const v1::LcapMetric*>> metrics;
  for (const v1::LcapMetric& metric : pack.metrics()) {
    if (!metric.has_cell()) continue;
    if (metrics.empty() || metrics.back().front()->code() != metric.code()) metrics.emplace_back();
    metrics.back().push_back(&metric);
  }
  return metrics;
}

v1::LcapPrompt UnduplicatedGroups(const PlanFacts& facts, const v1::LcapPack& pack) {
  const Messages& words = facts.key.Words();
  v1::LcapPrompt prompt = PromptOf(words, "unduplicated-groups");
  for (const auto& metric : ResultsByMetric(pack)) {
    std::vector<std::string> values;
    bool unduplicated = false;
    for (const v1::LcapMetric* const answer : metric) {
      const auto group = answer->student_group();
      const bool of_these = group == education::v1::STUDENT_GROUP_ENGLISH_LEARNERS ||
                            group == education::v1::STUDENT_GROUP_FOSTER_YOUTH ||
                            group == education::v1::STUDENT_GROUP_SOCIOECONOMICALLY_DISADVANTAGED;
      if (!of_these && group != education::v1::STUDENT_GROUP_ALL) continue;
      const bool withheld = answer->availability() == v1::LcapMetric::AVAILABILITY_WITHHELD;
      if (answer->value().empty() && !withheld) continue;
      unduplicated = unduplicated || of_these;
      values.push_back(words.Text(
          "lcap.value",
          {{"group", language::Term(words, group)},
           {"value", withheld ? words.Text("lcap.withheld") : words.Number({answer->value()})}}));
    }
    if (!unduplicated) continue;
    prompt.add_facts(words.Text("lcap.values", {{"metric", metric.front()->label()},
                                                {"unit", metric.front()->unit()},
                                                {"list", absl::StrJoin(values, "; ")}}));
  }
  if (prompt.facts().empty()) {
    prompt.add_facts(words.Text("lcap.no_results", {{"year", YearText(facts)}}));
  }
  return prompt;
}

v1::LcapPrompt LowestOverall(const PlanFacts& facts, const v1::LcapPack& pack) {
  const Messages& words = facts.key.Words();
  v1::LcapPrompt prompt = PromptOf(words, "lowest-overall");
  std::vector<std::string> lowest;
  bool known = false;
  for (const auto& metric : ResultsByMetric(pack)) {
    const v1::LcapMetric& whole = *metric.front();
    if (whole.cell().status_level() == 0) continue;
    known = true;
    if (whole.cell().status_level() > 1) continue;
    lowest.push_back(words.Text(
        "item.rating", {{"name", whole.label()}, {"rating", words.Number({whole.value()})}}));
  }
  prompt.add_facts(words.Text(!known           ? "lcap.no_results"
                              : lowest.empty() ? "lcap.lowest.none"
                                               : "lcap.lowest.some",
                              {{"year", YearText(facts)}, {"list", words.List(lowest)}}));
  return prompt;
}

}  // namespace

v1::LcapPrompt PromptOf(const Messages& words, absl::string_view code) {
  v1::LcapPrompt prompt;
  prompt.set_code(std::string(code));
  prompt.set_label(words.Text(absl::StrCat("lcap.prompt.", code)));
  const std::string left = absl::StrCat("lcap.left.", code);
  if (words.Has(left)) prompt.set_left_to_the_lea(words.Text(left));
  return prompt;
}

void AddPrompts(const PlanFacts& facts, v1::LcapPack& pack) {
  std::vector<v1::LcapPrompt> prompts = {
      AnnualPerformance(facts, pack),  LowestOverall(facts, pack),    TechnicalAssistance(facts),
      ComprehensiveSupport(facts),     EquityMultiplier(facts, pack), EnglishLearners(facts),
      UnduplicatedGroups(facts, pack), RequiredContents(facts)};
  for (v1::LcapPrompt& prompt : prompts) *pack.add_prompts() = std::move(prompt);
}

}  // namespace sos::reporting
