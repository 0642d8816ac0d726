// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_TEST_UTIL_REDIS_SERVER_H_
#define SOS_COMMON_TEST_UTIL_REDIS_SERVER_H_

#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/test_util/free_port.h"
#include "gtest/gtest.h"

namespace sos::test_util {

// A real Redis of the test's own, on a socket in a temporary directory: no port that could be
// taken.
class RedisServer {
 public:
  // `arguments` are added to the command line. One of `port` is listened to, too; 0 is none.
  explicit RedisServer(std::vector<std::string> arguments = {}, int port = 0)
      : arguments_(std::move(arguments)), port_(port) {
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
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      std::vector<std::string> words = {"redis-server"};
      words.insert(words.end(), arguments_.begin(), arguments_.end());
      for (const std::string& word :
           {std::string("--port"), absl::StrCat(port_), std::string("--unixsocket"), socket(),
            std::string("--logfile"), directory_ + "/log", std::string("--dir"), directory_}) {
        words.push_back(word);
      }
      std::vector<char*> pointers;
      pointers.reserve(words.size() + 1);
      for (std::string& word : words) pointers.push_back(word.data());
      pointers.push_back(nullptr);
      execvp("redis-server", pointers.data());
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
  int port() const { return port_; }
  const std::string& directory() const { return directory_; }
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

  const std::vector<std::string> arguments_;
  const int port_;
  std::string directory_;
  pid_t pid_ = 0;
};

}  // namespace sos::test_util

#endif  // SOS_COMMON_TEST_UTIL_REDIS_SERVER_H_
