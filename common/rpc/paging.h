// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_RPC_PAGING_H_
#define SOS_COMMON_RPC_PAGING_H_

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"

namespace sos::rpc {

inline constexpr int kDefaultPageSize = 50;
inline constexpr int kMaxPageSize = 1000;
// A page ends before its rows have more bytes than this, whatever was asked for: clients refuse
// messages of more than gRPC's 4 MiB. A single row is always sent.
inline constexpr size_t kMaxPageBytes = size_t{3} << 20;

// One page of a list: where it starts, how much it holds, and of which revision it is.
struct Page {
  int64_t skip = 0;
  int64_t size = kDefaultPageSize;
  // As the token says it: all pages of a walk are of the revision of the first. Of a first page,
  // what the request asks for.
  Revision revision;
};

// What a list request asks for beside its pages: the method, and everything but the paging fields,
// serialized. A token only fits the query that it came from.
struct PageQuery {
  absl::string_view method;
  std::string request;
};

// Reads the paging fields of a request (AIP-158).
//
// Returns kInvalidArgument with reason FIELD_INVALID (negative size) or PAGE_TOKEN_INVALID.
absl::StatusOr<Page> ReadPage(int32_t page_size, absl::string_view page_token,
                              const PageQuery& query, absl::string_view domain);

// The token of the page after the `count` rows of `page`, given that `query` has more.
std::string NextPageToken(const Page& page, size_t count, const PageQuery& query);

// Drops the last of `rows` until they are at most `size` and fit into a page. True if any was
// dropped.
template <typename Rows>
bool CutToPage(int64_t size, Rows& rows) {
  int64_t kept = 0;
  size_t bytes = 0;
  for (const auto& row : rows) {
    if constexpr (requires { row.ByteSizeLong(); }) bytes += row.ByteSizeLong();
    if (kept == size || (kept > 0 && bytes > kMaxPageBytes)) break;
    ++kept;
  }
  const bool cut = kept < static_cast<int64_t>(rows.size());
  rows.erase(rows.begin() + kept, rows.end());
  return cut;
}

template <typename Request>
PageQuery QueryOf(absl::string_view method, Request request) {
  request.clear_page_size();
  request.clear_page_token();
  return {method, request.SerializeAsString()};
}

// Reads the page that a request asks for.
template <typename Request>
absl::StatusOr<Page> PageOf(absl::string_view method, const Request& request,
                            absl::string_view domain) {
  SOS_ASSIGN_OR_RETURN(Page page, ReadPage(request.page_size(), request.page_token(),
                                           QueryOf(method, request), domain));
  if constexpr (requires { request.revision_identity(); }) {
    if (request.page_token().empty()) page.revision = RevisionIn(request);
  }
  return page;
}

// Answers a list request with `page` of it. `list` gets the number of rows to skip and the most to
// return, one more than the page holds: that row tells whether there is another page. It returns a
// StatusOr of a vector; `add` makes room for a row in the response. `page.revision` is the revision
// that is read, resolved.
template <typename Request, typename Response, typename List, typename Add>
absl::Status AnswerPage(absl::string_view method, const Request& request, const Page& page,
                        Response* response, List list, Add add) {
  SOS_ASSIGN_OR_RETURN(auto rows, list(page.skip, page.size + 1));
  if (CutToPage(page.size, rows)) {
    response->set_next_page_token(NextPageToken(page, rows.size(), QueryOf(method, request)));
  }
  for (auto& row : rows) *add(response) = std::move(row);
  return absl::OkStatus();
}

// The same for what belongs to no revision, such as rulebooks.
template <typename Request, typename Response, typename List, typename Add>
absl::Status AnswerPage(absl::string_view method, const Request& request, absl::string_view domain,
                        Response* response, List list, Add add) {
  SOS_ASSIGN_OR_RETURN(const Page page, PageOf(method, request, domain));
  return AnswerPage(method, request, page, response, list, add);
}

}  // namespace sos::rpc

#endif  // SOS_COMMON_RPC_PAGING_H_
