#include "common/program/run_server.h"

#include <iostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/log/log.h"

namespace sos {
namespace {

constexpr int kExitCannotStart = 1;
constexpr int kExitWrongSettings = 2;

log::Level ReadLogLevel(Environment& env) {
  const std::string level =
      env.Choice("SOS_LOG_LEVEL", "info", {"debug", "info", "warning", "error"});
  if (level == "debug") return log::Level::kDebug;
  if (level == "warning") return log::Level::kWarning;
  if (level == "error") return log::Level::kError;
  return log::Level::kInfo;
}

int Fail(absl::string_view program, const absl::Status& status, int exit_code) {
  std::cerr << program << ": " << status.message() << "\n";
  return exit_code;
}

}  // namespace

int RunServer(absl::string_view program, const std::function<Compose(Environment&)>& read_options) {
  rpc::BlockStopSignals();
  Environment env;
  const rpc::ServerOptions server_options = rpc::ServerOptions::FromEnvironment(env);
  rpc::Calls::Options calls;
  calls.max_concurrent_calls =
      static_cast<int>(env.Int("SOS_MAX_CONCURRENT_CALLS", calls.max_concurrent_calls, 1, 100'000));
  calls.log_all = env.Bool("SOS_LOG_CALLS", calls.log_all);
  log::SetMinimumLevel(ReadLogLevel(env));
  const Compose compose = read_options(env);
  if (absl::Status checked = env.Check(); !checked.ok()) {
    return Fail(program, checked, kExitWrongSettings);
  }
  for (const auto& [name, value] : env.effective()) {
    log::Info("setting", {{"name", name}, {"value", value}});
  }
  const auto composition = compose(calls);
  if (!composition.ok()) return Fail(program, composition.status(), kExitCannotStart);
  const auto server = rpc::Server::Create(server_options, (*composition)->services());
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
