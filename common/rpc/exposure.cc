// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/exposure.h"

#include <arpa/inet.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/log/log.h"

namespace sos::rpc {
namespace {

// All of 127.0.0.0/8 is this machine.
constexpr uint32_t kLoopbackNetwork = 127;
constexpr int kNetworkShift = 24;

bool IsLoopbackHost(const std::string& host) {
  if (host == "localhost") return true;
  in_addr four{};
  if (inet_pton(AF_INET, host.c_str(), &four) == 1) {
    return ntohl(four.s_addr) >> kNetworkShift == kLoopbackNetwork;
  }
  in6_addr six{};
  return inet_pton(AF_INET6, host.c_str(), &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

}  // namespace

bool IsLoopback(absl::string_view listen) {
  if (listen.empty() || absl::StartsWith(listen, "unix:")) return true;
  for (const absl::string_view scheme : {"ipv4:", "ipv6:"}) absl::ConsumePrefix(&listen, scheme);
  // `host:port` or `[host]:port`.
  absl::string_view host = listen.substr(0, listen.rfind(':'));
  if (absl::ConsumePrefix(&host, "[") && !absl::ConsumeSuffix(&host, "]")) return false;
  return IsLoopbackHost(std::string(host));
}

absl::Status CheckExposure(const Exposure& exposure, bool insecure) {
  if (insecure || exposure.encrypted || exposure.asks_for_tokens || IsLoopback(exposure.listen)) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "refusing to listen on ", exposure.listen,
      ": connections would be in clear text and callers would not be authenticated, so anyone who "
      "reaches this address could read and change everything. Set SOS_TLS_CERTIFICATE and "
      "SOS_AUTH_JWKS, listen on 127.0.0.1, or set SOS_INSECURE=true if the network is closed to "
      "others"));
}

void LogExposure(const Exposure& exposure) {
  if (exposure.listen.empty()) return;
  std::vector<absl::string_view> open;
  if (!exposure.encrypted) open.emplace_back("clear text (no SOS_TLS_CERTIFICATE)");
  if (!exposure.asks_for_tokens) open.emplace_back("no tokens (no SOS_AUTH_JWKS): all may do all");
  if (exposure.asks_for_tokens && exposure.anonymous) {
    open.emplace_back("anonymous callers (SOS_AUTH_ANONYMOUS)");
  }
  if (exposure.reflection) open.emplace_back("reflection (SOS_REFLECTION)");
  if (open.empty()) return;
  log::Warning("This server is open.",
               {{"listen", exposure.listen},
                {"reachable", IsLoopback(exposure.listen) ? "from this machine" : "from others"},
                {"open", absl::StrJoin(open, ", ")}});
}

}  // namespace sos::rpc
