// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "common/status/macros.h"
#include "services/web/pages/grid.h"
#include "services/web/pages/pages.h"
#include "services/web/pages/words.h"

namespace sos::web {
namespace {

constexpr education::v1::Color kColorsWorstFirst[] = {
    education::v1::COLOR_RED,   education::v1::COLOR_ORANGE, education::v1::COLOR_YELLOW,
    education::v1::COLOR_GREEN, education::v1::COLOR_BLUE,   education::v1::COLOR_NONE,
};

constexpr std::pair<eligibility::v1::Program, absl::string_view> kPrograms[] = {
    {eligibility::v1::PROGRAM_LCFF, "lcff"},
    {eligibility::v1::PROGRAM_CHARTER, "charter"},
    {eligibility::v1::PROGRAM_ESSA, "essa"},
    {eligibility::v1::PROGRAM_EQUITY_MULTIPLIER, "equity_multiplier"},
    {eligibility::v1::PROGRAM_LCAP, "lcap"},
};

// The newest year that is loaded; where none is, the rules of the newest year that has any.
int NewestYear(const PageContext& context) {
  constexpr int kYearWithRules = 2024;
  return context.overview.years.empty() ? kYearWithRules : context.overview.years.front();
}

void FillOthers(const PageContext& context, Fields& body) {
  for (const auto& entry : kIndicators) {
    body.Add("OTHER")
        .Set("URL", context.Link({.kind = PageKind::kAboutIndicator, .indicator = entry.value}))
        .Set("TEXT", language::Term(context.messages, ToProto(entry.value)));
  }
}

void FillBands(const PageContext& context, Indicator indicator,
               const google::protobuf::RepeatedPtrField<indicator::v1::Band>& bands, bool change,
               Fields& table) {
  const auto value = ToProto(indicator);
  for (int i = bands.size() - 1; i >= 0; --i) {
    const auto& band = bands[i];
    table.Add(change ? "CHANGE" : "STATUS")
        .Set("NAME", change ? language::ChangeTerm(context.messages, value, band.level())
                            : language::StatusTerm(context.messages, value, band.level()))
        .Set("FROM", StatusText(context.messages, indicator, band.minimum()))
        .Set("TO", StatusText(context.messages, indicator, band.maximum()));
  }
}

void FillTable(const PageContext& context, Indicator indicator,
               const indicator::v1::ScoreTable& source, size_t number, Fields& table) {
  table.Set("TITLE", context.Word("table_title", {{"n", static_cast<int64_t>(number)}}));
  if (!source.description().empty()) {
    table.Add("DESCRIPTION").Set("TEXT", source.description());
  }
  FillBands(context, indicator, source.status_bands(), false, table);
  if (!source.change_bands().empty()) {
    FillBands(context, indicator, source.change_bands(), true, table.Add("CHANGES"));
  }
  if (!source.grid().empty()) {
    Fields& grid = table.Add("GRID").Include("GRID_TABLE", "grid.tpl");
    grid.Set("CAPTION",
             context.Word("grid_caption",
                          {{"indicator", language::Term(context.messages, ToProto(indicator))}}));
    FillGrid(context, indicator, source, nullptr, grid);
  }
  if (!source.citation().source().empty()) {
    table.Add("SOURCE").Set("TEXT", source.citation().source());
  }
}

}  // namespace

absl::StatusOr<Page> AboutIndicatorPage(const PageContext& context) {
  const Indicator indicator = *context.address.indicator;
  const std::string term = language::Term(context.messages, ToProto(indicator));
  const std::string id = absl::StrReplaceAll(IndicatorId(indicator), {{"-", "_"}});
  Page page;
  page.title = context.Word("about_indicator_title", {{"indicator", term}});
  page.body_template = "about_indicator.tpl";
  Fields& body = page.body;
  body.Set("TEXT", context.Word(absl::StrCat("about_", id)));
  body.Set("DIRECTION",
           context.Word(language::LowerIsBetter(ToProto(indicator)) ? "lower_is_better"
                                                                    : "higher_is_better"));
  FillOthers(context, body);
  const int year = NewestYear(context);
  const auto rulebook = context.services.GetDashboardRulebook(year);
  if (!rulebook.ok()) return page;
  for (const auto& rules : rulebook->indicators()) {
    if (rules.indicator() != ToProto(indicator)) continue;
    Fields& book = body.Add("BOOK");
    book.Set("HEADING", context.Word("rules_title", {{"year", absl::StrCat(year)}}));
    for (const auto& [key, count] : {std::pair{"size_status", rules.size().minimum_for_status()},
                                     std::pair{"size_color", rules.size().minimum_for_color()}}) {
      if (count == 0) continue;
      book.Add("SIZE")
          .Set("NAME", context.Word(key))
          .Set("TEXT", context.Word("students", {{"n", int64_t{count}}}));
    }
    for (int i = 0; i < rules.tables_size(); ++i) {
      FillTable(context, indicator, rules.tables(i), i + 1, book.Add("TABLE"));
    }
  }
  return page;
}

absl::StatusOr<Page> AboutColorsPage(const PageContext& context) {
  Page page;
  page.title = context.Word("about_colors");
  page.body_template = "about_colors.tpl";
  for (const auto color : kColorsWorstFirst) {
    Fields& card = page.body.Add("COLOR");
    card.Set("CLASS", ColorClass(color));
    card.Set("TEXT", context.Word(absl::StrCat("color_means_", ColorClass(color))));
    FillColor(context.messages, Indicator::kGraduation, color, 0, card.Include("CELL", "cell.tpl"));
  }
  FillOthers(context, page.body);
  const auto rulebook = context.services.GetDashboardRulebook(NewestYear(context));
  if (!rulebook.ok()) return page;
  for (const auto& rules : rulebook->indicators()) {
    if (rules.indicator() != education::v1::INDICATOR_CHRONIC_ABSENTEEISM) continue;
    if (rules.tables().empty() || rules.tables(0).grid().empty()) continue;
    Fields& grid = page.body.Add("GRID").Include("TABLE", "grid.tpl");
    grid.Set("CAPTION",
             context.Word("grid_caption",
                          {{"indicator", language::Term(context.messages, rules.indicator())}}));
    FillGrid(context, Indicator::kChronicAbsenteeism, rules.tables(0), nullptr, grid);
  }
  return page;
}

absl::StatusOr<Page> AboutSupportPage(const PageContext& context) {
  SOS_ASSIGN_OR_RETURN(const auto rulebooks, context.services.ListSupportRulebooks());
  Page page;
  page.title = context.Word("about_support");
  page.body_template = "about_support.tpl";
  for (const auto& [program, id] : kPrograms) {
    Fields& section = page.body.Add("PROGRAM");
    section.Set("ID", id);
    section.Set("NAME", context.messages.Text(absl::StrCat("program.", id)));
    section.Set("TEXT", context.Word(absl::StrCat("about_program_", id)));
    Fields books;
    bool any = false;
    for (const auto& rulebook : rulebooks) {
      if (rulebook.program() != program) continue;
      any = true;
      books.Add("BOOK").Set("YEAR", rulebook.dashboard_year()).Set("TEXT", rulebook.description());
    }
    if (any) section.Add("BOOKS") = std::move(books);
  }
  return page;
}

absl::StatusOr<Page> AboutDataPage(const PageContext& context) {
  // Digits of a digest that tell files apart for people.
  constexpr size_t kShownDigits = 16;
  const Overview& overview = context.overview;
  Page page;
  page.title = context.Word("about_data");
  page.body_template = "about_data.tpl";
  Fields& body = page.body;
  body.Set("REVISION", context.Word("revision_is", {{"n", overview.revision.number},
                                                    {"identity", overview.revision.identity}}));
  if (overview.releases.empty()) body.Add("NO_RELEASE");
  for (const auto& release : overview.releases) {
    Fields& item = body.Add("RELEASE");
    item.Set("NAME", IdOf(release)).Set("DAY", DayText(context.messages, release.create_time()));
    if (!release.description().empty()) item.Add("TEXT").Set("TEXT", release.description());
  }
  std::map<int, std::map<std::string, const ingestion::v1::LoadedFile*>, std::greater<>> years;
  for (const auto& coverage : overview.snapshot.coverages()) {
    for (const auto& file : coverage.files()) {
      years[coverage.dashboard_year()][file.display_name()] = &file;
    }
  }
  for (const auto& [year, files] : years) {
    const std::string title = context.Word("dashboard_year", {{"year", absl::StrCat(year)}});
    Fields& section = body.Add("YEAR");
    section.Set("TITLE", title).Set("CAPTION", context.Word("files_caption", {{"year", title}}));
    for (const auto& [name, file] : files) {
      section.Add("FILE")
          .Set("NAME", name)
          .Set("DAY", DayText(context.messages, file->create_time()))
          .Set("COVERS",
               context.Word(file->coverage().statewide() ? "covers_state" : "covers_part"))
          .Set("DIGEST", file->content_digest().substr(0, kShownDigits));
    }
  }
  return page;
}

absl::StatusOr<Page> AboutDataQuestPage(const PageContext& context) {
  // What differs, and the page of the Department of Education that says so.
  static constexpr std::pair<absl::string_view, absl::string_view> kDifferences[] = {
      {"suspension", "https://www.cde.ca.gov/Ta/ac/cm/suspratecal.asp"},
      {"chronic", "https://www.cde.ca.gov/ta/ac/cm/dashboardchronic.asp"},
      {"charters", "https://www.cde.ca.gov/ds/ad/fsabd.asp"},
      {"ltel", "https://www.cde.ca.gov/ds/ad/lteldef.asp"},
      {"withheld", "https://www.cde.ca.gov/ds/ad/fsabd.asp"},
  };
  Page page;
  page.title = context.Word("about_dataquest");
  page.body_template = "about_dataquest.tpl";
  for (const auto& [key, url] : kDifferences) {
    page.body.Add("ROW")
        .Set("TOPIC", context.Word(absl::StrCat("dataquest_", key)))
        .Set("HERE", context.Word(absl::StrCat("dataquest_", key, "_here")))
        .Set("THERE", context.Word(absl::StrCat("dataquest_", key, "_there")))
        .Set("URL", url);
  }
  return page;
}

absl::StatusOr<Page> AboutApiPage(const PageContext& context) {
  Page page;
  page.title = context.Word("about_api");
  page.body_template = "about_api.tpl";
  for (const google::protobuf::FileDescriptor* file :
       {reporting::v1::GetReportRequest::descriptor()->file(),
        eligibility::v1::GetDeterminationRequest::descriptor()->file(),
        indicator::v1::GetResultRequest::descriptor()->file(),
        ingestion::v1::GetSnapshotRequest::descriptor()->file()}) {
    for (int s = 0; s < file->service_count(); ++s) {
      Fields& service = page.body.Add("SERVICE");
      service.Set("NAME", file->service(s)->full_name());
      for (int m = 0; m < file->service(s)->method_count(); ++m) {
        service.Add("METHOD").Set("NAME", file->service(s)->method(m)->name());
      }
    }
  }
  return page;
}

}  // namespace sos::web
