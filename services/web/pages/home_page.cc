// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/web/pages/cards.h"
#include "services/web/pages/pages.h"
#include "services/web/pages/words.h"

namespace sos::web {
namespace {

// The sentences of the state that the first page shows; all of them stand on the state's page.
constexpr int kStateSentences = 3;

void FillLoaded(const PageContext& context, Fields& body) {
  std::set<std::string> files;
  google::protobuf::Timestamp newest;
  for (const auto& coverage : context.overview.snapshot.coverages()) {
    for (const auto& file : coverage.files()) {
      files.insert(file.display_name());
      if (file.create_time().seconds() > newest.seconds()) newest = file.create_time();
    }
  }
  if (files.empty()) return;
  body.Add("LOADED")
      .Set("TEXT", context.Word("sources_summary", {{"n", static_cast<int64_t>(files.size())},
                                                    {"day", DayText(context.messages, newest)}}))
      .Set("URL", context.Link({.kind = PageKind::kAboutData}));
}

// What readers should know where the data of a single county are all there is, such as that they
// are synthetic. Empty otherwise.
std::string NoticeOfOneCounty(const PageContext& context, int year) {
  std::set<std::string> codes;
  for (const auto& coverage : context.overview.snapshot.coverages()) {
    codes.insert(coverage.county_codes().begin(), coverage.county_codes().end());
  }
  codes.erase("00");  // The state's own rows.
  if (codes.size() != 1) return "";
  const auto county = CdsCode::Parse(absl::StrCat(*codes.begin(), "000000000000"));
  if (!county) return "";
  const auto report = context.services.GetCountyReport(*county, year);
  return report.ok() ? report->notice() : "";
}

}  // namespace

absl::StatusOr<Page> HomePage(const PageContext& context) {
  Page page;
  page.title = context.Word("home_title");
  page.body_template = "home.tpl";
  Fields& body = page.body;
  for (const auto& [name, value] : context.kept)
    body.Add("KEPT").Set("NAME", name).Set("VALUE", value);
  if (context.overview.years.empty()) {
    body.Add("EMPTY");
    return page;
  }
  const Address state = {.kind = PageKind::kEntity, .year = context.overview.years.front()};
  // Where the state's own rows are not loaded, the counties are what there is.
  const auto report = context.services.GetReport(CdsCode(), *state.year);
  if (report.ok() && !report->rows().empty()) {
    Fields& section = body.Add("STATE");
    section.Set("HEADING", context.Word("home_state", {{"year", absl::StrCat(*state.year)}}));
    section.Set("URL", context.Link(state));
    if (!report->sentences().empty()) {
      Fields& lead = section.Add("LEAD");
      for (int i = 0; i < report->sentences_size() && i < kStateSentences; ++i) {
        lead.Add("SENTENCE").Set("TEXT", report->sentences(i));
      }
    }
    FillCards(context, state, *report, section.Include("CARDS", "cards.tpl"));
    page.notice = report->notice();
    page.files.assign(report->files().begin(), report->files().end());
  }
  Fields counties;
  if (FillCounties(context, counties)) body.Add("COUNTIES") = std::move(counties);
  if (page.notice.empty()) page.notice = NoticeOfOneCounty(context, *state.year);
  FillLoaded(context, body);
  return page;
}

}  // namespace sos::web
