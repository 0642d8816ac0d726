// SPDX-License-Identifier: Apache-2.0
#include "services/web/pages/page.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/web/pages/crumbs.h"
#include "services/web/pages/site_assets.h"
#include "services/web/pages/words.h"

namespace sos::web {
namespace {

// The tabs of a page about somebody, in their order.
constexpr std::pair<PageKind, absl::string_view> kTabs[] = {
    {PageKind::kEntity, "tab_overview"}, {PageKind::kGroups, "tab_groups"},
    {PageKind::kSupport, "tab_support"}, {PageKind::kCompare, "tab_compare"},
    {PageKind::kWhatIf, "tab_what_if"},
};

constexpr std::pair<PageKind, absl::string_view> kAboutLinks[] = {
    {PageKind::kAboutColors, "about_colors"}, {PageKind::kAboutSupport, "about_support"},
    {PageKind::kAboutData, "about_data"},     {PageKind::kAboutDataQuest, "about_dataquest"},
    {PageKind::kAboutApi, "about_api"},
};

std::string Encode(absl::string_view text) {
  std::string encoded;
  for (const char c : text) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
        absl::string_view("-._~,:").find(c) != absl::string_view::npos) {
      encoded += c;
    } else {
      absl::StrAppendFormat(&encoded, "%%%02X", static_cast<unsigned char>(c));
    }
  }
  return encoded;
}

// The request's own address with its arguments, in another language.
std::string InLanguage(const PageContext& context, const std::string& code) {
  QueryArguments query = {{"lang", code}};
  for (const auto& argument : context.request.query) {
    if (argument.first != "lang") query.push_back(argument);
  }
  Address address = context.address;
  address.file = FileKind::kPage;
  return UrlOf(PathOf(address), query);
}

void FillLanguages(const PageContext& context, Fields& frame) {
  for (const std::string& code : context.languages) {
    const std::string url = InLanguage(context, code);
    frame.Add("ALTERNATE").Set("CODE", code).Set("URL", url);
    Fields& language = frame.Add("LANGUAGE");
    const bool current = code == context.messages.language_code();
    Fields& part = language.Add(current ? "CURRENT" : "OTHER");
    part.Set("CODE", code).Set("URL", url);
    part.Set("NAME", context.Word(absl::StrCat("language_", code)));
  }
}

void FillYears(const PageContext& context, Fields& frame) {
  if (!context.address.year || context.overview.years.empty()) return;
  Fields& years = frame.Add("YEARS");
  for (const int year : context.overview.years) {
    Address other = context.address;
    other.year = year;
    other.file = FileKind::kPage;
    Fields& item = years.Add("YEAR");
    item.Set("URL", context.Link(other)).Set("TEXT", year);
    if (year == context.address.year) item.Add("CURRENT");
  }
}

// True where an entity has that page.
bool HasTab(PageKind kind, const CdsCode& cds) {
  const bool determined = cds.IsLea() || cds.IsSchool();
  switch (kind) {
    case PageKind::kSupport:
    case PageKind::kWhatIf:
      return determined;
    case PageKind::kGroups:
      return !cds.IsCounty();
    case PageKind::kCompare:
      return determined;
    default:
      return true;
  }
}

void FillTabs(const PageContext& context, Fields& frame) {
  Fields& tabs = frame.Add("TABS");
  for (const auto& [kind, key] : kTabs) {
    if (!HasTab(kind, context.address.cds)) continue;
    Fields& tab = tabs.Add("TAB");
    tab.Set("URL", context.Link(context.Sibling(kind))).Set("TEXT", context.Word(key));
    if (kind == context.address.kind) tab.Add("CURRENT");
  }
}

void FillSources(const PageContext& context, const Page& page, Fields& frame) {
  if (page.files.empty()) return;
  Fields& sources = frame.Add("SOURCES");
  google::protobuf::Timestamp newest;
  for (const auto& file : page.files) {
    if (file.load_time().seconds() > newest.seconds()) newest = file.load_time();
    Fields& item = sources.Add("FILE");
    item.Set("NAME", file.display_name());
    item.Set("YEAR_TEXT",
             context.Word("dashboard_year", {{"year", absl::StrCat(file.dashboard_year())}}));
    if (file.has_load_time()) {
      item.Add("DAY").Set(
          "TEXT",
          context.Word("loaded_on", {{"day", DayText(context.messages, file.load_time())}}));
    }
    if (file.partial()) item.Add("PARTIAL");
  }
  sources.Set(
      "SUMMARY",
      newest.seconds() == 0
          ? context.Word("sources_count", {{"n", int64_t{static_cast<int64_t>(page.files.size())}}})
          : context.Word("sources_summary",
                         {{"n", int64_t{static_cast<int64_t>(page.files.size())}},
                          {"day", DayText(context.messages, newest)}}));
}

void FillDownloads(const PageContext& context, const Page& page, Fields& frame) {
  if (page.downloads.empty()) return;
  Fields& downloads = frame.Add("DOWNLOADS");
  for (const FileKind kind : page.downloads) {
    Address file = context.address;
    file.file = kind;
    QueryArguments query;
    for (const auto& argument : context.request.query) {
      const bool kept =
          argument.first == "lang" || argument.first == "release" || argument.first == "revision";
      if (!kept) query.push_back(argument);
    }
    downloads.Add("DOWNLOAD")
        .Set("URL", context.Link(file, query))
        .Set("TEXT", context.Word(absl::StrCat("file_", EndingOf(kind))));
  }
}

// A link that goes on naming the data that the page shows now.
void FillCite(const PageContext& context, const Page& page, Fields& frame) {
  const Overview& overview = context.overview;
  if (overview.revision.identity.empty() || page.status != 200) return;
  QueryArguments query = {{"lang", context.messages.language_code()}};
  for (const auto& argument : context.request.query) {
    if (argument.first != "lang" && argument.first != "release" && argument.first != "revision") {
      query.push_back(argument);
    }
  }
  Fields& cite = frame.Add("CITE");
  if (context.cited_release.empty()) {
    query.emplace_back("revision", overview.revision.identity);
    cite.Set("TEXT", context.Word("cite_revision",
                                  {{"title", page.title}, {"revision", overview.revision.number}}));
  } else {
    query.emplace_back("release", context.cited_release);
    cite.Set("TEXT", context.Word("cite_release",
                                  {{"title", page.title}, {"release", context.cited_release}}));
  }
  Address address = context.address;
  address.file = FileKind::kPage;
  const std::string url = UrlOf(PathOf(address), query);
  cite.Set("URL", url).Set("URL_TEXT", url);
}

}  // namespace

std::string PageContext::Word(absl::string_view key, language::Arguments arguments) const {
  return messages.Text(absl::StrCat("page.", key), arguments);
}

std::string PageContext::Link(const Address& to, const QueryArguments& more) const {
  QueryArguments query = more;
  query.insert(query.end(), kept.begin(), kept.end());
  return UrlOf(PathOf(to), query);
}

Address PageContext::Sibling(PageKind kind) const {
  Address other = address;
  other.kind = kind;
  other.file = FileKind::kPage;
  return other;
}

std::string UrlOf(absl::string_view path, const QueryArguments& query) {
  std::string url(path);
  char separator = '?';
  for (const auto& [name, value] : query) {
    absl::StrAppend(&url, std::string(1, std::exchange(separator, '&')), Encode(name), "=",
                    Encode(value));
  }
  return url;
}

std::string RenderPage(const PageContext& context, Page page) {
  Fields frame;
  frame.Set("LANGUAGE_CODE", context.messages.language_code());
  frame.Set("TITLE", absl::StrCat(page.title, " | ", context.Word("site")));
  frame.Set("HEADING", page.title);
  frame.Set("STYLE_URL", SiteAssets().Address("site.css"))
      .Set("SCRIPT_URL", SiteAssets().Address("site.mjs"));
  frame.Set("HOME_URL", context.Link(Address{}));
  frame.Set("QUERY",
            context.address.kind == PageKind::kSearch ? context.request.Argument("q") : "");
  for (const auto& [name, value] : context.kept) {
    frame.Add("KEPT").Set("NAME", name).Set("VALUE", value);
  }
  if (!page.subtitle.empty()) frame.Add("SUBTITLE").Set("TEXT", page.subtitle);
  if (!page.notice.empty()) frame.Add("NOTICE").Set("TEXT", page.notice);
  const std::string& shown = context.release.empty() ? context.cited_release : context.release;
  if (IsPreview(shown)) {
    frame.Add("NOTICE").Set("TEXT", context.Word("preview", {{"release", shown}}));
  }
  FillLanguages(context, frame);
  if (page.entity && page.status == 200) {
    FillCrumbs(context, *page.entity, frame.Add("CRUMBS"));
    FillYears(context, frame);
    FillTabs(context, frame);
  } else if (context.address.kind != PageKind::kHome) {
    Fields& crumbs = frame.Add("CRUMBS");
    crumbs.Add("CRUMB").Set("URL", context.Link(Address{})).Set("TEXT", context.Word("home"));
    crumbs.Add("HERE").Set("TEXT", page.title);
  }
  FillSources(context, page, frame);
  FillDownloads(context, page, frame);
  FillCite(context, page, frame);
  for (const auto& [kind, key] : kAboutLinks) {
    frame.Add("ABOUT")
        .Set("URL", context.Link(Address{.kind = kind}))
        .Set("TEXT", context.Word(key));
  }
  Fields& body = frame.Include("BODY", page.body_template);
  body = std::move(page.body);
  return RenderTemplate("page.tpl", frame, context.messages);
}

}  // namespace sos::web
