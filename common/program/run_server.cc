// SPDX-License-Identifier: Apache-2.0
#include "common/program/run_server.h"

#include <algorithm>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/auth/access_control.h"
#include "common/log/log.h"
#include "common/metrics/metrics.h"
#include "common/private_files/core_dumps.h"
#include "common/program/start.h"
#include "common/rpc/channel.h"
#include "common/rpc/exposure.h"
#include "common/time/clock.h"

namespace sos {
namespace {

// Everything that all servers are told.
struct Settings {
  rpc::ServerOptions server;
  rpc::Calls::Options calls;
  auth::AuthOptions auth;
  // Where Prometheus asks; empty answers it nowhere.
  std::string metrics_listen;
  // The file of the audit log; beside the data if nothing else is said.
  std::string audit_log;
};

Settings ReadSettings(Environment& env) {
  Settings settings;
  settings.server = rpc::ServerOptions::FromEnvironment(env);
  settings.auth = auth::AuthOptions::FromEnvironment(env);
  rpc::Calls::Options& calls = settings.calls;
  calls.max_concurrent_calls =
      static_cast<int>(env.Int("SOS_MAX_CONCURRENT_CALLS", calls.max_concurrent_calls, 1, 100'000));
  calls.stream_idle_timeout = env.Duration("SOS_STREAM_IDLE_TIMEOUT", calls.stream_idle_timeout,
                                           absl::Milliseconds(100), absl::Hours(1));
  calls.log_all = env.Bool("SOS_LOG_CALLS", calls.log_all);
  if (settings.auth.enabled()) {
    auth::CallerLimits::Options& limits = settings.auth.limits;
    const int share = std::max(1, calls.max_concurrent_calls / rpc::kCallersShare);
    limits.concurrency = limits.concurrency == 0 ? share : std::min(limits.concurrency, share);
    limits.held = rpc::kMaxHeldCalls / rpc::kCallersShare;
  }
  settings.metrics_listen = env.String("SOS_METRICS_LISTEN", "");
  settings.audit_log = env.String(
      "SOS_AUDIT_LOG", absl::StrCat(env.String("SOS_DATA_DIR", "/var/lib/sos"), "/audit.jsonl"));
  ReadLogLevel(env);
  return settings;
}

rpc::Exposure ExposureOf(const Settings& settings) {
  return {.listen = settings.server.listen,
          .encrypted = settings.server.tls.serves(),
          .asks_for_tokens = settings.auth.enabled(),
          .anonymous = settings.auth.anonymous,
          .reflection = settings.server.reflection};
}

}  // namespace

int RunServer(absl::string_view program, int argc, const char* const* argv,
              const std::function<ServiceFactory(Environment&)>& make_factory) {
  KeepMemoryPrivate();
  const rpc::ServerOptions defaults;
  const Usage usage = {.listen_setting = "SOS_LISTEN", .listen = defaults.listen};
  if (const auto answered = AnswerArguments(program, usage, argc, argv)) return *answered;
  rpc::BlockStopSignals();
  Environment env;
  Settings settings = ReadSettings(env);
  const ServiceFactory factory = make_factory(env);
  if (absl::Status checked = env.Check(); !checked.ok()) {
    return Fail(program, checked, kExitWrongSettings);
  }
  const rpc::Exposure exposure = ExposureOf(settings);
  if (absl::Status closed = rpc::CheckExposure(exposure, settings.server.insecure); !closed.ok()) {
    return Fail(program, closed, kExitWrongSettings);
  }
  if (absl::Status readable = rpc::CheckTlsFiles(settings.server.tls); !readable.ok()) {
    return Fail(program, readable, kExitWrongSettings);
  }
  LogSettings(env);
  rpc::LogExposure(exposure);
  const SystemClock clock;
  AuditLog audit_log(settings.audit_log, clock);
  const auto access = auth::AccessControl::Create(settings.auth, &audit_log, clock);
  if (!access.ok()) return Fail(program, access.status(), kExitWrongSettings);
  settings.calls.access = access->get();
  std::unique_ptr<metrics::Exposer> exposer;
  if (!settings.metrics_listen.empty()) {
    auto made = metrics::Exposer::Create(settings.metrics_listen);
    if (!made.ok()) return Fail(program, made.status(), kExitCannotStart);
    exposer = *std::move(made);
    log::Info("serving metrics", {{"port", absl::StrCat(exposer->port())}});
  }
  const auto composition = factory({.calls = settings.calls,
                                    .connect =
                                        [&settings](const std::string& target) {
                                          return rpc::MakeChannel(target, settings.server.tls);
                                        },
                                    .audit_log = &audit_log,
                                    .clock = &clock});
  if (!composition.ok()) return Fail(program, composition.status(), kExitCannotStart);
  const auto server = rpc::Server::Create(settings.server, (*composition)->services());
  if (!server.ok()) return Fail(program, server.status(), kExitCannotStart);
  (*server)->SetReady(true);
  log::Info("serving",
            {{"program", std::string(program)}, {"port", absl::StrCat((*server)->port())}});
  (*server)->AwaitStopSignal();
  (*composition)->BeforeDrain();
  (*server)->Shutdown();
  return 0;
}

}  // namespace sos
