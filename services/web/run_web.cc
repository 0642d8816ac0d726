// SPDX-License-Identifier: Apache-2.0
#include "services/web/run_web.h"

#include <csignal>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/config/environment.h"
#include "common/log/log.h"
#include "common/private_files/core_dumps.h"
#include "common/program/start.h"
#include "common/rpc/channel.h"
#include "common/rpc/exposure.h"
#include "common/rpc/server.h"
#include "common/rpc/tls.h"
#include "services/web/factory.h"
#include "services/web/http/server.h"
#include "services/web/options.h"
#include "services/web/routes/health.h"

namespace sos::web {
namespace {

constexpr char kProgram[] = "sos-web";
// One prober, one Prometheus, and their kin.
constexpr int kMetricsWorkers = 2;

// Blocks until SIGTERM or SIGINT.
void AwaitStopSignal() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  int signal = 0;
  sigwait(&signals, &signal);
  log::Info("draining", {{"signal", absl::StrCat(signal)}});
}

void LogWhatIsOpen(const Options& options) {
  if (!options.http.certificate.empty()) return;
  const bool local = rpc::IsLoopback(options.http.listen);
  log::Warning("This server is open.", {{"listen", options.http.listen},
                                        {"reachable", local ? "from this machine" : "from others"},
                                        {"open", "clear text (no SOS_TLS_CERTIFICATE)"}});
}

absl::Status CheckSettings(const Environment& env, const Options& options) {
  if (absl::Status checked = env.Check(); !checked.ok()) return checked;
  if (absl::Status closed = CheckExposure(options); !closed.ok()) return closed;
  return rpc::CheckTlsFiles(options.tls);
}

}  // namespace

int RunWeb(int argc, const char* const* argv) {
  KeepMemoryPrivate();
  const HttpServerOptions defaults;
  const Usage usage = {.listen_setting = "SOS_HTTP_LISTEN", .listen = defaults.listen};
  if (const auto answered = AnswerArguments(kProgram, usage, argc, argv)) return *answered;
  rpc::BlockStopSignals();
  Environment env;
  ReadLogLevel(env);
  const Options options = Options::FromEnvironment(env);
  if (absl::Status checked = CheckSettings(env, options); !checked.ok()) {
    return Fail(kProgram, checked, kExitWrongSettings);
  }
  LogSettings(env);
  LogWhatIsOpen(options);
  Health health;
  std::unique_ptr<HttpServer> metrics_server;
  if (!options.metrics_listen.empty()) {
    HttpServerOptions told = {.listen = options.metrics_listen};
    told.limits.workers = kMetricsWorkers;
    auto started = HttpServer::Start(told, health);
    if (!started.ok()) return Fail(kProgram, started.status(), kExitCannotStart);
    metrics_server = *std::move(started);
    log::Info("serving metrics", {{"port", absl::StrCat(metrics_server->port())}});
  }
  const auto site = Create(options, [&options](const std::string& target) {
    return rpc::MakeChannel(target, options.tls);
  });
  if (!site.ok()) return Fail(kProgram, site.status(), kExitCannotStart);
  health.SetReady(true);
  log::Info("serving", {{"program", kProgram}, {"port", absl::StrCat((*site)->port())}});
  AwaitStopSignal();
  health.SetReady(false);
  absl::SleepFor(options.drain_delay);
  (*site)->Stop();
  return 0;
}

}  // namespace sos::web
