// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_TEST_UTIL_POSTGRES_SERVER_H_
#define SOS_COMMON_TEST_UTIL_POSTGRES_SERVER_H_

#include <fcntl.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/test_util/certificate.h"
#include "common/test_util/free_port.h"
#include "gtest/gtest.h"

namespace sos::test_util {

// A real PostgreSQL of the test's own, on a socket in a temporary directory: no port that could be
// taken. PostgreSQL refuses to run as root; then it runs as the user `postgres`, whom its package
// has made.
class PostgresServer {
 public:
  // Where Debian keeps the programs of PostgreSQL 15.
  static constexpr char kPrograms[] = "/usr/lib/postgresql/15/bin";

  static bool Installed() { return std::filesystem::exists(absl::StrCat(kPrograms, "/postgres")); }

  // With `tls` it also listens at 127.0.0.1 for connections over TLS.
  explicit PostgresServer(bool tls = false) {
    // Short, and outside the test's own directory: the path of a socket has at most 107 bytes.
    directory_ = "/tmp/sos-postgres-XXXXXX";
    if (mkdtemp(directory_.data()) == nullptr) ADD_FAILURE() << "no temporary directory";
    const passwd* const user = getuid() == 0 ? getpwnam("postgres") : nullptr;
    if (user != nullptr) {
      user_ = user->pw_uid;
      group_ = user->pw_gid;
      if (chown(directory_.c_str(), user_, group_) != 0) ADD_FAILURE() << "no directory";
    }
    Wait(Run("initdb",
             {"-D", data(), "-U", "sos", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"}));
    if (tls) ListenOverTls();
    Start();
  }
  ~PostgresServer() {
    Kill();
    std::filesystem::remove_all(directory_);
  }

  // As PostgresOptions::connection wants it.
  std::string connection(const std::string& database = "postgres") const {
    return absl::StrCat("host=", directory_, " port=", port_, " user=sos dbname=", database);
  }
  // The same over TLS; the server's certificate is for localhost and is its own authority.
  std::string tls_connection() const {
    return absl::StrCat(
        "host=localhost hostaddr=127.0.0.1 port=", port_,
        " user=sos dbname=postgres sslmode=verify-full sslrootcert=", certificate());
  }
  std::string certificate() const { return directory_ + "/cert.pem"; }
  // Makes an empty database and returns the connection to it.
  std::string NewDatabase() {
    const std::string name = absl::StrCat("test", ++database_count_);
    Psql(absl::StrCat("CREATE DATABASE ", name));
    return connection(name);
  }
  void Psql(const std::string& sql, const std::string& database = "postgres") {
    Wait(Run("psql", {"-q", "-v", "ON_ERROR_STOP=1", "-h", directory_, "-p", absl::StrCat(port_),
                      "-U", "sos", "-d", database, "-c", sql}));
  }

  void Start() {
    std::vector<std::string> arguments = {
        "-D", data(),      "-k", directory_,           "-p", absl::StrCat(port_),
        "-c", "fsync=off", "-c", "max_connections=100"};
    arguments.insert(arguments.end(), listening_.begin(), listening_.end());
    pid_ = Run("postgres", arguments);
    const absl::Time deadline = absl::Now() + absl::Seconds(60);
    while (Wait(Run("pg_isready", {"-q", "-h", directory_, "-p", absl::StrCat(port_)}), false) !=
           0) {
      if (absl::Now() > deadline) {
        ADD_FAILURE() << "postgres did not start";
        return;
      }
      absl::SleepFor(absl::Milliseconds(20));
    }
  }
  // Ends it as a power cut would.
  void Kill() { Stop(SIGQUIT); }
  // Ends it in an orderly way, with open connections or not.
  void ShutDown() { Stop(SIGINT); }
  const std::string& directory() const { return directory_; }

 private:
  std::string data() const { return directory_ + "/data"; }

  void ListenOverTls() {
    const std::string key = directory_ + "/key.pem";
    MakeCertificate("localhost", certificate(), key);
    // PostgreSQL takes a key only from its own user.
    if (user_ != 0 && chown(key.c_str(), user_, group_) != 0) ADD_FAILURE() << "no key";
    port_ = FreePort();
    listening_ = {"-c", "listen_addresses=127.0.0.1",     "-c", "ssl=on",
                  "-c", "ssl_cert_file=" + certificate(), "-c", "ssl_key_file=" + key};
  }

  pid_t Run(const std::string& program, std::vector<std::string> arguments) const {
    const pid_t pid = fork();
    if (pid != 0) return pid;
    if (user_ != 0 && (setgid(group_) != 0 || setuid(user_) != 0)) _exit(126);
    // A test that crashes leaves no server behind.
    prctl(PR_SET_PDEATHSIG, SIGQUIT);
    const int log = open((directory_ + "/log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    const std::string path = absl::StrCat(kPrograms, "/", program);
    std::vector<char*> words = {const_cast<char*>(path.c_str())};
    for (std::string& argument : arguments) words.push_back(argument.data());
    words.push_back(nullptr);
    if (chdir("/") == 0) execv(path.c_str(), words.data());
    _exit(127);
  }
  int Wait(pid_t pid, bool must_succeed = true) const {
    int status = 0;
    waitpid(pid, &status, 0);
    EXPECT_TRUE(!must_succeed || status == 0) << "see " << directory_ << "/log";
    return status;
  }
  void Stop(int signal) {
    if (pid_ <= 0) return;
    kill(pid_, signal);
    waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }

  std::string directory_;
  uid_t user_ = 0;
  gid_t group_ = 0;
  pid_t pid_ = 0;
  int database_count_ = 0;
  // Names the socket, too.
  int port_ = 5432;
  std::vector<std::string> listening_ = {"-c", "listen_addresses="};
};

}  // namespace sos::test_util

#endif  // SOS_COMMON_TEST_UTIL_POSTGRES_SERVER_H_
