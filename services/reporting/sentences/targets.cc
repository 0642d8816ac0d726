// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/sentences/targets.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/language/terms.h"
#include "services/reporting/sentences/support.h"

namespace sos::reporting {
namespace {

using eligibility::v1::ProposedChange;
using language::Messages;

// A change without its group: `3 fewer students in Suspension Rate, from Red to Orange`.
std::string ExitItem(const Messages& messages, const ProposedChange& change) {
  const std::string before =
      RatingText(messages, change.indicator(), change.from_color(), change.from_status_level());
  const std::string after =
      RatingText(messages, change.indicator(), change.to_color(), change.to_status_level());
  const std::string indicator = language::Term(messages, change.indicator());
  if (change.has_points()) {
    const std::string& points = change.points().value();
    const bool less = !points.empty() && points[0] == '-';
    return messages.Text(less ? "targets.exit.points.less" : "targets.exit.points.more",
                         {{"points", language::DecimalText{less ? points.substr(1) : points}},
                          {"indicator", indicator},
                          {"before", before},
                          {"after", after}});
  }
  const int64_t students = change.student_count();
  return messages.Text(students > 0 ? "targets.exit.students.more" : "targets.exit.students.less",
                       {{"count", students > 0 ? students : -students},
                        {"indicator", indicator},
                        {"before", before},
                        {"after", after}});
}

std::string GroupExit(const Messages& messages, const eligibility::v1::Nearest& nearest,
                      education::v1::StudentGroup group,
                      const std::vector<const ProposedChange*>& changes) {
  const std::string& entity = nearest.entity().display_name();
  const std::string name = language::Term(messages, group);
  std::vector<std::string> items;
  for (const ProposedChange* const change : changes) {
    if (change->disclosure() != education::v1::DISCLOSURE_SHOWN) {
      return messages.Text("targets.exit.withheld", {{"entity", entity}, {"group", name}});
    }
    items.push_back(ExitItem(messages, *change));
  }
  return messages.Text("targets.exit.group",
                       {{"entity", entity}, {"group", name}, {"list", messages.List(items)}});
}

}  // namespace

std::string TargetSentence(const Messages& messages, const ResultFacts& facts,
                           const indicator::v1::ResultCrossings* crossings) {
  if (facts.cell.state() != v1::Cell::STATE_RATED) return "";
  if (facts.cell.color() == education::v1::COLOR_BLUE) return messages.Text("targets.best");
  if (facts.change_withheld) return messages.Text("targets.withheld");
  if (crossings == nullptr) return "";
  const std::string next = NextColorSentence(messages, facts, crossings->crossings());
  return next.empty() ? messages.Text("targets.none") : next;
}

std::string NextYearSentence(const Messages& messages, const ResultFacts& facts,
                             const indicator::v1::ResultCrossings* next_year) {
  // Without a color it may be that the rules do not decide one: that is not said to be none.
  if (next_year == nullptr || next_year->color() <= education::v1::COLOR_NONE) return "";
  ResultFacts later = facts;
  later.cell.set_color(next_year->color());
  later.cell.set_state(v1::Cell::STATE_RATED);
  std::string sentence =
      messages.Text("targets.next_year", {{"year", std::to_string(next_year->dashboard_year())},
                                          {"color", language::Term(messages, next_year->color())}});
  const std::string next = NextColorSentence(messages, later, next_year->crossings());
  return next.empty() ? sentence : absl::StrCat(sentence, " ", next);
}

std::vector<std::string> ExitSentences(const Messages& messages,
                                       const eligibility::v1::Nearest& nearest) {
  std::map<education::v1::StudentGroup, std::vector<const ProposedChange*>> by_group;
  for (const ProposedChange& change : nearest.changes()) {
    by_group[change.student_group()].push_back(&change);
  }
  std::vector<std::string> sentences;
  for (const auto& [group, changes] : by_group) {
    sentences.push_back(GroupExit(messages, nearest, group, changes));
  }
  if (sentences.empty()) {
    std::string whole = NearestSentence(messages, nearest);
    if (!whole.empty()) sentences.push_back(std::move(whole));
  } else if (nearest.tied()) {
    absl::StrAppend(&sentences.back(), " ", messages.Text("nearest.tied"));
  }
  return sentences;
}

}  // namespace sos::reporting
