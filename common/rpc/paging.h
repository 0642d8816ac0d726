#ifndef SOS_COMMON_RPC_PAGING_H_
#define SOS_COMMON_RPC_PAGING_H_

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/status/macros.h"

namespace sos::rpc {

inline constexpr int kDefaultPageSize = 50;
inline constexpr int kMaxPageSize = 1000;

// One page of a list: where it starts and how much it holds.
struct Page {
  int64_t skip = 0;
  int64_t size = kDefaultPageSize;
};

// Reads the paging fields of a request (AIP-158). `query` is everything else that the request asks
// for, serialised: a token only fits the query that it came from, and the revision it names.
//
// Returns kInvalidArgument with reason FIELD_INVALID (negative size) or PAGE_TOKEN_INVALID.
absl::StatusOr<Page> ReadPage(int32_t page_size, absl::string_view page_token,
                              absl::string_view query, absl::string_view domain);

// The token of the page after `page`, given that `query` has more.
std::string NextPageToken(const Page& page, absl::string_view query);

// Serialises a list request without its paging fields, for use as `query`.
template <typename Request>
std::string QueryOf(Request request) {
  request.clear_page_size();
  request.clear_page_token();
  return request.SerializeAsString();
}

// Answers a list request with one page. `list` gets the number of rows to skip and the most to
// return, one more than the page holds: that row tells whether there is another page. It returns a
// StatusOr of a vector; `add` makes room for a row in the response.
template <typename Request, typename Response, typename List, typename Add>
absl::Status AnswerPage(const Request& request, absl::string_view domain, Response* response,
                        List list, Add add) {
  const std::string query = QueryOf(request);
  SOS_ASSIGN_OR_RETURN(const Page page,
                       ReadPage(request.page_size(), request.page_token(), query, domain));
  SOS_ASSIGN_OR_RETURN(auto rows, list(page.skip, page.size + 1));
  if (static_cast<int64_t>(rows.size()) > page.size) {
    rows.pop_back();
    response->set_next_page_token(NextPageToken(page, query));
  }
  for (auto& row : rows) *add(response) = std::move(row);
  return absl::OkStatus();
}

}  // namespace sos::rpc

#endif  // SOS_COMMON_RPC_PAGING_H_
