// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/render/words.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/education/proto.h"
#include "common/resource_names/resource_names.h"

namespace sos::reporting {

absl::string_view Cds(const education::v1::Entity& entity) { return EntityId(entity.name()); }

char ColorLetter(education::v1::Color color) {
  constexpr char kLetters[] = "--ROYGB";
  return kLetters[color];
}

absl::string_view ColorName(education::v1::Color color) {
  return Label(color == education::v1::COLOR_UNSPECIFIED ? education::v1::COLOR_NONE : color);
}

std::string Signed(const education::v1::Decimal& change) {
  const std::string& value = change.value();
  return value.empty() || value[0] == '-' ? value : absl::StrCat("+", value);
}

std::string CellText(const v1::Cell& cell) {
  switch (cell.state()) {
    case v1::Cell::STATE_MASKED:
      return "*";
    case v1::Cell::STATE_RATED:
    case v1::Cell::STATE_UNRATED:
      break;
    default:
      return "";
  }
  std::string text =
      cell.color() > education::v1::COLOR_NONE ? std::string(1, ColorLetter(cell.color()))
      : cell.state() == v1::Cell::STATE_RATED  ? absl::StrCat("L", cell.status_level())
                                               : std::string("-");
  if (cell.has_status()) absl::StrAppend(&text, " ", cell.status().value());
  if (cell.has_change()) absl::StrAppend(&text, " (", Signed(cell.change()), ")");
  return text;
}

std::string CellWords(const v1::Cell& cell) {
  switch (cell.state()) {
    case v1::Cell::STATE_MASKED:
      return "masked, fewer than 11 students or protecting such a group";
    case v1::Cell::STATE_RATED:
    case v1::Cell::STATE_UNRATED:
      break;
    default:
      return "no such results";
  }
  std::string words(cell.color() > education::v1::COLOR_NONE ? ColorName(cell.color())
                                                             : absl::string_view("No Color"));
  if (cell.color() <= education::v1::COLOR_NONE && cell.status_level() > 0) {
    absl::StrAppend(&words, ", status level ", cell.status_level(), " of 5");
  }
  if (cell.has_status()) absl::StrAppend(&words, ", status ", cell.status().value());
  if (cell.has_change()) absl::StrAppend(&words, ", change ", Signed(cell.change()));
  if (cell.student_count() >= 0) absl::StrAppend(&words, ", ", cell.student_count(), " students");
  return words;
}

absl::string_view OutcomeWord(eligibility::v1::Outcome outcome) {
  switch (outcome) {
    case eligibility::v1::OUTCOME_MET:
      return "met";
    case eligibility::v1::OUTCOME_NOT_MET:
      return "not met";
    default:
      return "undecided";
  }
}

std::string MissingData(const eligibility::v1::Determination& determination) {
  std::set<std::string> files;
  for (const auto& gap : determination.data_gaps()) files.insert(gap.file());
  return files.empty()
             ? ""
             : absl::StrCat("Open for want of data: load ", absl::StrJoin(files, ", "), ".");
}

std::string Headline(const eligibility::v1::Determination& determination) {
  if (!determination.status().empty()) return determination.status();
  switch (determination.eligibility()) {
    case eligibility::v1::OUTCOME_MET:
      return "Eligible for differentiated assistance; some methods are undecided";
    case eligibility::v1::OUTCOME_NOT_MET:
      return "Not eligible for differentiated assistance";
    default:
      return "Undecided: data are missing that could change the answer";
  }
}

std::string GroupSentence(const eligibility::v1::GroupAnswer& group) {
  std::string text(Label(group.student_group()));
  if (group.outcome() != eligibility::v1::OUTCOME_MET) return text;
  if (group.priorities().empty()) return absl::StrCat(text, " (letter ", group.letter(), ")");
  return absl::StrCat(text, " (",
                      group.letter().empty() ? "" : absl::StrCat("letter ", group.letter(), ": "),
                      "priorities ", absl::StrJoin(group.priorities(), ", "), ")");
}

std::string TrendNote(const v1::TrendPoint& point) {
  switch (point.kind()) {
    case v1::TrendPoint::KIND_STATUS_ONLY:
      return "status only";
    case v1::TrendPoint::KIND_BROKEN:
      return "no Dashboard";
    case v1::TrendPoint::KIND_NO_DATA:
      return "no data";
    default:
      return "";
  }
}

}  // namespace sos::reporting
