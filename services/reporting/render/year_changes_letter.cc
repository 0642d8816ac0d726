// SPDX-License-Identifier: Apache-2.0

// What changed, as a letter that a district sends to families and the board.

#include <ctemplate/template.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/base/call_once.h"
#include "absl/strings/str_cat.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "common/revision/revision.h"
#include "services/reporting/render/change_words.h"
#include "services/reporting/render/forms.h"
#include "services/reporting/render/templates/template_files.h"
#include "services/reporting/sentences/whole_group.h"

namespace sos::reporting {
namespace {

using ctemplate::TemplateDictionary;
using language::Messages;

constexpr char kLetterTemplate[] = "letter.tpl";

// `Red (9.1)`.
std::string RatedText(const Messages& words, education::v1::Indicator indicator,
                      const v1::Cell& cell) {
  const std::string rating = RatingWord(words, indicator, cell);
  if (!cell.has_status()) return rating;
  return absl::StrCat(rating, " (", words.Number({cell.status().value()}), ")");
}

class Letter {
 public:
  Letter(const v1::YearChanges& changes, const Messages& words)
      : changes_(changes), words_(words) {}

  std::string Html() {
    const std::string& name = changes_.entity().display_name();
    page_.SetValue("LANGUAGE", words_.language_code());
    page_.SetValue("TITLE", words_.Text("letter.title", {{"name", name}}));
    page_.SetValue("TO", words_.Text("letter.to"));
    page_.SetValue("INTRO",
                   words_.Text("letter.intro", {{"name", name}, {"from", From()}, {"to", To()}}));
    if (!changes_.notice().empty()) {
      page_.SetValueAndShowSection("TEXT", changes_.notice(), "NOTICE");
    }
    AddSection("letter.overview", {changes_.sentences().begin(), changes_.sentences().end()});
    AddSection("letter.improved", Own(Move::kImproved));
    AddSection("letter.declined", Own(Move::kDeclined));
    std::vector<std::string> other = Own(Move::kColored);
    for (std::string& line : Own(Move::kUncolored)) other.push_back(std::move(line));
    if (!other.empty()) AddSection("letter.other", other);
    if (std::vector<std::string> below = Below(); !below.empty()) {
      AddSection("letter.below", below);
    }
    if (std::vector<std::string> support = Support(); !support.empty()) {
      AddSection("letter.support", support);
    }
    if (changes_.withheld_count() > 0) {
      page_.SetValueAndShowSection(
          "TEXT", words_.Text("changes.withheld", {{"count", int64_t{changes_.withheld_count()}}}),
          "WITHHELD");
    }
    AddFoot();
    std::string html;
    ctemplate::ExpandTemplate(kLetterTemplate, ctemplate::STRIP_BLANK_LINES, &page_, &html);
    return html;
  }

 private:
  std::string From() const { return std::to_string(changes_.from_year()); }
  std::string To() const { return std::to_string(changes_.to_year()); }

  std::string Line(const v1::ResultChange& result) const {
    return words_.Text("letter.moved",
                       {{"indicator", language::Term(words_, result.indicator())},
                        {"group", language::Term(words_, result.student_group())},
                        {"before", RatedText(words_, result.indicator(), result.before())},
                        {"after", RatedText(words_, result.indicator(), result.after())},
                        {"from", From()},
                        {"to", To()}});
  }

  // The results of the entity itself that moved so.
  std::vector<std::string> Own(Move move) const {
    std::vector<std::string> lines;
    for (const v1::ResultChange& result : changes_.results()) {
      if (result.entity().name() == changes_.entity().name() && MoveOf(changes_, result) == move) {
        lines.push_back(Line(result));
      }
    }
    return lines;
  }

  // All students of the schools and LEAs below whose color is another.
  std::vector<std::string> Below() const {
    std::vector<std::string> lines;
    for (const v1::ResultChange& result : changes_.results()) {
      const Move move = MoveOf(changes_, result);
      if (result.entity().name() == changes_.entity().name() ||
          result.student_group() != WholeGroup(result.indicator()) ||
          (move != Move::kImproved && move != Move::kDeclined)) {
        continue;
      }
      lines.push_back(absl::StrCat(result.entity().display_name(), ": ", Line(result)));
    }
    return lines;
  }

  // Who is eligible for what, where that is another.
  std::vector<std::string> Support() const {
    std::vector<std::string> lines;
    for (const v1::SupportChange& support : changes_.supports()) {
      if (support.from_status() == support.to_status()) continue;
      lines.push_back(
          absl::StrCat(support.entity().display_name(), ": ",
                       words_.Text("changes.support_itself",
                                   {{"program", ProgramName(words_, support.program())},
                                    {"before", StatusName(words_, support.from_status())},
                                    {"after", StatusName(words_, support.to_status())},
                                    {"from", From()},
                                    {"to", To()}})));
    }
    return lines;
  }

  void AddSection(absl::string_view heading, const std::vector<std::string>& lines) {
    TemplateDictionary* const section = page_.AddSectionDictionary("SECTION");
    section->SetValue("HEADING", words_.Text(heading));
    if (lines.empty()) {
      section->SetValueAndShowSection("TEXT", words_.Text("letter.none"), "NONE");
      return;
    }
    TemplateDictionary* const list = section->AddSectionDictionary("LIST");
    for (const std::string& line : lines) {
      list->AddSectionDictionary("ITEM")->SetValue("TEXT", line);
    }
  }

  void AddFoot() {
    page_.SetValue("FILES", words_.Text("letter.files"));
    for (const v1::SourceFile& file : changes_.files()) {
      page_.AddSectionDictionary("FILE")->SetValue(
          "TEXT", words_.Text("letter.file", {{"file", file.display_name()},
                                              {"year", std::to_string(file.dashboard_year())}}));
    }
    page_.SetValue("FOOT",
                   words_.Text("letter.foot", {{"revision", ToString(RevisionIn(changes_))}}));
  }

  const v1::YearChanges& changes_;
  const Messages& words_;
  TemplateDictionary page_{"letter"};
};

}  // namespace

std::string RenderHtml(const v1::YearChanges& changes, const Messages& words) {
  static absl::once_flag loaded;
  absl::call_once(loaded, [] {
    for (const EmbeddedFile& file : TemplateFiles()) {
      if (file.name != kLetterTemplate) continue;
      ctemplate::StringToTemplateCache(kLetterTemplate, file.contents.data(), file.contents.size(),
                                       ctemplate::STRIP_BLANK_LINES);
    }
  });
  return Letter(changes, words).Html();
}

}  // namespace sos::reporting
