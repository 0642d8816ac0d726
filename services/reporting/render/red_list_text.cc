// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/render/red_list_text.h"

#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/language/terms.h"
#include "services/reporting/render/paragraph.h"
#include "services/reporting/render/sheets.h"
#include "services/reporting/render/words.h"
#include "services/reporting/sentences/reds.h"

namespace sos::reporting {
namespace {

using education::v1::Entity;
using language::Messages;

void AddParagraph(size_t indent, absl::string_view paragraph, std::string& text) {
  absl::StrAppend(&text, Paragraph(paragraph, indent));
}

std::string NameAndCode(const Entity& entity) {
  return absl::StrCat(entity.display_name(), " (", Cds(entity), ")");
}

// `Mathematics (Red, -98.2)`.
std::string ResultText(const Messages& words, education::v1::Indicator indicator,
                       const v1::Cell& cell) {
  return absl::StrCat(language::Term(words, indicator), " (", RedCellText(words, indicator, cell),
                      ")");
}

// The Reds, one paragraph a group.
class RedLines {
 public:
  RedLines(const v1::RedList& list, const Messages& words) : words_(words) {
    for (const v1::RedResult& red : list.results()) {
      if (red.in_state_list()) listed_.insert(red.level());
    }
    for (const v1::RedResult& red : list.results()) Add(red);
    Flush();
  }

  const std::string& text() const { return text_; }

 private:
  void Add(const v1::RedResult& red) {
    const Entity& entity = red.entity();
    const bool school = entity.type() == education::v1::ENTITY_TYPE_SCHOOL;
    // Names are not unique in the state.
    const std::string lea = RedLeaCds(entity);
    if (entity.name() != entity_ || red.student_group() != group_) Flush();
    if (lea != lea_) {
      AddParagraph(0, absl::StrCat(RedLeaName(entity), " (", lea, ")"), text_);
      lea_ = lea;
    }
    if (entity.name() != entity_ && school) AddParagraph(2, NameAndCode(entity), text_);
    entity_ = entity.name();
    group_ = red.student_group();
    indent_ = school ? 4 : 2;
    std::string result = ResultText(words_, red.indicator(), red.cell());
    // A list that names nobody of a level may just as well not be loaded; and what has no result
    // says so itself.
    if (!red.in_state_list() && listed_.contains(red.level())) {
      absl::StrAppend(&result, " ", words_.Text("red.mark_results"));
    } else if (!red.in_results() && red.cell().state() != v1::Cell::STATE_ABSENT) {
      absl::StrAppend(&result, " ", words_.Text("red.mark_list"));
    }
    results_.push_back(std::move(result));
  }

  void Flush() {
    if (results_.empty()) return;
    AddParagraph(indent_,
                 absl::StrCat(language::Term(words_, group_), ": ", absl::StrJoin(results_, "; ")),
                 text_);
    results_.clear();
  }

  const Messages& words_;
  std::set<v1::RedResult::Level> listed_;
  std::string text_;
  std::string lea_;
  std::string entity_;
  education::v1::StudentGroup group_ = education::v1::STUDENT_GROUP_UNSPECIFIED;
  size_t indent_ = 0;
  std::vector<std::string> results_;
};

// One line for every result that a plan must answer, under its duty.
std::string ActionLines(const v1::RedList& list, const Messages& words) {
  std::string text;
  std::string lea;
  std::string duty;
  for (const v1::RequiredAction& action : list.required_actions()) {
    if (action.lea().name() != lea) {
      AddParagraph(0, NameAndCode(action.lea()), text);
      lea = action.lea().name();
      duty.clear();
    }
    if (action.duty() != duty) {
      AddParagraph(2,
                   absl::StrCat(action.duty(), ", ", RequiredText(words, action.outcome()), ": ",
                                action.description()),
                   text);
      duty = action.duty();
    }
    std::vector<std::string> parts;
    if (action.entity().name() != action.lea().name()) {
      parts.push_back(action.entity().display_name());
    }
    if (action.student_group() != education::v1::STUDENT_GROUP_UNSPECIFIED) {
      parts.push_back(language::Term(words, action.student_group()));
    }
    if (action.indicator() != education::v1::INDICATOR_UNSPECIFIED) {
      parts.push_back(ResultText(words, action.indicator(), action.cell()));
      parts.push_back(absl::StrCat(action.dashboard_year()));
    }
    if (!parts.empty()) AddParagraph(4, absl::StrJoin(parts, ", "), text);
  }
  return text;
}

}  // namespace

std::string RedListText(const v1::RedList& list, const Messages& words) {
  // What it is and says stands first, what it rests on last.
  std::string text;
  std::string sources;
  const std::string file = words.Text("column.file");
  const std::vector<Sheet> sheets = SheetsOf(list, words);
  for (const auto& row : sheets.front().rows) {
    const bool last = row[0].text == file || !sources.empty();
    AddParagraph(0, absl::StrCat(row[0].text, ": ", row[1].text), last ? sources : text);
  }
  const RedLines reds(list, words);
  absl::StrAppend(
      &text, "\n", words.Text("red.text_reds"), "\n",
      list.results().empty() ? absl::StrCat(words.Text("red.text_none"), "\n") : reds.text());
  if (!list.required_actions().empty()) {
    absl::StrAppend(&text, "\n", words.Text("red.text_actions"), "\n", ActionLines(list, words));
  }
  absl::StrAppend(&text, "\n", sources);
  return text;
}

}  // namespace sos::reporting
