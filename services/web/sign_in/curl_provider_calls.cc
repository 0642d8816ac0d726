// SPDX-License-Identifier: Apache-2.0
#include "services/web/sign_in/curl_provider_calls.h"

#include <curl/curl.h>

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/web/sign_in/addresses.h"

namespace sos::web {
namespace {

struct FreeCurl {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, FreeCurl>;
using HeaderList = std::unique_ptr<curl_slist, FreeCurl>;

struct BoundedBody {
  std::string text;
  size_t limit;
};

// Called by libcurl with each piece; a smaller count than it passed ends the call.
size_t Append(const char* data, size_t size, size_t count, void* target) {
  auto& body = *static_cast<BoundedBody*>(target);
  const size_t bytes = size * count;
  if (bytes > body.limit - body.text.size()) return 0;
  body.text.append(data, bytes);
  return bytes;
}

void AddHeader(HeaderList& headers, const std::string& header) {
  curl_slist* const longer = curl_slist_append(headers.get(), header.c_str());
  if (longer == nullptr) return;
  static_cast<void>(headers.release());
  headers.reset(longer);
}

}  // namespace

CurlProviderCalls::CurlProviderCalls(std::string ca_file, Limits limits)
    : ca_file_(std::move(ca_file)), limits_(limits) {
  // Once for the process, and never undone: another user of the library may still need it.
  static const CURLcode kReady = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(kReady);
}

absl::StatusOr<ProviderAnswer> CurlProviderCalls::Send(const ProviderRequest& request) {
  if (!IsSecureUrl(request.url)) {
    return absl::UnavailableError("its address does not start with https://");
  }
  const Handle handle(curl_easy_init());
  if (handle == nullptr) return absl::UnavailableError("libcurl could not start");
  CURL* const curl = handle.get();
  const bool loopback = IsLoopbackUrl(request.url);
  BoundedBody body{.text = "", .limit = limits_.answer_bytes};
  HeaderList headers;
  AddHeader(headers, "Accept: application/json");
  if (!request.authorization.empty()) {
    AddHeader(headers, absl::StrCat("Authorization: ", request.authorization));
  }
  curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, loopback ? "http,https" : "https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!ca_file_.empty()) {
    curl_easy_setopt(curl, CURLOPT_CAINFO, ca_file_.c_str());
    // Else those of the machine would be trusted beside them.
    curl_easy_setopt(curl, CURLOPT_CAPATH, nullptr);
  }
  if (loopback) curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS,
                   static_cast<long>(absl::ToInt64Milliseconds(limits_.timeout)));
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(absl::ToInt64Milliseconds(limits_.connect_timeout)));
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "sos-web");
  if (!request.form.empty()) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.form.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.form.c_str());
  }
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &Append);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
  const CURLcode done = curl_easy_perform(curl);
  if (done == CURLE_WRITE_ERROR) {
    return absl::UnavailableError(
        absl::StrCat("its answer is longer than ", limits_.answer_bytes, " bytes"));
  }
  if (done != CURLE_OK) return absl::UnavailableError(curl_easy_strerror(done));
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  return ProviderAnswer{.status = static_cast<int>(status), .body = std::move(body.text)};
}

}  // namespace sos::web
