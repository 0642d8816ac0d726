// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "common/status/macros.h"
#include "services/web/pages/crumbs.h"
#include "services/web/pages/pages.h"

namespace sos::web {
namespace {

constexpr int kShownMatches = 30;
// What the search service accepts, in bytes.
constexpr size_t kMaxQueryBytes = 200;

// True for a query that can be nothing but a code: digits, hyphens and blanks.
bool IsCode(const std::string& query) {
  return query.find_first_not_of("0123456789- ") == std::string::npos;
}

}  // namespace

absl::StatusOr<Page> SearchPage(const PageContext& context) {
  const std::string query(absl::StripAsciiWhitespace(context.request.Argument("q")));
  Page page;
  page.body_template = "search.tpl";
  if (query.empty()) {
    page.title = context.Word("search_title");
    page.body.Add("ASK");
    return page;
  }
  page.title = context.Word("search_for", {{"query", query}});
  std::vector<ingestion::v1::EntityMatch> matches;
  if (query.size() <= kMaxQueryBytes) {
    SOS_ASSIGN_OR_RETURN(matches, context.services.Search(query, kShownMatches));
  }
  if (matches.size() == 1 && matches[0].exact() && IsCode(query)) {
    page.redirect = EntityLink(context, matches[0].entity());
    return page;
  }
  if (matches.empty()) {
    page.body.Add("NONE");
    return page;
  }
  if (!matches[0].exact()) page.body.Add("ALIKE");
  Fields& list = page.body.Add("MATCHES");
  for (const auto& match : matches) {
    list.Add("MATCH")
        .Set("URL", EntityLink(context, match.entity()))
        .Set("NAME", match.entity().display_name())
        .Set("LINE", EntityLine(context, match.entity()));
  }
  return page;
}

}  // namespace sos::web
