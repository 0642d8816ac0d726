// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/sentences/fragility.h"

#include <cstdlib>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/decimal/decimal.h"
#include "common/language/terms.h"

namespace sos::reporting {
namespace {

using language::Messages;

bool IsFragile(const indicator::v1::Crossing& crossing) {
  if (crossing.student_count() != 0) return std::abs(crossing.student_count()) <= kFragileStudents;
  return crossing.tenths() != 0 && std::abs(crossing.tenths()) <= kFragileTenths;
}

// `1 more student: Yellow`.
std::string StepText(const Messages& messages, const indicator::v1::Crossing& crossing) {
  const std::string target = language::Term(messages, crossing.color());
  const int64_t students = crossing.student_count();
  if (students != 0) {
    return messages.Text(students > 0 ? "fragile.students.more" : "fragile.students.less",
                         {{"count", std::abs(students)}, {"target", target}});
  }
  const int64_t tenths = crossing.tenths();
  return messages.Text(
      tenths > 0 ? "fragile.points.more" : "fragile.points.less",
      {{"points", language::DecimalText{ToString(Tenths{std::abs(tenths)})}}, {"target", target}});
}

std::string PastText(const Messages& messages, const ColorsByYear& colors) {
  int64_t changes = 0;
  int64_t years = 0;
  education::v1::Color before = education::v1::COLOR_UNSPECIFIED;
  for (const auto& [year, color] : colors) {
    if (color <= education::v1::COLOR_NONE) continue;
    if (years++ > 0 && color != before) ++changes;
    before = color;
  }
  if (years < 2) return "";
  return messages.Text("fragile.past", {{"changes", changes}, {"years", years}});
}

}  // namespace

std::string FragilitySentence(
    const Messages& messages, const ResultFacts& facts,
    const google::protobuf::RepeatedPtrField<indicator::v1::Crossing>& crossings,
    const ColorsByYear& colors) {
  if (facts.cell.state() != v1::Cell::STATE_RATED ||
      facts.cell.color() <= education::v1::COLOR_NONE) {
    return "";
  }
  // The nearest way to each other color; one color may be reached at several status levels.
  std::vector<std::string> steps;
  std::set<int> reached = {facts.cell.color()};
  bool colored = false;
  for (const indicator::v1::Crossing& crossing : crossings) {
    if (crossing.color() <= education::v1::COLOR_NONE) continue;
    colored = true;
    if (IsFragile(crossing) && reached.insert(crossing.color()).second) {
      steps.push_back(StepText(messages, crossing));
    }
  }
  std::vector<std::string> sentences;
  if (!steps.empty()) {
    sentences.push_back(messages.Text("fragile.steps", {{"steps", messages.List(steps)}}));
  } else if (colored) {
    sentences.push_back(messages.Text("fragile.firm"));
  }
  if (std::string past = PastText(messages, colors); !past.empty()) sentences.push_back(past);
  return absl::StrJoin(sentences, " ");
}

}  // namespace sos::reporting
