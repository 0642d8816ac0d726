// SPDX-License-Identifier: Apache-2.0

// Answers every request with one file, by the HTTP server of sos-web and nothing else of it: what
// its pages are measured against. Prints its port. usage: static_server FILE GZIP_FILE
//
// GZIP_FILE is what clients get that accept gzip. Both are read at the start.

#include <csignal>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <utility>

#include "services/web/http/server.h"

namespace {

std::string Contents(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

class FileHandler final : public sos::web::HttpHandler {
 public:
  FileHandler(std::string plain, std::string packed)
      : plain_(std::move(plain)), packed_(std::move(packed)) {}

  sos::web::HttpResponse Handle(const sos::web::HttpRequest& request) override {
    const bool packs = request.Header("accept-encoding").find("gzip") != std::string::npos;
    sos::web::HttpResponse response;
    response.headers = {{"Content-Type", "text/html; charset=utf-8"}};
    if (packs) response.headers.emplace_back("Content-Encoding", "gzip");
    response.body = packs ? packed_ : plain_;
    return response;
  }

 private:
  const std::string plain_;
  const std::string packed_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  FileHandler handler(Contents(argv[1]), Contents(argv[2]));
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  const auto server = sos::web::HttpServer::Start({.listen = "localhost:0"}, handler);
  if (!server.ok()) {
    std::cerr << server.status() << "\n";
    return 1;
  }
  std::cout << (*server)->port() << std::endl;
  int signal = 0;
  sigwait(&signals, &signal);
  return 0;
}
