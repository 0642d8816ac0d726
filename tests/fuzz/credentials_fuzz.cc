// SPDX-License-Identifier: Apache-2.0

// Any text as a token, a key set or a trace header: what a stranger, or a broken provider, may
// send.

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "common/auth/json_web_keys.h"
#include "common/auth/token_verifier.h"
#include "common/log/trace.h"
#include "common/time/clock.h"

namespace {

// Of a pair of which the private half was thrown away: nobody can sign for it.
constexpr char kKeySet[] = R"({"keys":[{"kty":"EC","crv":"P-256","alg":"ES256","kid":"a",
    "x":"QwX7qQqj8KkzvkPWOYkNuXeP1_NItg46BfXklvU0wng",
    "y":"ehn6gx5W7bij98NhW7j9fMPH44PNtA6zl4cOS3mbczY"}]})";

std::unique_ptr<sos::auth::TokenVerifier> MakeVerifier() {
  static const sos::FakeClock clock(absl::FromUnixSeconds(1'800'000'000));
  const std::string file =
      std::filesystem::temp_directory_path() / ("sos-credentials-" + std::to_string(getpid()));
  std::ofstream(file) << kKeySet;
  auto verifier = sos::auth::TokenVerifier::Create(
      {.key_file = file, .issuer = "https://id.example", .audience = "sos"}, clock);
  std::filesystem::remove(file);
  if (!verifier.ok()) std::abort();
  return *std::move(verifier);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto* const kVerifier = new std::unique_ptr(MakeVerifier());
  const std::string text(reinterpret_cast<const char*>(data), size);
  if ((*kVerifier)->Verify(text).ok()) std::abort();
  if (const auto keys = sos::auth::ParseJsonWebKeys(text); keys.ok()) {
    for (const auto& [kid, key] : *keys) {
      if (kid.empty() || key.pem.empty()) std::abort();
      if (key.algorithm != "RS256" && key.algorithm != "ES256") std::abort();
    }
  }
  if (const auto trace = sos::log::ParseTraceParent(text)) {
    // Whatever its version: it is passed on as one of version 00.
    if (trace->Header().substr(2) != text.substr(2, 53)) std::abort();
  }
  return 0;
}
