// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/language/terms.h"
#include "services/reporting/render/picture.h"
#include "services/reporting/render/pictures.h"
#include "services/reporting/render/target_order.h"
#include "services/reporting/sentences/result.h"

namespace sos::reporting {
namespace {

constexpr size_t kMostBars = 14;
constexpr int kBarsTop = 50;
constexpr int kBarRow = 28;
constexpr int kTargetLabelWidth = 372;
constexpr int kBarsLeft = 24 + kTargetLabelWidth + 12;
// The part of a bar that is always there and has the color's name.
constexpr int kChipWidth = 84;
constexpr int kLongestBar = 230;
constexpr int kBarTextSize = 12;
constexpr int kBarLabelSize = 11;
// The longest bar stands for at least so many students, or tenths of a point: one student is near.
constexpr int64_t kLeastStudents = 10;
constexpr int64_t kLeastTenths = 200;

int64_t AmountOf(const v1::Target& target) {
  return std::abs(target.next_color().student_count() + target.next_color().tenths());
}

// What the bar is about: the entity, unless it is that of the list, above group and indicator.
void DrawBarLabel(const v1::TargetList& list, const v1::Target& target,
                  const language::Messages& words, int y, Picture& picture) {
  const std::string result = absl::StrCat(language::Term(words, target.student_group()), ", ",
                                          language::Term(words, target.indicator()));
  if (target.entity().name() == list.entity().name()) {
    picture.AddWrapped(24, y + 16, kTargetLabelWidth, 1, result, {.size = kBarLabelSize});
    return;
  }
  picture.AddWrapped(24, y + 9, kTargetLabelWidth, 1, target.entity().display_name(),
                     {.size = kBarLabelSize, .bold = true});
  picture.AddWrapped(24, y + 21, kTargetLabelWidth, 1, result, {.size = kBarLabelSize});
}

// Bars of one unit under their heading. Returns where they end.
int DrawBars(const v1::TargetList& list, const std::vector<const v1::Target*>& targets,
             const std::string& heading, int64_t most, const language::Messages& words, int y,
             Picture& picture) {
  if (targets.empty()) return y;
  picture.AddText(24, y + 17, heading, {.size = 13, .bold = true});
  y += kBarRow - 2;
  for (const v1::Target* const target : targets) most = std::max(most, AmountOf(*target));
  for (const v1::Target* const target : targets) {
    const std::string fill = FillOf(target->cell().color());
    const int width = kChipWidth + static_cast<int>(AmountOf(*target) * kLongestBar / most);
    DrawBarLabel(list, *target, words, y, picture);
    picture.AddRect(kBarsLeft, y, width, kBarRow - 6, fill);
    picture.AddWrapped(kBarsLeft + 8, y + 16, kChipWidth - 8, 1,
                       RatingText(words, target->indicator(), target->cell().color(),
                                  target->cell().status_level()),
                       {.size = kBarTextSize, .bold = true, .on = fill});
    picture.AddText(kBarsLeft + width + 8, y + 16,
                    absl::StrReplaceAll(DistanceText(words, *target), {{"->", "\u2192"}}),
                    {.size = kBarTextSize});
    y += kBarRow;
  }
  return y + 4;
}

}  // namespace

std::string SvgOf(const v1::TargetList& list, const language::Messages& words) {
  std::vector<const v1::Target*> students;
  std::vector<const v1::Target*> points;
  for (const v1::Target* const target : NearestFirst(list)) {
    if (students.size() + points.size() == kMostBars) break;
    if (!target->has_next_color()) continue;
    (target->next_color().student_count() != 0 ? students : points).push_back(target);
  }
  Picture picture(words.Text("targets.title", {{"entity", list.entity().display_name()},
                                               {"year", std::to_string(list.dashboard_year())}}),
                  words.Text("picture.targets"));
  int y = DrawBars(list, students, words.Text("picture.targets_students"), kLeastStudents, words,
                   kBarsTop, picture);
  y = DrawBars(list, points, words.Text("picture.targets_points"), kLeastTenths, words, y, picture);
  if (students.empty() && points.empty()) {
    picture.AddText(24, y + 17, words.Text("targets.nothing"), {.size = 13});
  }
  picture.SetFoot(list.notice());
  return picture.Svg();
}

}  // namespace sos::reporting
