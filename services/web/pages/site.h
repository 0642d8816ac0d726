// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_PAGES_SITE_H_
#define SOS_SERVICES_WEB_PAGES_SITE_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "common/language/messages.h"
#include "common/revision/revision.h"
#include "services/web/http/message.h"
#include "services/web/pages/answer_cache.h"
#include "services/web/rpc/clients.h"

namespace sos::web {

// Whom a request speaks for: the person who signed in, or nobody.
using CallerOf = std::function<Caller(const HttpRequest&)>;

// The words of the pages and the terms of the field, in every language.
absl::StatusOr<language::Catalog> SiteCatalog();

// The newest revision, if it is known without asking.
using NewestKnown = std::function<std::optional<Revision>()>;

// All pages, their files and their assets: what is mounted at `/`. Answers every path; what is no
// address gets a page with status 404. `clients` outlives it. Without `caller`, every request
// speaks for nobody. Keeps up to `cache_bytes` of rendered answers for nobody in particular, of the
// newest revision; without `newest`, which that is is asked for every request. Other tags, other
// compression and the headers of safety are the SecureHandler's.
std::unique_ptr<HttpHandler> MakeSite(const Clients& clients, language::Catalog catalog,
                                      CallerOf caller = nullptr,
                                      size_t cache_bytes = kDefaultAnswerCacheBytes,
                                      NewestKnown newest = nullptr);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_PAGES_SITE_H_
