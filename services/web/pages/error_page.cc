// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "absl/status/status.h"
#include "common/status/error.h"
#include "services/web/pages/crumbs.h"
#include "services/web/pages/pages.h"

namespace sos::web {
namespace {

constexpr int kShownNear = 5;

struct ErrorKind {
  int status = 500;
  // The keys of title and text are `error_{name}_title` and `error_{name}_text`.
  absl::string_view name = "internal";
};

ErrorKind KindOf(const absl::Status& error) {
  switch (error.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
      return {.status = 400, .name = "request"};
    case absl::StatusCode::kUnauthenticated:
      return {.status = 401, .name = "signed_out"};
    case absl::StatusCode::kPermissionDenied:
      if (ErrorReason(error) == "REVISION_NOT_PUBLIC") return {.status = 403, .name = "revision"};
      return {.status = 403, .name = "forbidden"};
    case absl::StatusCode::kNotFound:
      if (ErrorReason(error) == "ENTITY_NOT_FOUND") return {.status = 404, .name = "entity"};
      if (ErrorReason(error) == "REPORT_NOT_FOUND") return {.status = 404, .name = "year"};
      if (ErrorReason(error) == "REVISION_NOT_FOUND" || ErrorReason(error) == "RELEASE_NOT_FOUND") {
        return {.status = 404, .name = "release"};
      }
      return {.status = 404, .name = "page"};
    case absl::StatusCode::kResourceExhausted:
      return {.status = 429, .name = "busy"};
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
      return {.status = 503, .name = "unavailable"};
    case absl::StatusCode::kUnimplemented:
      return {.status = 501, .name = "file"};
    default:
      return {.status = 500, .name = "internal"};
  }
}

void FillNear(const PageContext& context, Fields& body) {
  if (!IsAboutEntity(context.address.kind)) return;
  const auto matches = context.services.Search(context.address.cds.ToString(), kShownNear);
  if (!matches.ok() || matches->empty()) return;
  Fields& near = body.Add("NEAR");
  for (const auto& match : *matches) {
    near.Add("MATCH")
        .Set("URL", EntityLink(context, match.entity()))
        .Set("NAME", match.entity().display_name())
        .Set("LINE", EntityLine(context, match.entity()));
  }
}

void FillOtherYears(const PageContext& context, Fields& body) {
  if (!IsAboutEntity(context.address.kind)) return;
  Fields years;
  bool any = false;
  for (const int year : context.overview.years) {
    if (year == context.address.year) continue;
    any = true;
    Address other = context.Sibling(PageKind::kEntity);
    other.year = year;
    years.Add("YEAR").Set("URL", context.Link(other)).Set("TEXT", year);
  }
  if (any) body.Add("YEARS") = std::move(years);
}

}  // namespace

Page ErrorPage(const PageContext& context, const absl::Status& error) {
  const ErrorKind kind = KindOf(error);
  Page page;
  page.status = kind.status;
  page.body_template = "error.tpl";
  page.title = context.Word(absl::StrCat("error_", kind.name, "_title"));
  page.body.Set("TEXT", context.Word(absl::StrCat("error_", kind.name, "_text")));
  page.body.Set("HOME_URL", context.Link(Address{}));
  if (kind.name == "entity") FillNear(context, page.body);
  if (kind.name == "year" || kind.name == "page") FillOtherYears(context, page.body);
  return page;
}

}  // namespace sos::web
