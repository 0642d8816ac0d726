// SPDX-License-Identifier: Apache-2.0

// A pack for a plan as it is read in a terminal, 80 columns wide.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/language/terms.h"
#include "common/revision/revision.h"
#include "services/reporting/render/forms.h"
#include "services/reporting/render/lcap_pack_parts.h"
#include "services/reporting/render/paragraph.h"
#include "services/reporting/render/words.h"

namespace sos::reporting {
namespace {

using language::Messages;

constexpr size_t kGroupWidth = 40;
constexpr size_t kValueWidth = 10;

std::string PaddedRight(const std::string& text, size_t width) {
  return absl::StrCat(text,
                      std::string(width > ColumnsOf(text) ? width - ColumnsOf(text) : 0, ' '));
}

std::string PaddedLeft(const std::string& text, size_t width) {
  return absl::StrCat(std::string(width > ColumnsOf(text) ? width - ColumnsOf(text) : 0, ' '),
                      text);
}

// Adds the text in lines that begin with `first`, or with blanks of its width.
void AddLines(const std::string& first, const std::string& text, std::string& out) {
  absl::StrAppend(&out, Paragraph(text, first, std::string(ColumnsOf(first), ' ')));
}

void AddPlanHeading(const std::string& heading, std::string& out) {
  absl::StrAppend(&out, "\n", heading, "\n", std::string(ColumnsOf(heading), '-'), "\n");
}

void AddMetricLine(const Messages& words, const v1::LcapMetric& metric, std::string& out) {
  if (!metric.has_cell()) {
    AddLines("    ",
             metric.value().empty()
                 ? metric.availability() == v1::LcapMetric::AVAILABILITY_ELSEWHERE
                       ? absl::StrCat(AvailabilityText(words, metric), ": ", metric.source())
                       : AvailabilityText(words, metric)
             : metric.prior_value().empty()
                 ? metric.value()
                 : absl::StrCat(metric.value(), " (",
                                words.Text("lcap.before", {{"value", metric.prior_value()}}), ")"),
             out);
    return;
  }
  const std::string group = PlanGroupText(words, metric.student_group());
  if (metric.value().empty()) {
    AddLines(absl::StrCat("    ", PaddedRight(group, kGroupWidth), "  "),
             metric.availability() == v1::LcapMetric::AVAILABILITY_WITHHELD
                 ? words.Text("lcap.withheld")
                 : AvailabilityText(words, metric),
             out);
    return;
  }
  std::string line =
      absl::StrCat("    ", PaddedRight(group, kGroupWidth),
                   PaddedLeft(PlanValueText(words, metric, metric.value()), kValueWidth));
  std::vector<std::string> more;
  if (!metric.prior_value().empty()) {
    more.push_back(
        words.Text("lcap.before", {{"value", PlanValueText(words, metric, metric.prior_value())}}));
  }
  if (std::string color = PlanColorText(words, metric.cell()); !color.empty())
    more.push_back(color);
  if (!more.empty()) absl::StrAppend(&line, "  ", absl::StrJoin(more, ", "));
  absl::StrAppend(&out, line, "\n");
}

void AddMetricsText(const Messages& words, const v1::LcapPack& pack, std::string& out) {
  int priority = 0;
  std::string code;
  for (const v1::LcapMetric& metric : pack.metrics()) {
    if (metric.priority() != priority) {
      AddPlanHeading(PriorityText(words, metric.priority()), out);
      priority = metric.priority();
    }
    if (metric.code() != code) {
      std::string heading = metric.label();
      if (!metric.unit().empty()) absl::StrAppend(&heading, ", ", metric.unit());
      if (metric.availability() == v1::LcapMetric::AVAILABILITY_LOADED) {
        absl::StrAppend(&heading, " (", metric.source(), ")");
      }
      AddLines("  ", heading, out);
      code = metric.code();
    }
    AddMetricLine(words, metric, out);
  }
}

// `School, English Learners, Mathematics: Red, -98.2`.
template <typename About>
std::string ResultLine(const Messages& words, const About& about) {
  std::vector<std::string> parts = {about.entity().display_name()};
  if (const std::string group = PlanGroupText(words, about.student_group()); !group.empty()) {
    parts.push_back(group);
  }
  if (about.indicator() != education::v1::INDICATOR_UNSPECIFIED) {
    parts.push_back(language::Term(words, about.indicator()));
  }
  std::vector<std::string> result;
  if (std::string color = PlanColorText(words, about.cell()); !color.empty())
    result.push_back(color);
  if (about.cell().has_status()) result.push_back(words.Number({about.cell().status().value()}));
  return absl::StrCat(absl::StrJoin(parts, ", "), result.empty() ? "" : ": ",
                      absl::StrJoin(result, ", "));
}

void AddActionsText(const Messages& words, const v1::LcapPack& pack, std::string& out) {
  AddPlanHeading(words.Text("lcap.sheet.actions"), out);
  if (pack.required_actions().empty()) AddLines("  ", words.Text("lcap.none.actions"), out);
  std::string duty;
  for (const v1::RequiredAction& action : pack.required_actions()) {
    if (action.duty() != duty) {
      duty = action.duty();
      AddLines("  ",
               absl::StrCat(action.description(), " (", ActionOutcomeText(words, action), ")"),
               out);
    }
    const bool about_itself = action.entity().name() == pack.entity().name() &&
                              action.student_group() == education::v1::STUDENT_GROUP_UNSPECIFIED;
    if (!about_itself) AddLines("    - ", ResultLine(words, action), out);
  }
}

}  // namespace

std::string RenderText(const v1::LcapPack& pack, const Messages& words) {
  std::string out;
  AddLines("", pack.entity().display_name(), out);
  AddLines("", words.Text("lcap.title", {{"year", std::to_string(pack.dashboard_year())}}), out);
  if (!pack.notice().empty()) AddLines("", pack.notice(), out);
  AddMetricsText(words, pack, out);
  AddActionsText(words, pack, out);
  AddPlanHeading(words.Text("lcap.sheet.reds"), out);
  if (pack.reds().empty()) AddLines("  ", words.Text("lcap.none.reds"), out);
  for (const v1::RedResult& red : pack.reds()) AddLines("  - ", ResultLine(words, red), out);
  AddPlanHeading(words.Text("lcap.sheet.prompts"), out);
  for (const v1::LcapPrompt& prompt : pack.prompts()) {
    AddLines("  ", prompt.label(), out);
    for (const std::string& fact : prompt.facts()) AddLines("    - ", fact, out);
    if (!prompt.left_to_the_lea().empty()) {
      AddLines("    - ", words.Text("lcap.left", {{"text", prompt.left_to_the_lea()}}), out);
    }
  }
  absl::StrAppend(&out, "\n");
  AddLines("", words.Text("pack.foot", {{"revision", ToString(RevisionIn(pack))}}), out);
  return out;
}

}  // namespace sos::reporting
