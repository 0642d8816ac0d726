// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/paging.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/error.h"

namespace sos::rpc {
namespace {

// FNV-1a: the same in every process, unlike absl::Hash. It guards against mistakes, not attacks: a
// forged token only skips rows the caller may read anyway.
uint64_t Fingerprint(absl::string_view text) {
  uint64_t hash = 14695981039346656037U;
  for (const char c : text) hash = (hash ^ static_cast<uint8_t>(c)) * 1099511628211U;
  return hash;
}

std::string Fingerprint(const PageQuery& query) {
  return absl::StrCat(absl::Hex(Fingerprint(absl::StrCat(query.method, "\n", query.request))));
}

}  // namespace

absl::StatusOr<Page> ReadPage(int32_t page_size, absl::string_view page_token,
                              const PageQuery& query, absl::string_view domain) {
  Page page;
  if (page_size < 0) {
    return MakeError(absl::StatusCode::kInvalidArgument,
                     absl::StrCat("field page_size is ", page_size, "; expected 0 or more"), domain,
                     "FIELD_INVALID", {{"field", "page_size"}, {"value", absl::StrCat(page_size)}},
                     {{"page_size", "expected 0 or more"}});
  }
  if (page_size > 0) page.size = std::min<int64_t>(page_size, kMaxPageSize);
  if (page_token.empty()) return page;
  std::string token;
  const bool decoded = absl::WebSafeBase64Unescape(page_token, &token);
  const std::vector<std::string> parts = absl::StrSplit(token, ':');
  if (!decoded || parts.size() != 4 || parts[0] != Fingerprint(query) ||
      !absl::SimpleAtoi(parts[1], &page.skip) || page.skip < 0 ||
      !absl::SimpleAtoi(parts[2], &page.revision.number) || page.revision.number < 0) {
    return MakeError(absl::StatusCode::kInvalidArgument,
                     "field page_token is damaged or belongs to another query; start again without "
                     "it",
                     domain, "PAGE_TOKEN_INVALID", {{"field", "page_token"}},
                     {{"page_token", "must be the next_page_token of the same query"}});
  }
  page.revision.identity = parts[3];
  return page;
}

std::string NextPageToken(const Page& page, size_t count, const PageQuery& query) {
  return absl::WebSafeBase64Escape(absl::StrCat(Fingerprint(query), ":",
                                                page.skip + static_cast<int64_t>(count), ":",
                                                page.revision.number, ":", page.revision.identity));
}

}  // namespace sos::rpc
