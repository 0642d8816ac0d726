// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/render/target_order.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string>
#include <tuple>
#include <vector>

#include "common/decimal/decimal.h"
#include "services/reporting/sentences/result.h"

namespace sos::reporting {
namespace {

constexpr int kLowest = 2;
// Tenths of a point of one student that count as much as one student.
constexpr int64_t kTenthsPerStudent = 400;

// In tenths of a point of one student.
int64_t CostOf(const v1::Target& target) {
  if (!target.has_next_color()) return std::numeric_limits<int64_t>::max();
  const indicator::v1::Crossing& next = target.next_color();
  if (next.student_count() != 0) return std::abs(next.student_count()) * kTenthsPerStudent;
  return std::abs(next.tenths()) * std::max<int64_t>(1, target.cell().student_count());
}

auto OrderOf(const v1::Target& target) {
  return std::make_tuple(!IsLow(target), CostOf(target), target.entity().display_name(),
                         target.entity().name(), target.indicator(), target.student_group());
}

}  // namespace

bool IsLow(const v1::Target& target) {
  const v1::Cell& cell = target.cell();
  if (cell.color() > education::v1::COLOR_NONE) return cell.color() <= education::v1::COLOR_ORANGE;
  return cell.status_level() > 0 && cell.status_level() <= kLowest;
}

std::vector<const v1::Target*> NearestFirst(const v1::TargetList& list) {
  std::vector<const v1::Target*> targets;
  targets.reserve(list.targets_size());
  for (const v1::Target& target : list.targets()) targets.push_back(&target);
  std::stable_sort(targets.begin(), targets.end(),
                   [](const auto* a, const auto* b) { return OrderOf(*a) < OrderOf(*b); });
  return targets;
}

std::string NextRating(const language::Messages& words, const v1::Target& target) {
  if (!target.has_next_color()) return "";
  const bool colored = target.cell().color() > education::v1::COLOR_NONE;
  return RatingText(words, target.indicator(), target.next_color().color(),
                    colored ? 0 : target.next_color().status_level());
}

std::string DistanceText(const language::Messages& words, const v1::Target& target) {
  if (!target.has_next_color()) {
    if (target.cell().color() == education::v1::COLOR_BLUE) return words.Text("targets.line.best");
    // Without a sentence nothing is known.
    if (target.sentence().empty()) return "";
    const bool withheld = target.sentence() == words.Text("targets.withheld");
    return words.Text(withheld ? "targets.line.withheld" : "targets.line.none");
  }
  const int64_t students = target.next_color().student_count();
  const std::string rating = NextRating(words, target);
  if (students != 0) {
    return words.Text(students > 0 ? "targets.line.students.more" : "targets.line.students.less",
                      {{"count", std::abs(students)}, {"target", rating}});
  }
  const int64_t tenths = target.next_color().tenths();
  return words.Text(
      tenths > 0 ? "targets.line.points.more" : "targets.line.points.less",
      {{"points", language::DecimalText{ToString(Tenths{std::abs(tenths)})}}, {"target", rating}});
}

}  // namespace sos::reporting
