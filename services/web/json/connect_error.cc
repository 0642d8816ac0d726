// SPDX-License-Identifier: Apache-2.0
#include "services/web/json/connect_error.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"
#include "nlohmann/json.hpp"
#include "services/web/json/json_form.h"

namespace sos::web {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kRetryInfoType[] = "type.googleapis.com/google.rpc.RetryInfo";
constexpr int64_t kNanosPerSecond = 1'000'000'000;

struct CodeForm {
  absl::string_view name;
  int http_status;
};

// By the number of the code.
constexpr std::array<CodeForm, 17> kCodes = {{
    {"ok", 200},
    {"canceled", 499},
    {"unknown", 500},
    {"invalid_argument", 400},
    {"deadline_exceeded", 504},
    {"not_found", 404},
    {"already_exists", 409},
    {"permission_denied", 403},
    {"resource_exhausted", 429},
    {"failed_precondition", 400},
    {"aborted", 409},
    {"out_of_range", 400},
    {"unimplemented", 501},
    {"internal", 500},
    {"unavailable", 503},
    {"data_loss", 500},
    {"unauthenticated", 401},
}};

const CodeForm& FormOf(absl::StatusCode code) {
  const auto index = static_cast<size_t>(code);
  return kCodes[index < kCodes.size() ? index : static_cast<size_t>(absl::StatusCode::kUnknown)];
}

Json DetailOf(absl::string_view type_url, const absl::Cord& payload) {
  const std::string type(type_url.substr(type_url.rfind('/') + 1));
  const std::string bytes(payload);
  std::string base64 = absl::Base64Escape(bytes);
  base64.erase(base64.find_last_not_of('=') + 1);
  Json detail = {{"type", type}, {"value", base64}};
  const auto* const descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(type);
  if (descriptor == nullptr) return detail;
  if (const auto json = ToJson(*descriptor, bytes); json.ok()) {
    // For people only, so that what cannot be read is left out.
    if (Json debug = Json::parse(*json, nullptr, false); !debug.is_discarded()) {
      detail["debug"] = std::move(debug);
    }
  }
  return detail;
}

// The delay of the RetryInfo, in whole seconds; nullopt where there is none.
std::optional<int64_t> RetrySeconds(const absl::Status& error) {
  const auto payload = error.GetPayload(kRetryInfoType);
  google::rpc::RetryInfo info;
  if (!payload || !info.ParseFromString(std::string(*payload))) return std::nullopt;
  const auto& delay = info.retry_delay();
  return std::max<int64_t>(
      1, delay.seconds() + (delay.nanos() + kNanosPerSecond - 1) / kNanosPerSecond);
}

}  // namespace

absl::string_view ConnectCode(absl::StatusCode code) { return FormOf(code).name; }

int HttpStatusOf(absl::StatusCode code) { return FormOf(code).http_status; }

std::string ErrorJson(const absl::Status& error) {
  Json json = {{"code", std::string(ConnectCode(error.code()))},
               {"message", std::string(error.message())}};
  error.ForEachPayload([&json](absl::string_view type_url, const absl::Cord& payload) {
    json["details"].push_back(DetailOf(type_url, payload));
  });
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

HttpResponse ErrorResponse(const absl::Status& error) {
  return ErrorResponse(error, HttpStatusOf(error.code()));
}

HttpResponse ErrorResponse(const absl::Status& error, int http_status) {
  HttpResponse response;
  response.status = http_status;
  response.headers.emplace_back("Content-Type", "application/json");
  if (const auto seconds = RetrySeconds(error); seconds) {
    response.headers.emplace_back("Retry-After", absl::StrCat(*seconds));
  }
  response.body = ErrorJson(error);
  return response;
}

}  // namespace sos::web
