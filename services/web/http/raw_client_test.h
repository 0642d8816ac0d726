// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_HTTP_RAW_CLIENT_TEST_H_
#define SOS_SERVICES_WEB_HTTP_RAW_CLIENT_TEST_H_

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace sos::web {

// A connection over which a test sends bytes as it likes.
class RawClient {
 public:
  explicit RawClient(int port) : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    // Longer than any wait of these tests; one that is cut off has failed.
    const timeval patience = {.tv_sec = 60, .tv_usec = 0};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~RawClient() { Close(); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool connected() const { return connected_; }
  bool Send(const std::string& bytes) {
    return send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(bytes.size());
  }
  // Everything up to the end of the connection.
  std::string ReadAll() {
    while (ReadSome()) continue;
    return std::exchange(got_, "");
  }
  // Everything until `text` has come; less if the connection ends before.
  std::string ReadUntil(const std::string& text) {
    while (!absl::StrContains(got_, text) && ReadSome()) continue;
    const size_t found = got_.find(text);
    const size_t end = found == std::string::npos ? got_.size() : found + text.size();
    std::string read = got_.substr(0, end);
    got_.erase(0, end);
    return read;
  }
  void Close() {
    if (fd_ >= 0) close(std::exchange(fd_, -1));
  }

 private:
  bool ReadSome() {
    std::array<char, 65536> buffer = {};
    const ssize_t bytes = recv(fd_, buffer.data(), buffer.size(), 0);
    if (bytes > 0) got_.append(buffer.data(), static_cast<size_t>(bytes));
    return bytes > 0;
  }

  int fd_;
  bool connected_ = false;
  std::string got_;
};

// What is answered to these bytes, when the client sends nothing more and reads to the end.
inline std::string Exchanged(int port, const std::string& bytes) {
  RawClient client(port);
  client.Send(bytes);
  return client.ReadAll();
}

// A request after whose answer the connection ends.
inline std::string Get(const std::string& target, const std::string& headers = "",
                       const std::string& method = "GET") {
  return absl::StrCat(method, " ", target, " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n",
                      headers, "\r\n");
}

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_HTTP_RAW_CLIENT_TEST_H_
