#ifndef SOS_COMMON_TEST_UTIL_REDIS_SERVER_H_
#define SOS_COMMON_TEST_UTIL_REDIS_SERVER_H_

#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace sos::test_util {

// A real Redis of the test's own, on a socket in a temporary directory: no port that could be
// taken.
class RedisServer {
 public:
  RedisServer() {
    directory_ = (std::filesystem::path(::testing::TempDir()) / "sos-redis-XXXXXX").string();
    if (mkdtemp(directory_.data()) == nullptr) ADD_FAILURE() << "no temporary directory";
    Start();
  }
  ~RedisServer() {
    Kill();
    std::filesystem::remove_all(directory_);
  }

  // As RedisCache::Options::address wants it.
  std::string address() const { return absl::StrCat("unix:", socket()); }

  // Starts it (again) and waits until it takes connections.
  void Start() {
    pid_ = fork();
    if (pid_ == 0) {
      execlp("redis-server", "redis-server", "--port", "0", "--unixsocket", socket().c_str(),
             "--save", "", "--appendonly", "no", "--logfile", (directory_ + "/log").c_str(),
             "--dir", directory_.c_str(), static_cast<char*>(nullptr));
      _exit(127);
    }
    const absl::Time deadline = absl::Now() + absl::Seconds(20);
    while (!Accepts()) {
      if (absl::Now() > deadline) {
        ADD_FAILURE() << "redis-server did not start";
        return;
      }
      absl::SleepFor(absl::Milliseconds(5));
    }
  }
  void Kill() { Signal(SIGKILL, true); }
  // Stops answering without going away, and goes on.
  void Freeze() { Signal(SIGSTOP, false); }
  void Thaw() { Signal(SIGCONT, false); }

 private:
  std::string socket() const { return directory_ + "/redis.sock"; }

  bool Accepts() const {
    const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, socket().c_str(), sizeof address.sun_path - 1);
    const bool connected = connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    close(fd);
    return connected;
  }
  void Signal(int signal, bool wait) {
    if (pid_ <= 0) return;
    kill(pid_, signal);
    if (!wait) return;
    waitpid(pid_, nullptr, 0);
    pid_ = 0;
    std::filesystem::remove(socket());
  }

  std::string directory_;
  pid_t pid_ = 0;
};

}  // namespace sos::test_util

#endif  // SOS_COMMON_TEST_UTIL_REDIS_SERVER_H_
