// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/sentences/reds.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>

#include "common/language/terms.h"

namespace sos::reporting {
namespace {

using education::v1::Indicator;
using education::v1::StudentGroup;
using language::Messages;

constexpr size_t kRedLists = 3;

// The terms that occur most often, with how often. No terms where nothing occurs.
template <typename Value>
std::pair<std::vector<std::string>, int64_t> MostFrequent(const Messages& messages,
                                                          const std::map<Value, int>& counts) {
  int most = 0;
  for (const auto& [value, count] : counts) most = std::max(most, count);
  std::vector<std::string> terms;
  for (const auto& [value, count] : counts) {
    if (count == most) terms.push_back(language::Term(messages, value));
  }
  return {std::move(terms), most};
}

void AddCounts(const Messages& messages, const v1::RedList& list,
               std::vector<std::string>& sentences) {
  std::map<v1::RedResult::Level, int64_t> levels;
  std::map<StudentGroup, int> groups;
  std::map<Indicator, int> indicators;
  for (const v1::RedResult& red : list.results()) {
    ++levels[red.level()];
    ++indicators[red.indicator()];
    if (red.student_group() != education::v1::STUDENT_GROUP_ALL) ++groups[red.student_group()];
  }
  sentences.push_back(
      messages.Text("red.counts", {{"year", std::to_string(list.dashboard_year())},
                                   {"total", int64_t{list.results_size()}},
                                   {"leas", levels[v1::RedResult::LEVEL_LEA_GROUP]},
                                   {"schools", levels[v1::RedResult::LEVEL_SCHOOL]},
                                   {"groups", levels[v1::RedResult::LEVEL_SCHOOL_GROUP]}}));
  const auto add_most = [&](absl::string_view key, const auto& counts) {
    const auto [terms, count] = MostFrequent(messages, counts);
    if (count < 2) return;
    sentences.push_back(messages.Text(key, {{"list", messages.List(terms)},
                                            {"n", static_cast<int64_t>(terms.size())},
                                            {"count", count}}));
  };
  add_most("red.most_group", groups);
  add_most("red.most_indicator", indicators);
}

void AddListed(const Messages& messages, const v1::RedList& list, const RedSources& sources,
               std::vector<std::string>& sentences) {
  if (sources.lists.empty()) {
    sentences.push_back(messages.Text("red.no_lists"));
    return;
  }
  if (!sources.with_results) {
    sentences.push_back(messages.Text("red.lists_alone"));
  } else {
    int64_t both = 0;
    int64_t results = 0;
    int64_t differ = 0;
    int64_t absent = 0;
    for (const v1::RedResult& red : list.results()) {
      if (red.in_results()) {
        both += red.in_state_list() ? 1 : 0;
        // Nobody is missing on a list that is not loaded.
        results += !red.in_state_list() && sources.lists.contains(red.level()) ? 1 : 0;
      } else {
        (red.cell().state() == v1::Cell::STATE_ABSENT ? absent : differ) += 1;
      }
    }
    sentences.push_back(messages.Text(
        "red.compared",
        {{"both", both}, {"results", results}, {"differ", differ}, {"absent", absent}}));
  }
  if (sources.lists.size() < kRedLists) {
    sentences.push_back(
        messages.Text("red.some_lists", {{"n", static_cast<int64_t>(sources.lists.size())}}));
  }
}

void AddPlans(const Messages& messages, const v1::RedList& list,
              std::vector<std::string>& sentences) {
  std::set<std::string> required;
  std::set<std::string> open;
  for (const v1::RequiredAction& action : list.required_actions()) {
    if (action.outcome() == eligibility::v1::OUTCOME_MET) required.insert(action.lea().name());
    if (action.outcome() == eligibility::v1::OUTCOME_INSUFFICIENT_DATA) {
      open.insert(action.lea().name());
    }
  }
  if (required.empty() && open.empty()) return;
  sentences.push_back(
      messages.Text("red.plans", {{"required", static_cast<int64_t>(required.size())},
                                  {"open", static_cast<int64_t>(open.size())}}));
}

}  // namespace

std::vector<std::string> RedSentences(const Messages& messages, const v1::RedList& list,
                                      const RedSources& sources) {
  std::vector<std::string> sentences;
  const bool known = sources.with_results || !sources.lists.empty();
  if (!list.results().empty()) {
    AddCounts(messages, list, sentences);
  } else {
    sentences.push_back(messages.Text(known ? "red.none" : "red.unknown",
                                      {{"year", std::to_string(list.dashboard_year())}}));
  }
  AddListed(messages, list, sources, sentences);
  if (sources.with_results && !sources.missing.empty()) {
    std::vector<std::string> terms;
    for (const Indicator indicator : sources.missing) {
      terms.push_back(language::Term(messages, indicator));
    }
    sentences.push_back(messages.Text("red.missing", {{"list", messages.List(terms)}}));
  }
  if (list.withheld_count() > 0) {
    sentences.push_back(messages.Text("red.withheld", {{"n", int64_t{list.withheld_count()}}}));
  }
  AddPlans(messages, list, sentences);
  return sentences;
}

std::string RedLevelText(const Messages& messages, v1::RedResult::Level level) {
  switch (level) {
    case v1::RedResult::LEVEL_LEA_GROUP:
      return messages.Text("red.level_lea_group");
    case v1::RedResult::LEVEL_SCHOOL:
      return messages.Text("red.level_school");
    case v1::RedResult::LEVEL_SCHOOL_GROUP:
      return messages.Text("red.level_school_group");
    default:
      return "";
  }
}

std::string RedCellText(const Messages& messages, Indicator indicator, const v1::Cell& cell) {
  if (cell.state() != v1::Cell::STATE_RATED && cell.state() != v1::Cell::STATE_UNRATED) {
    return messages.Text("red.listed_only");
  }
  const std::string rating = cell.color() > education::v1::COLOR_NONE
                                 ? language::Term(messages, cell.color())
                                 : language::StatusTerm(messages, indicator, cell.status_level());
  if (!cell.has_status()) return rating;
  return messages.Text(
      "red.cell", {{"rating", rating}, {"status", language::DecimalText{cell.status().value()}}});
}

std::string RequiredText(const Messages& messages, eligibility::v1::Outcome outcome) {
  switch (outcome) {
    case eligibility::v1::OUTCOME_MET:
      return messages.Text("red.required_yes");
    case eligibility::v1::OUTCOME_NOT_MET:
      return messages.Text("red.required_no");
    default:
      return messages.Text("red.required_open");
  }
}

}  // namespace sos::reporting
