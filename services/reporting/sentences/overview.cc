// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/sentences/overview.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/education/cds_code.h"
#include "common/language/terms.h"
#include "common/resource_names/resource_names.h"
#include "services/reporting/sentences/result.h"

namespace sos::reporting {
namespace {

using language::Messages;

// A report names at most so many groups at the worst level; the others are counted.
constexpr int kNamedGroups = 3;

std::string Rated(const Messages& messages, education::v1::Indicator indicator,
                  education::v1::Color color, int status_level) {
  return messages.Text("item.rating",
                       {{"name", language::Term(messages, indicator)},
                        {"rating", RatingText(messages, indicator, color, status_level)}});
}

// The remarks with colors in one sentence, and those with levels only in another.
void AddRemarkSentences(const Messages& messages,
                        const google::protobuf::RepeatedPtrField<v1::Remark>& remarks,
                        absl::string_view key, std::vector<std::string>& sentences) {
  std::vector<std::string> colored;
  std::vector<std::string> leveled;
  for (const v1::Remark& remark : remarks) {
    const bool color = remark.color() > education::v1::COLOR_NONE;
    (color ? colored : leveled)
        .push_back(Rated(messages, remark.indicator(), remark.color(), remark.status_level()));
  }
  const auto add = [&](const std::vector<std::string>& names, absl::string_view of) {
    if (names.empty()) return;
    sentences.push_back(messages.Text(
        of, {{"count", static_cast<int64_t>(names.size())}, {"list", messages.List(names)}}));
  };
  add(colored, key);
  add(leveled, absl::StrCat(key, "_status"));
}

// Whether any cell of the report has a color: in years without, groups have levels.
bool HasColors(const v1::Report& report) {
  for (const v1::GroupRow& row : report.rows()) {
    for (const v1::Cell& cell : row.cells()) {
      if (cell.color() > education::v1::COLOR_NONE) return true;
    }
  }
  return false;
}

void AddGroupSentences(const Messages& messages, const v1::Report& report,
                       std::vector<std::string>& sentences) {
  const bool colors = HasColors(report);
  int named = 0;
  for (const v1::StrugglingGroup& group : report.struggling_groups()) {
    if (named == kNamedGroups) break;
    ++named;
    std::vector<std::string> names;
    for (const int indicator : group.indicators()) {
      names.push_back(language::Term(messages, static_cast<education::v1::Indicator>(indicator)));
    }
    sentences.push_back(messages.Text(colors ? "report.group_red" : "report.group_worst",
                                      {{"group", language::Term(messages, group.student_group())},
                                       {"count", static_cast<int64_t>(names.size())},
                                       {"list", messages.List(names)}}));
  }
  if (const int more = report.struggling_groups_size() - named; more > 0) {
    sentences.push_back(messages.Text("report.more_groups", {{"count", int64_t{more}}}));
  }
}

// The key that names the members of an entity.
absl::string_view MembersKey(const v1::IndicatorView& view) {
  const auto cds = ParseEntityName(view.entity().name());
  if (!cds || cds->IsState()) return "view.members.counties";
  return cds->IsCounty() ? "view.members.leas" : "view.members.schools";
}

void AddMemberSentence(const Messages& messages, const v1::IndicatorView& view,
                       std::vector<std::string>& sentences) {
  int64_t total = 0;
  int64_t red = 0;
  int64_t blue = 0;
  for (const v1::MemberResult& member : view.members()) {
    const education::v1::Color color = member.cell().color();
    total += color > education::v1::COLOR_NONE ? 1 : 0;
    red += color == education::v1::COLOR_RED ? 1 : 0;
    blue += color == education::v1::COLOR_BLUE ? 1 : 0;
  }
  if (total == 0) return;
  sentences.push_back(
      messages.Text(MembersKey(view), {{"total", total}, {"red", red}, {"blue", blue}}));
}

}  // namespace

std::vector<std::string> LeaSentences(const Messages& messages, int dashboard_year,
                                      const LeaCounts& leas) {
  std::vector<std::string> sentences;
  if (leas.total == 0) return sentences;
  sentences.push_back(messages.Text("report.leas", {{"eligible", int64_t{leas.eligible}},
                                                    {"count", int64_t{leas.total}},
                                                    {"year", std::to_string(dashboard_year)}}));
  if (leas.undecided > 0) {
    sentences.push_back(
        messages.Text("report.leas_undecided", {{"count", int64_t{leas.undecided}}}));
  }
  return sentences;
}

std::vector<std::string> ReportSentences(const Messages& messages, const v1::Report& report) {
  std::vector<std::string> sentences;
  if (report.rows().empty()) {
    sentences.push_back(
        messages.Text("report.no_results", {{"entity", report.entity().display_name()},
                                            {"year", std::to_string(report.dashboard_year())}}));
    return sentences;
  }
  AddRemarkSentences(messages, report.weaknesses(), "report.bad", sentences);
  AddGroupSentences(messages, report, sentences);
  AddRemarkSentences(messages, report.strengths(), "report.good", sentences);
  int64_t masked = 0;
  for (const v1::GroupRow& row : report.rows()) {
    for (const v1::Cell& cell : row.cells()) {
      masked += cell.state() == v1::Cell::STATE_MASKED ? 1 : 0;
    }
  }
  if (masked > 0) sentences.push_back(messages.Text("report.masked", {{"count", masked}}));
  return sentences;
}

std::vector<std::string> IndicatorViewSentences(const Messages& messages,
                                                const v1::IndicatorView& view) {
  std::vector<std::string> sentences;
  std::vector<std::string> worst;
  bool colors = false;
  int64_t masked = 0;
  for (const v1::GroupResult& group : view.groups()) {
    const v1::Cell& cell = group.cell();
    // English learner progress has one group only, which stands for all it is about.
    if (sentences.empty() &&
        (group.student_group() == education::v1::STUDENT_GROUP_ALL || view.groups_size() == 1)) {
      sentences.push_back(messages.Text("view.all", {{"sentence", cell.sentence()}}));
      if (!group.next_color().empty()) sentences.push_back(group.next_color());
    }
    masked += cell.state() == v1::Cell::STATE_MASKED ? 1 : 0;
    colors = colors || cell.color() > education::v1::COLOR_NONE;
    if (group.student_group() == education::v1::STUDENT_GROUP_ALL ||
        cell.state() != v1::Cell::STATE_RATED) {
      continue;
    }
    const bool red = cell.color() > education::v1::COLOR_NONE
                         ? cell.color() == education::v1::COLOR_RED
                         : cell.status_level() == 1;
    if (red) worst.push_back(language::Term(messages, group.student_group()));
  }
  if (view.groups().empty()) {
    sentences.push_back(
        messages.Text("report.no_results", {{"entity", view.entity().display_name()},
                                            {"year", std::to_string(view.dashboard_year())}}));
  }
  if (!worst.empty()) {
    sentences.push_back(messages.Text(
        colors ? "view.reds" : "view.worst",
        {{"count", static_cast<int64_t>(worst.size())}, {"list", messages.List(worst)}}));
  }
  AddMemberSentence(messages, view, sentences);
  if (masked > 0) sentences.push_back(messages.Text("view.masked_groups", {{"count", masked}}));
  return sentences;
}

}  // namespace sos::reporting
