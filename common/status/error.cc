// SPDX-License-Identifier: Apache-2.0
#include "common/status/error.h"

#include <string>
#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "common/text/printable.h"
#include "google/rpc/error_details.pb.h"

namespace sos {
namespace {

constexpr absl::string_view kTypePrefix = "type.googleapis.com/";

// The most bytes of a message and of a fact. Errors travel in HTTP/2 trailers, which clients limit
// to a few kilobytes: a longer one would reach nobody.
constexpr size_t kMaxMessageBytes = 1024;
constexpr size_t kMaxFactBytes = 512;

// `raw` in printable characters, or its beginning, cut between two code points.
std::string Shortened(absl::string_view raw, size_t max_bytes) {
  constexpr absl::string_view kMore = "...";
  // Nothing gets shorter by being shown: what is beyond the limit need not be looked at.
  std::string text = Printable(raw.substr(0, max_bytes + 1));
  if (raw.size() <= max_bytes && text.size() <= max_bytes) return text;
  size_t end = max_bytes - kMore.size();
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return absl::StrCat(absl::string_view(text).substr(0, end), kMore);
}

template <typename Detail>
void SetDetail(absl::Status& status, const Detail& detail) {
  status.SetPayload(absl::StrCat(kTypePrefix, Detail::descriptor()->full_name()),
                    absl::Cord(detail.SerializeAsString()));
}

// The ErrorInfo that `status` carries; an empty one where it carries none.
google::rpc::ErrorInfo InfoOf(const absl::Status& status) {
  const absl::optional<absl::Cord> payload = status.GetPayload(
      absl::StrCat(kTypePrefix, google::rpc::ErrorInfo::descriptor()->full_name()));
  google::rpc::ErrorInfo info;
  if (!payload || !info.ParseFromString(std::string(*payload))) info.Clear();
  return info;
}

}  // namespace

absl::Status MakeError(absl::StatusCode code, absl::string_view message, absl::string_view domain,
                       absl::string_view reason, const std::vector<ErrorFact>& facts,
                       const std::vector<FieldViolation>& violations) {
  absl::Status status(code, Shortened(message, kMaxMessageBytes));
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain(std::string(domain));
  for (const ErrorFact& fact : facts) {
    (*info.mutable_metadata())[std::string(fact.key)] = Shortened(fact.value, kMaxFactBytes);
  }
  SetDetail(status, info);
  if (!violations.empty()) {
    google::rpc::BadRequest bad_request;
    for (const FieldViolation& violation : violations) {
      auto* added = bad_request.add_field_violations();
      added->set_field(violation.field);
      added->set_description(Shortened(violation.description, kMaxFactBytes));
    }
    SetDetail(status, bad_request);
  }
  return status;
}

std::string ErrorReason(const absl::Status& status) { return InfoOf(status).reason(); }

std::string ErrorFactOf(const absl::Status& status, const std::string& key) {
  const google::rpc::ErrorInfo info = InfoOf(status);
  const auto found = info.metadata().find(key);
  return found == info.metadata().end() ? "" : found->second;
}

void AddRetryDelay(absl::Status& status, int64_t delay_millis) {
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(delay_millis / 1000);
  retry.mutable_retry_delay()->set_nanos(static_cast<int32_t>(delay_millis % 1000) * 1'000'000);
  SetDetail(status, retry);
}

}  // namespace sos
