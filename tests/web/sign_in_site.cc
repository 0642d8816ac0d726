// SPDX-License-Identifier: Apache-2.0

// A site that has nothing but sign-in, for tests/web/sign_in_test.py:
//
//   SOS_OIDC_ISSUER=... SOS_OIDC_CLIENT_ID=... SOS_WEB_EXTERNAL_URL=... sign_in_site PORT
//
// `/who` answers with the access token and the token of the form that signs out, as JSON; no real
// site does that. It serves until its standard input ends.

#include <microhttpd.h>

#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "common/config/environment.h"
#include "common/time/clock.h"
#include "nlohmann/json.hpp"
#include "services/web/sign_in/curl_provider_calls.h"
#include "services/web/sign_in/oidc_client.h"
#include "services/web/sign_in/options.h"
#include "services/web/sign_in/sessions.h"
#include "services/web/sign_in/sign_in_handler.h"

namespace sos::web {
namespace {

struct TestSite {
  SignInHandler& sign_in;
  const Sessions& sessions;
};

HttpResponse AnswerOf(const TestSite& site, const HttpRequest& request) {
  if (absl::StartsWith(request.path, "/sign-")) return site.sign_in.Handle(request);
  HttpResponse response;
  response.body = nlohmann::json{{"token", site.sessions.TokenOf(request)},
                                 {"csrf", site.sessions.CsrfToken(request, kSignOutPurpose)}}
                      .dump();
  return response;
}

MHD_Result AddHeader(void* request, MHD_ValueKind, const char* name, const char* value) {
  static_cast<HttpRequest*>(request)->headers[absl::AsciiStrToLower(name)] = value;
  return MHD_YES;
}

MHD_Result AddArgument(void* request, MHD_ValueKind, const char* name, const char* value) {
  static_cast<HttpRequest*>(request)->query.emplace_back(name, value == nullptr ? "" : value);
  return MHD_YES;
}

MHD_Result Answer(void* site, MHD_Connection* connection, const char* url, const char* method,
                  const char*, const char* data, size_t* size, void** state) {
  if (*state == nullptr) {
    *state = new HttpRequest{.method = method, .path = url};
    return MHD_YES;
  }
  auto* const request = static_cast<HttpRequest*>(*state);
  if (*size > 0) {
    request->body.append(data, *size);
    *size = 0;
    return MHD_YES;
  }
  MHD_get_connection_values(connection, MHD_HEADER_KIND, &AddHeader, request);
  MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, &AddArgument, request);
  HttpResponse answer = AnswerOf(*static_cast<TestSite*>(site), *request);
  MHD_Response* const response = MHD_create_response_from_buffer(
      answer.body.size(), answer.body.data(), MHD_RESPMEM_MUST_COPY);
  for (const auto& [name, value] : answer.headers) {
    MHD_add_response_header(response, name.c_str(), value.c_str());
  }
  const MHD_Result queued =
      MHD_queue_response(connection, static_cast<unsigned int>(answer.status), response);
  MHD_destroy_response(response);
  return queued;
}

void Forget(void*, MHD_Connection*, void** state, MHD_RequestTerminationCode) {
  delete static_cast<HttpRequest*>(*state);
}

int Serve(const std::string& port_text) {
  int port = 0;
  Environment env;
  const SignInOptions options = SignInOptions::FromEnvironment(env);
  if (!env.Check().ok() || !absl::SimpleAtoi(port_text, &port)) {
    std::cerr << env.Check().message() << "\n";
    return 2;
  }
  const SystemClock clock;
  CurlProviderCalls calls(options.ca_file);
  OidcClient client(options, calls, clock);
  const Sessions sessions(
      options.cookie_keys.empty() ? CookieKeys::Random() : CookieKeys(options.cookie_keys),
      absl::StartsWith(options.external_url, "https://"), clock);
  SignInHandler handler(options.enabled() ? &client : nullptr, sessions);
  TestSite site{.sign_in = handler, .sessions = sessions};
  MHD_Daemon* const daemon =
      MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION,
                       static_cast<uint16_t>(port), nullptr, nullptr, &Answer, &site,
                       MHD_OPTION_NOTIFY_COMPLETED, &Forget, nullptr, MHD_OPTION_END);
  if (daemon == nullptr) return 1;
  std::cout << "serving" << std::endl;
  const std::string input((std::istreambuf_iterator<char>(std::cin)),
                          std::istreambuf_iterator<char>());
  MHD_stop_daemon(daemon);
  return 0;
}

}  // namespace
}  // namespace sos::web

int main(int argc, char** argv) { return sos::web::Serve(argc > 1 ? argv[1] : ""); }
