// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/language/terms.h"
#include "services/reporting/render/change_words.h"
#include "services/reporting/render/picture.h"
#include "services/reporting/render/pictures.h"

namespace sos::reporting {
namespace {

constexpr int kBarLeft = 230;
constexpr int kBarRight = 714;
constexpr int kBarWidth = 16;
constexpr int kPanelTop = 64;
constexpr int kPanelHead = 44;
// What a panel shares out among its flows, in units.
constexpr int kFlowRoom = 300;
// A flow of few is drawn as thick as its number is high.
constexpr int kThinnest = 16;
constexpr int kBarGap = 20;
constexpr int kFlowFoot = 60;
constexpr int kLabelSize = 12;

// A flow from one state to another.
struct DrawnFlow {
  std::string from;
  std::string to;
  int64_t count = 0;
  int thickness = 0;
  int from_y = 0;
  int to_y = 0;
};

// The flows of one program, or of all colors.
struct FlowPanel {
  std::string heading;
  std::vector<DrawnFlow> flows;
  // The order of the states on both sides.
  std::vector<std::string> states;
  std::map<std::string, std::string> fills;
};

void AddState(const std::string& state, FlowPanel& panel) {
  if (std::find(panel.states.begin(), panel.states.end(), state) == panel.states.end()) {
    panel.states.push_back(state);
  }
}

std::vector<FlowPanel> SupportPanels(const v1::YearChanges& changes,
                                     const language::Messages& words) {
  std::map<eligibility::v1::Program, int> entities;
  int most = 0;
  for (const v1::StatusFlow& flow : changes.status_flows()) {
    most = std::max(most, entities[flow.program()] += flow.entity_count());
  }
  std::vector<FlowPanel> panels;
  for (const auto& [program, count] : entities) {
    // Beside flows of many, that of the entity itself is a sentence.
    if (most > 1 && count == 1) continue;
    FlowPanel& panel = panels.emplace_back();
    panel.heading = ProgramName(words, program);
    for (const v1::StatusFlow& flow : changes.status_flows()) {
      if (flow.program() != program) continue;
      panel.flows.push_back({.from = StatusName(words, flow.from_status()),
                             .to = StatusName(words, flow.to_status()),
                             .count = flow.entity_count()});
    }
    for (const DrawnFlow& flow : panel.flows) {
      AddState(flow.from, panel);
      AddState(flow.to, panel);
    }
    std::sort(panel.states.begin(), panel.states.end());
  }
  return panels;
}

// All indicators in one, the best color on top.
FlowPanel ColorPanel(const v1::YearChanges& changes, const language::Messages& words) {
  std::map<std::pair<int, int>, int64_t> counts;
  for (const v1::ColorFlow& flow : changes.color_flows()) {
    counts[{flow.from_color(), flow.to_color()}] += flow.result_count();
  }
  FlowPanel panel = {.heading = words.Text("changes.colors_heading")};
  for (int color = education::v1::COLOR_BLUE; color >= education::v1::COLOR_NONE; --color) {
    const auto value = static_cast<education::v1::Color>(color);
    panel.states.push_back(language::Term(words, value));
    panel.fills[panel.states.back()] = FillOf(value);
  }
  for (auto flow = counts.rbegin(); flow != counts.rend(); ++flow) {
    panel.flows.push_back(
        {.from = language::Term(words, static_cast<education::v1::Color>(flow->first.first)),
         .to = language::Term(words, static_cast<education::v1::Color>(flow->first.second)),
         .count = flow->second});
  }
  return panel;
}

// Where the bars of one side stand.
struct FlowBar {
  std::string state;
  int64_t count = 0;
  int y = 0;
  int height = 0;
};

// Gives every flow its place on one side; the bars of that side, from `top` down.
std::vector<FlowBar> PlaceFlows(FlowPanel& panel, bool left, int top) {
  std::vector<FlowBar> bars;
  int y = top;
  for (const std::string& state : panel.states) {
    FlowBar bar = {.state = state, .y = y};
    for (const std::string& other : panel.states) {
      for (DrawnFlow& flow : panel.flows) {
        if ((left ? flow.from : flow.to) != state || (left ? flow.to : flow.from) != other) {
          continue;
        }
        (left ? flow.from_y : flow.to_y) = bar.y + bar.height;
        bar.height += flow.thickness;
        bar.count += flow.count;
      }
    }
    if (bar.count == 0) continue;
    y += bar.height + kBarGap;
    bars.push_back(std::move(bar));
  }
  return bars;
}

int BottomOf(const std::vector<FlowBar>& bars, int top) {
  return bars.empty() ? top : bars.back().y + bars.back().height;
}

void ThickenFlows(FlowPanel& panel) {
  int64_t total = 0;
  for (const DrawnFlow& flow : panel.flows) total += flow.count;
  for (DrawnFlow& flow : panel.flows) {
    flow.thickness =
        std::max(kThinnest, static_cast<int>(flow.count * kFlowRoom / std::max<int64_t>(total, 1)));
  }
}

// The band of a flow: level at both ends, bent between them.
std::string BandPath(const DrawnFlow& flow) {
  const int left = kBarLeft + kBarWidth;
  const int middle = (left + kBarRight) / 2;
  return absl::StrCat("M", left, " ", flow.from_y, " C", middle, " ", flow.from_y, " ", middle, " ",
                      flow.to_y, " ", kBarRight, " ", flow.to_y, " L", kBarRight, " ",
                      flow.to_y + flow.thickness, " C", middle, " ", flow.to_y + flow.thickness,
                      " ", middle, " ", flow.from_y + flow.thickness, " ", left, " ",
                      flow.from_y + flow.thickness, " Z");
}

void DrawBar(const FlowPanel& panel, const FlowBar& bar, bool left, const language::Messages& words,
             Picture& picture) {
  const auto fill = panel.fills.find(bar.state);
  picture.AddRect(left ? kBarLeft : kBarRight, bar.y, kBarWidth, bar.height,
                  fill == panel.fills.end() ? "strong" : fill->second);
  const std::string label = words.Text("changes.bar", {{"state", bar.state}, {"count", bar.count}});
  picture.AddWrapped(left ? kBarLeft - 12 : kBarRight + kBarWidth + 12, bar.y + bar.height / 2, 190,
                     2, label,
                     {.size = kLabelSize,
                      .anchor = left ? Picture::Anchor::kEnd : Picture::Anchor::kStart,
                      .bold = true});
}

// Draws the panel from `top` down.
void DrawPanel(const FlowPanel& panel, const std::vector<FlowBar>& left,
               const std::vector<FlowBar>& right, int top, const v1::YearChanges& changes,
               const language::Messages& words, Picture& picture) {
  picture.AddText(24, top + 14, panel.heading, {.size = 14, .bold = true});
  picture.AddText(kBarLeft, top + 34, std::to_string(changes.from_year()), {.size = kLabelSize});
  picture.AddText(kBarRight + kBarWidth, top + 34, std::to_string(changes.to_year()),
                  {.size = kLabelSize, .anchor = Picture::Anchor::kEnd});
  // Those who stay are pale and below; those who move have an outline: it is seen without color,
  // too.
  for (const DrawnFlow& flow : panel.flows) {
    if (flow.from == flow.to) picture.AddPath(BandPath(flow), "soft");
  }
  for (const DrawnFlow& flow : panel.flows) {
    if (flow.from == flow.to) continue;
    picture.AddPath(BandPath(flow), "flow");
    picture.AddPath(BandPath(flow), "line");
  }
  for (const DrawnFlow& flow : panel.flows) {
    const std::string count = absl::StrCat(flow.count);
    picture.AddText(kBarLeft + kBarWidth + 6, flow.from_y + flow.thickness / 2 + 4, count,
                    {.size = kLabelSize});
    picture.AddText(kBarRight - 6, flow.to_y + flow.thickness / 2 + 4, count,
                    {.size = kLabelSize, .anchor = Picture::Anchor::kEnd});
  }
  for (const FlowBar& bar : left) DrawBar(panel, bar, true, words, picture);
  for (const FlowBar& bar : right) DrawBar(panel, bar, false, words, picture);
}

}  // namespace

std::string SvgOf(const v1::YearChanges& changes, const language::Messages& words) {
  std::vector<FlowPanel> panels = SupportPanels(changes, words);
  if (panels.empty() && !changes.color_flows().empty()) {
    panels.push_back(ColorPanel(changes, words));
  }
  std::vector<std::pair<std::vector<FlowBar>, std::vector<FlowBar>>> bars;
  std::vector<int> tops;
  int bottom = kPanelTop;
  for (FlowPanel& panel : panels) {
    ThickenFlows(panel);
    tops.push_back(bottom);
    const int top = bottom + kPanelHead;
    bars.emplace_back(PlaceFlows(panel, true, top), PlaceFlows(panel, false, top));
    bottom = std::max(BottomOf(bars.back().first, top), BottomOf(bars.back().second, top)) + 32;
  }
  const std::string years = words.Text(
      "changes.title",
      {{"from", std::to_string(changes.from_year())}, {"to", std::to_string(changes.to_year())}});
  Picture picture(absl::StrCat(changes.entity().display_name(), ": ", years),
                  words.Text("picture.changes"), std::max(Picture::kHeight, bottom + kFlowFoot));
  if (panels.empty()) {
    picture.AddWrapped(24, kPanelTop + 20, Picture::kWidth - 48, 2, words.Text("changes.no_flows"),
                       {});
  } else {
    picture.AddText(24, bottom + 8, words.Text("changes.picture_key"), {.size = kLabelSize});
  }
  for (size_t i = 0; i < panels.size(); ++i) {
    DrawPanel(panels[i], bars[i].first, bars[i].second, tops[i], changes, words, picture);
  }
  picture.SetFoot(changes.notice());
  return picture.Svg();
}

}  // namespace sos::reporting
