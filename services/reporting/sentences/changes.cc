// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/sentences/changes.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/language/terms.h"
#include "services/reporting/sentences/support.h"

namespace sos::reporting {
namespace {

using language::Messages;

// How colors moved.
struct ColorMoves {
  int64_t improved = 0;
  int64_t declined = 0;
  int64_t same = 0;
  int64_t left_red = 0;
  int64_t fell_to_red = 0;

  int64_t total() const { return improved + declined + same; }
};

void CountMove(education::v1::Color from, education::v1::Color to, int64_t count,
               ColorMoves& moves) {
  if (from <= education::v1::COLOR_NONE || to <= education::v1::COLOR_NONE) return;
  (to > from ? moves.improved : to < from ? moves.declined : moves.same) += count;
  if (from == to) return;
  if (from == education::v1::COLOR_RED) moves.left_red += count;
  if (to == education::v1::COLOR_RED) moves.fell_to_red += count;
}

// `2024`, or `2024 (revision 3)` where two revisions are compared.
std::string YearOfRevision(const Messages& messages, const v1::YearChanges& changes, int year,
                           int64_t revision) {
  const std::string text = std::to_string(year);
  if (changes.from_revision() == 0) return text;
  return messages.Text("changes.year_of_revision",
                       {{"year", text}, {"revision", std::to_string(revision)}});
}

std::string FromYearText(const Messages& messages, const v1::YearChanges& changes) {
  return YearOfRevision(messages, changes, changes.from_year(), changes.from_revision());
}

std::string ToYearText(const Messages& messages, const v1::YearChanges& changes) {
  return YearOfRevision(messages, changes, changes.to_year(), changes.revision());
}

std::string StatusOrUnknown(const Messages& messages, const std::string& status) {
  return status.empty() ? messages.Text("changes.unknown_status") : status;
}

std::string IndicatorNames(const Messages& messages,
                           const std::vector<education::v1::Indicator>& indicators) {
  std::vector<std::string> names;
  for (const auto indicator : indicators) names.push_back(language::Term(messages, indicator));
  return messages.List(names);
}

void AddMoves(const Messages& messages, const v1::YearChanges& changes, const ColorMoves& moves,
              bool itself, std::vector<std::string>& sentences) {
  if (moves.total() == 0) return;
  sentences.push_back(messages.Text(itself ? "changes.colors_itself" : "changes.colors",
                                    {{"name", changes.entity().display_name()},
                                     {"count", moves.total()},
                                     {"from", FromYearText(messages, changes)},
                                     {"to", ToYearText(messages, changes)},
                                     {"improved", moves.improved},
                                     {"declined", moves.declined},
                                     {"same", moves.same}}));
  if (itself || moves.left_red + moves.fell_to_red == 0) return;
  sentences.push_back(
      messages.Text("changes.red", {{"left", moves.left_red}, {"fell", moves.fell_to_red}}));
}

void AddColors(const Messages& messages, const v1::YearChanges& changes,
               std::vector<std::string>& sentences) {
  ColorMoves all;
  for (const v1::ColorFlow& flow : changes.color_flows()) {
    CountMove(flow.from_color(), flow.to_color(), flow.result_count(), all);
  }
  std::set<education::v1::Indicator> with_flows;
  for (const v1::ColorFlow& flow : changes.color_flows()) with_flows.insert(flow.indicator());
  ColorMoves itself;
  for (const v1::ResultChange& result : changes.results()) {
    if (result.entity().name() != changes.entity().name()) continue;
    if (!with_flows.contains(result.indicator())) continue;
    CountMove(result.before().color(), result.after().color(), 1, itself);
  }
  AddMoves(messages, changes, all, /*itself=*/false, sentences);
  if (itself.total() != all.total()) {
    AddMoves(messages, changes, itself, /*itself=*/true, sentences);
  }
}

std::string ProgramCode(eligibility::v1::Program program) {
  return absl::AsciiStrToLower(
      absl::StripPrefix(eligibility::v1::Program_Name(program), "PROGRAM_"));
}

std::string GroupNames(const Messages& messages,
                       const google::protobuf::RepeatedField<int>& groups) {
  std::vector<std::string> names;
  for (const int group : groups) {
    names.push_back(language::Term(messages, static_cast<education::v1::StudentGroup>(group)));
  }
  return messages.List(names);
}

void AddOwnSupport(const Messages& messages, const v1::YearChanges& changes,
                   const v1::SupportChange& support, std::vector<std::string>& sentences) {
  sentences.push_back(messages.Text("changes.support_itself",
                                    {{"program", ProgramLabel(messages, support.program())},
                                     {"from", FromYearText(messages, changes)},
                                     {"to", ToYearText(messages, changes)},
                                     {"before", StatusOrUnknown(messages, support.from_status())},
                                     {"after", StatusOrUnknown(messages, support.to_status())}}));
  if (!support.added_groups().empty()) {
    sentences.push_back(messages.Text("changes.groups_added",
                                      {{"groups", GroupNames(messages, support.added_groups())}}));
  }
  if (!support.removed_groups().empty()) {
    sentences.push_back(messages.Text(
        "changes.groups_removed", {{"groups", GroupNames(messages, support.removed_groups())}}));
  }
}

// Of those below the entity that one program is about.
void AddSupportBelow(const Messages& messages, const v1::YearChanges& changes,
                     eligibility::v1::Program program, std::vector<std::string>& sentences) {
  int64_t total = 0;
  int64_t entered = 0;
  int64_t left = 0;
  int64_t both = 0;
  int64_t unknown = 0;
  const auto decided = [](eligibility::v1::Outcome outcome) {
    return outcome == eligibility::v1::OUTCOME_MET || outcome == eligibility::v1::OUTCOME_NOT_MET;
  };
  for (const v1::SupportChange& support : changes.supports()) {
    if (support.program() != program) continue;
    ++total;
    const bool was = support.from_outcome() == eligibility::v1::OUTCOME_MET;
    const bool is = support.to_outcome() == eligibility::v1::OUTCOME_MET;
    if (!decided(support.from_outcome()) || !decided(support.to_outcome())) {
      ++unknown;
    } else if (was && is) {
      ++both;
    } else if (was) {
      ++left;
    } else if (is) {
      ++entered;
    }
  }
  sentences.push_back(messages.Text(absl::StrCat("changes.below.", ProgramCode(program)),
                                    {{"total", total},
                                     {"entered", entered},
                                     {"left", left},
                                     {"both", both},
                                     {"to", ToYearText(messages, changes)}}));
  if (unknown == 0) return;
  sentences.push_back(
      messages.Text("changes.undecided", {{"program", ProgramLabel(messages, program)},
                                          {"count", unknown},
                                          {"from", FromYearText(messages, changes)},
                                          {"to", ToYearText(messages, changes)}}));
}

void AddSupports(const Messages& messages, const v1::YearChanges& changes,
                 std::vector<std::string>& sentences) {
  std::set<eligibility::v1::Program> told;
  for (const v1::SupportChange& support : changes.supports()) {
    if (!told.insert(support.program()).second) continue;
    if (support.entity().name() == changes.entity().name()) {
      AddOwnSupport(messages, changes, support, sentences);
    } else {
      AddSupportBelow(messages, changes, support.program(), sentences);
    }
  }
}

void AddGaps(const Messages& messages, const v1::YearChanges& changes, const ChangesGaps& gaps,
             std::vector<std::string>& sentences) {
  for (const auto& [year, indicators] : gaps.without_colors) {
    sentences.push_back(messages.Text(
        "changes.without_colors",
        {{"year", std::to_string(year)}, {"indicators", IndicatorNames(messages, indicators)}}));
  }
  for (const auto& [year, indicators] : gaps.not_loaded) {
    sentences.push_back(messages.Text(
        "changes.not_loaded",
        {{"year", std::to_string(year)}, {"indicators", IndicatorNames(messages, indicators)}}));
  }
  if (!gaps.unpublished_years.empty()) {
    std::vector<std::string> years;
    for (const int year : gaps.unpublished_years) years.push_back(std::to_string(year));
    sentences.push_back(messages.Text("changes.unpublished", {{"years", messages.List(years)}}));
  }
  for (const auto& [program, groups] : gaps.new_groups) {
    std::vector<std::string> names;
    for (const auto group : groups) names.push_back(language::Term(messages, group));
    sentences.push_back(
        messages.Text("changes.new_groups", {{"program", ProgramLabel(messages, program)},
                                             {"year", FromYearText(messages, changes)},
                                             {"groups", messages.List(names)}}));
  }
  for (const auto& [program, year] : gaps.without_rules) {
    sentences.push_back(messages.Text(
        "changes.without_rules",
        {{"program", ProgramLabel(messages, program)}, {"year", std::to_string(year)}}));
  }
}

}  // namespace

std::vector<std::string> ChangeSentences(const Messages& messages, const v1::YearChanges& changes,
                                         const ChangesGaps& gaps) {
  std::vector<std::string> sentences;
  if (changes.from_year() == changes.to_year() && changes.from_revision() == 0) {
    sentences.push_back(
        messages.Text("changes.one_year", {{"year", std::to_string(changes.to_year())}}));
    return sentences;
  }
  AddSupports(messages, changes, sentences);
  AddColors(messages, changes, sentences);
  AddGaps(messages, changes, gaps, sentences);
  return sentences;
}

}  // namespace sos::reporting
