// SPDX-License-Identifier: Apache-2.0
#include "services/web/pages/site.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"
#include "services/web/messages/message_files.h"
#include "services/web/pages/answer_cache.h"
#include "services/web/pages/files.h"
#include "services/web/pages/negotiate.h"
#include "services/web/pages/newest_revision.h"
#include "services/web/pages/pages.h"
#include "services/web/pages/site_assets.h"

namespace sos::web {
namespace {

constexpr int kStatusOk = 200;
constexpr size_t kIdentityDigits = 32;
// How long a caller waits that was sent away, in seconds.
constexpr char kRetrySeconds[] = "5";

using Handler = absl::StatusOr<Page> (*)(const PageContext&);

Handler HandlerOf(const Address& address) {
  switch (address.kind) {
    case PageKind::kHome:
      return HomePage;
    case PageKind::kSearch:
      return SearchPage;
    case PageKind::kEntity:
      return address.cds.IsCounty() ? CountyPage : EntityPage;
    case PageKind::kGroups:
      return GroupsPage;
    case PageKind::kIndicator:
      return IndicatorPage;
    case PageKind::kResult:
      return ResultPage;
    case PageKind::kPlacement:
      return PlacementPage;
    case PageKind::kSupport:
      return SupportPage;
    case PageKind::kCompare:
      return ComparePage;
    case PageKind::kWhatIf:
      return WhatIfPage;
    case PageKind::kReds:
      return RedsPage;
    case PageKind::kTargets:
      return TargetsPage;
    case PageKind::kChanges:
      return ChangesPage;
    case PageKind::kSimilar:
      return SimilarPage;
    case PageKind::kGaps:
      return GapsPage;
    case PageKind::kLcap:
      return LcapPage;
    case PageKind::kEstimate:
      return EstimatePage;
    case PageKind::kAboutIndicator:
      return AboutIndicatorPage;
    case PageKind::kAboutColors:
      return AboutColorsPage;
    case PageKind::kAboutSupport:
      return AboutSupportPage;
    case PageKind::kAboutData:
      return AboutDataPage;
    case PageKind::kAboutDataQuest:
      return AboutDataQuestPage;
    case PageKind::kAboutApi:
      return AboutApiPage;
  }
  return nullptr;
}

bool IsDataFile(FileKind file) {
  return file == FileKind::kJson || file == FileKind::kCsv || file == FileKind::kXlsx ||
         file == FileKind::kHtml;
}

HttpResponse Redirect(int status, const std::string& url) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"Location", url}, {"Cache-Control", "no-cache"}};
  return response;
}

class PageSite final : public HttpHandler {
 public:
  PageSite(const Clients& clients, language::Catalog catalog, CallerOf caller, size_t cache_bytes,
           NewestKnown newest)
      : clients_(clients),
        catalog_(std::move(catalog)),
        caller_(std::move(caller)),
        newest_known_(std::move(newest)),
        kept_(cache_bytes, clock_) {}

  HttpResponse Handle(const HttpRequest& request) override {
    if (absl::StartsWith(request.path, kAssetsPrefix)) return SiteAssets().Handle(request);
    const std::optional<Address> address = ParseAddress(request.path);
    if (address && PathOf(*address) != request.path) {
      return Redirect(301, UrlOf(PathOf(*address), request.query));
    }
    return Answer(request, address);
  }

 private:
  HttpResponse Answer(const HttpRequest& request, const std::optional<Address>& address) {
    const Caller caller = caller_ ? caller_(request) : Caller{.token = "", .address = request.peer};
    const std::string language = LanguageOf(request, catalog_.Languages());
    Services services(clients_, caller, language);
    std::optional<std::string> key;
    if (kept_.enabled() && address && !caller.signed_in()) {
      key = AnswerKey(request, *address, language);
    }
    if (!key) return Render(request, address, language, services);
    const absl::StatusOr<Revision> newest = Newest();
    if (!newest.ok()) return Render(request, address, language, services);
    if (const auto kept = kept_.Find(newest->identity, *key)) return AnswerFrom(*kept, request);
    HttpResponse response = Render(request, address, language, services);
    if (response.status != kStatusOk || !services.whole()) return response;
    // What was rendered across a commit is of neither revision; a service may hear of one later
    // than others.
    const absl::StatusOr<Revision> afterwards = newest_.Get();
    if (!afterwards.ok() || *afterwards != *newest) return response;
    const bool is_of_another =
        std::any_of(services.identities().begin(), services.identities().end(),
                    [&](const std::string& identity) { return identity != newest->identity; });
    if (is_of_another && !CitesRevision(request)) return response;
    const auto kept = std::make_shared<const KeptAnswer>(Keep(std::move(response)));
    kept_.Set(newest->identity, *key, kept);
    return AnswerFrom(*kept, request);
  }

  // A page of what was asked for by name is of that revision, whatever is the newest.
  static bool CitesRevision(const HttpRequest& request) {
    return !request.Argument("release").empty() || !request.Argument("revision").empty();
  }

  absl::StatusOr<Revision> Newest() {
    if (newest_known_) {
      if (auto known = newest_known_()) return *std::move(known);
    }
    return newest_.Get();
  }

  HttpResponse Render(const HttpRequest& request, const std::optional<Address>& address,
                      const std::string& language, Services& services) {
    const language::Messages& messages = *catalog_.Find(language);
    static const Overview* const nothing = new Overview();
    std::shared_ptr<const Overview> overview(std::shared_ptr<void>(), nothing);
    std::string public_release;
    absl::Status problem = address ? ChooseRevision(request, services, public_release)
                                   : absl::NotFoundError("no such page");
    if (problem.ok()) {
      absl::StatusOr<std::shared_ptr<const Overview>> found = overviews_.Get(services);
      if (found.ok()) {
        overview = *std::move(found);
      } else {
        problem = found.status();
      }
    }
    PageContext context = {
        .request = request,
        .address = address.value_or(Address{}),
        .messages = messages,
        .services = services,
        .overview = *overview,
        .release = request.Argument("release"),
        .cited_release = public_release.empty() ? overview->release : public_release,
        .kept = KeptArguments(request),
        .languages = catalog_.Languages()};
    if (problem.ok() && IsAboutEntity(context.address.kind) && !context.address.year) {
      if (overview->years.empty()) {
        problem = absl::NotFoundError("nothing is loaded");
      } else {
        context.address.year = overview->years.front();
      }
    }
    absl::StatusOr<HttpResponse> response =
        problem.ok() ? Compose(context) : absl::StatusOr<HttpResponse>(problem);
    if (response.ok()) return *std::move(response);
    return AnswerError(context, response.status());
  }

  // Which revision the answer is of: that of `release` or `revision`, else the newest.
  // `public_release` becomes the release that is asked for, if it is public.
  static absl::Status ChooseRevision(const HttpRequest& request, Services& services,
                                     std::string& public_release) {
    const std::string release = request.Argument("release");
    const std::string identity = request.Argument("revision");
    if (!release.empty()) {
      SOS_ASSIGN_OR_RETURN(const auto found, services.GetRelease(release));
      services.set_revision(RevisionIn(found));
      if (found.public_()) public_release = release;
    } else if (!identity.empty()) {
      const bool digits = identity.size() == kIdentityDigits &&
                          std::all_of(identity.begin(), identity.end(),
                                      [](unsigned char c) { return absl::ascii_isxdigit(c); });
      if (!digits) return absl::InvalidArgumentError("no identity of a revision");
      services.set_revision({.number = 0, .identity = identity});
    }
    return absl::OkStatus();
  }

  static absl::StatusOr<HttpResponse> Compose(const PageContext& context) {
    if (IsDataFile(context.address.file)) {
      SOS_ASSIGN_OR_RETURN(PageFile file, DataFile(context));
      return AnswerFile(context, std::move(file));
    }
    absl::StatusOr<Page> made = HandlerOf(context.address)(context);
    if (absl::IsNotFound(made.status()) && context.address.file == FileKind::kPage &&
        MayBeAbsent(context.address)) {
      made = AbsentPage(context);
    }
    SOS_ASSIGN_OR_RETURN(Page page, std::move(made));
    if (!page.redirect.empty()) return Redirect(303, page.redirect);
    if (context.address.file != FileKind::kPage) {
      SOS_ASSIGN_OR_RETURN(PageFile file, PrintedFile(context, std::move(page)));
      return AnswerFile(context, std::move(file));
    }
    HttpResponse response;
    response.headers = {{"Content-Type", "text/html; charset=utf-8"}};
    response.body = RenderPage(context, std::move(page));
    AddHeaders(context, response);
    return response;
  }

  static HttpResponse AnswerFile(const PageContext& context, PageFile file) {
    HttpResponse response;
    response.headers = {
        {"Content-Type", file.content_type},
        {"Content-Disposition", absl::StrCat(file.attachment ? "attachment" : "inline",
                                             "; filename=\"", FileNameOf(context.address), "\"")}};
    response.body = std::move(file.bytes);
    AddHeaders(context, response);
    return response;
  }

  static HttpResponse AnswerError(PageContext& context, const absl::Status& error) {
    // A program that asked for a file gets a page, too: it says in words what is wrong.
    context.address.file = FileKind::kPage;
    Page page = ErrorPage(context, error);
    HttpResponse response;
    response.status = page.status;
    response.headers = {{"Content-Type", "text/html; charset=utf-8"}};
    if (page.status == 429 || page.status == 503) {
      response.headers.emplace_back("Retry-After", kRetrySeconds);
    }
    response.body = RenderPage(context, std::move(page));
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
  }

  // Says how long the answer may be kept.
  static void AddHeaders(const PageContext& context, HttpResponse& response) {
    if (context.services.caller().signed_in()) {
      response.headers.emplace_back("Cache-Control", "private, no-store");
      return;
    }
    response.headers.emplace_back("Cache-Control", CitesRevision(context.request)
                                                       ? "public, max-age=31536000, immutable"
                                                       : "public, max-age=60");
    response.headers.emplace_back("Vary", "Accept-Language, Authorization, Cookie");
  }

  const Clients& clients_;
  const language::Catalog catalog_;
  const CallerOf caller_;
  const NewestKnown newest_known_;
  Overviews overviews_;
  const SystemClock clock_{};
  AnswerCache kept_;
  // On behalf of the site itself: no reader's limits are touched by what many ask together.
  NewestRevision newest_{[this]() -> absl::StatusOr<Revision> {
    SOS_ASSIGN_OR_RETURN(const auto revision, Services(clients_, Caller{}, "").GetRevision());
    return RevisionIn(revision);
  }};
};

}  // namespace

absl::StatusOr<language::Catalog> SiteCatalog() {
  return language::Catalog::CreateWithTerms(MessageFiles());
}

std::unique_ptr<HttpHandler> MakeSite(const Clients& clients, language::Catalog catalog,
                                      CallerOf caller, size_t cache_bytes, NewestKnown newest) {
  return std::make_unique<PageSite>(clients, std::move(catalog), std::move(caller), cache_bytes,
                                    std::move(newest));
}

}  // namespace sos::web
