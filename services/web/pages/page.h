// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_PAGES_PAGE_H_
#define SOS_SERVICES_WEB_PAGES_PAGE_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/language/messages.h"
#include "services/web/http/message.h"
#include "services/web/pages/address.h"
#include "services/web/pages/overview.h"
#include "services/web/pages/services.h"
#include "services/web/pages/template.h"

namespace sos::web {

using QueryArguments = std::vector<std::pair<std::string, std::string>>;

// What a page knows of the request that it answers.
struct PageContext {
  const HttpRequest& request;
  // With the year that is shown, where the page is of a year.
  Address address;
  const language::Messages& messages;
  Services& services;
  const Overview& overview;
  // The id of the release that the address names. Empty where it names none.
  std::string release = {};
  // The id of the public release that the page may be cited by: that of the address, else one of
  // the revision. Empty for none.
  std::string cited_release = {};
  // The arguments that every link keeps: `lang`, `release`, `revision`.
  QueryArguments kept;
  // The codes of all languages.
  std::vector<std::string> languages;

  // The message `page.{key}`.
  std::string Word(absl::string_view key, language::Arguments arguments = {}) const;
  // The address of another page, in the same language and revision.
  std::string Link(const Address& address, const QueryArguments& more = {}) const;
  // The year that is shown.
  int year() const { return address.year.value_or(0); }
  // The address of another page of the same entity and year.
  Address Sibling(PageKind kind) const;
};

// What a page shows, before the frame that all pages have.
struct Page {
  int status = 200;
  // The heading of the page and its line below it.
  std::string title;
  std::string subtitle;
  // The template of the contents and what fills it.
  std::string body_template;
  Fields body;
  // Whom the page is about. Absent for pages about nobody.
  std::optional<education::v1::Entity> entity;
  // The note that every reader should see. May be empty.
  std::string notice;
  // The files behind the numbers.
  std::vector<reporting::v1::SourceFile> files;
  // The forms in which the page can be had beside HTML.
  std::vector<FileKind> downloads;
  // The picture of the page for `.svg` and `.png`: a template and what fills it. Empty for none.
  std::string picture_template;
  Fields picture;
  // The document of reporting whose picture is served instead. Empty for none.
  std::string picture_document;
  // Instead of a page: the address to go to.
  std::string redirect;
};

// A path with the arguments `query`, percent-encoded.
std::string UrlOf(absl::string_view path, const QueryArguments& query);

// The page with the frame around it.
std::string RenderPage(const PageContext& context, Page page);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_PAGES_PAGE_H_
