// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "common/revision/revision.h"
#include "services/reporting/render/change_words.h"
#include "services/reporting/render/forms.h"
#include "services/reporting/render/paragraph.h"
#include "services/reporting/render/words.h"

namespace sos::reporting {
namespace {

using language::Messages;

std::string ChangeHeading(const std::string& text) { return absl::StrCat("\n", text, "\n"); }

// `Red 5.1` of a result; its color or status level alone where it has no status.
std::string RatedStatus(const Messages& words, education::v1::Indicator indicator,
                        const v1::Cell& cell) {
  return absl::StrCat(RatingWord(words, indicator, cell), cell.has_status() ? " " : "",
                      cell.status().value());
}

// A result is worth a line where its color is another, came or went.
bool IsMoved(Move move) {
  return move == Move::kImproved || move == Move::kDeclined || move == Move::kColored ||
         move == Move::kUncolored;
}

std::string ResultLines(const v1::YearChanges& changes, const Messages& words) {
  std::string text;
  std::string entity;
  for (const v1::ResultChange& result : changes.results()) {
    const Move move = MoveOf(changes, result);
    if (!IsMoved(move)) continue;
    if (result.entity().name() != entity) {
      entity = result.entity().name();
      absl::StrAppend(&text, "  ", result.entity().display_name(), " (", Cds(result.entity()),
                      ")\n");
    }
    text += Paragraph(absl::StrCat(language::Term(words, result.indicator()), ", ",
                                   language::Term(words, result.student_group()), ": ",
                                   RatedStatus(words, result.indicator(), result.before()), " -> ",
                                   RatedStatus(words, result.indicator(), result.after()), ", ",
                                   MoveText(words, move)),
                      4);
  }
  return text.empty() ? absl::StrCat("  ", words.Text("changes.no_moves"), "\n") : text;
}

std::string GroupWords(const Messages& words, absl::string_view key,
                       const google::protobuf::RepeatedField<int>& groups) {
  if (groups.empty()) return "";
  std::vector<std::string> names;
  for (const int group : groups) {
    names.push_back(language::Term(words, static_cast<education::v1::StudentGroup>(group)));
  }
  return absl::StrCat("; ", words.Text(absl::StrCat("column.", key)), ": ",
                      absl::StrJoin(names, ", "));
}

// Whether anything of the eligibility is another.
bool IsOther(const v1::SupportChange& support) {
  return support.from_status() != support.to_status() || !support.added_groups().empty() ||
         !support.removed_groups().empty();
}

std::string SupportLines(const v1::YearChanges& changes, const Messages& words) {
  std::string text;
  for (const v1::SupportChange& support : changes.supports()) {
    if (!IsOther(support)) continue;
    text += Paragraph(
        absl::StrCat(support.entity().display_name(), " (", ProgramName(words, support.program()),
                     "): ", StatusName(words, support.from_status()), " -> ",
                     StatusName(words, support.to_status()),
                     GroupWords(words, "groups_added", support.added_groups()),
                     GroupWords(words, "groups_removed", support.removed_groups())),
        2);
  }
  return text.empty() ? absl::StrCat("  ", words.Text("changes.no_moves"), "\n") : text;
}

std::string FlowLines(const v1::YearChanges& changes, const Messages& words) {
  std::string text;
  for (const v1::StatusFlow& flow : changes.status_flows()) {
    text += Paragraph(absl::StrCat(ProgramName(words, flow.program()), ": ",
                                   StatusName(words, flow.from_status()), " -> ",
                                   StatusName(words, flow.to_status()), ": ", flow.entity_count()),
                      2);
  }
  return text;
}

}  // namespace

std::string RenderText(const v1::YearChanges& changes, const Messages& words) {
  std::string text =
      absl::StrCat(changes.entity().display_name(), " (", Cds(changes.entity()), ")\n",
                   words.Text("changes.title", {{"from", std::to_string(changes.from_year())},
                                                {"to", std::to_string(changes.to_year())}}),
                   "\n");
  if (!changes.notice().empty()) {
    absl::StrAppend(&text, "\n", Paragraph(absl::StrCat("** ", changes.notice(), " **"), 0));
  }
  if (!changes.sentences().empty()) text += "\n";
  for (const std::string& sentence : changes.sentences()) text += Paragraph(sentence, 2);
  if (!changes.results().empty() || changes.supports().empty()) {
    absl::StrAppend(&text, ChangeHeading(words.Text("sheet.result_changes")),
                    ResultLines(changes, words));
  }
  if (!changes.supports().empty()) {
    absl::StrAppend(&text, ChangeHeading(words.Text("sheet.support_changes")),
                    SupportLines(changes, words), ChangeHeading(words.Text("sheet.status_flows")),
                    FlowLines(changes, words));
  }
  if (changes.withheld_count() > 0) {
    absl::StrAppend(
        &text, "\n",
        Paragraph(words.Text("changes.withheld", {{"count", int64_t{changes.withheld_count()}}}),
                  0));
  }
  absl::StrAppend(&text, "\n", words.Text("column.revision"), ": ", ToString(RevisionIn(changes)),
                  "\n");
  return text;
}

}  // namespace sos::reporting
