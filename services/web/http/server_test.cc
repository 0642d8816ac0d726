// SPDX-License-Identifier: Apache-2.0
#include "services/web/http/server.h"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "common/metrics/metrics.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/web/http/raw_client_test.h"

namespace sos::web {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// Answers with what it was asked, or as a test says.
class Teller final : public HttpHandler {
 public:
  HttpResponse Handle(const HttpRequest& request) override {
    ++calls;
    if (answer) return answer(request);
    HttpResponse response;
    std::vector<std::string> arguments;
    for (const auto& [key, value] : request.query) {
      arguments.push_back(absl::StrCat(key, "=", value));
    }
    response.headers = {{"Content-Type", "text/plain"}};
    response.body =
        absl::StrCat(request.method, " ", request.path, " [", absl::StrJoin(arguments, " "), "] ",
                     request.peer, " <", request.body, "> ", request.Header("x-test"));
    return response;
  }

  std::function<HttpResponse(const HttpRequest&)> answer;
  std::atomic<int> calls{0};
};

// Pieces that a test makes.
class Pieces final : public BodySource {
 public:
  using Next_ = std::function<absl::StatusOr<std::optional<std::string>>()>;
  explicit Pieces(Next_ next) : next_(std::move(next)) {}
  absl::StatusOr<std::optional<std::string>> Next() override { return next_(); }

 private:
  const Next_ next_;
};

class HttpServerTest : public ::testing::Test {
 protected:
  int Serve(const HttpLimits& limits = {}) {
    auto server = HttpServer::Start({.listen = "localhost:0", .limits = limits}, teller_);
    EXPECT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    return server_->port();
  }

  Teller teller_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(HttpServerTest, TellsTheHandlerWhatWasAsked) {
  const int port = Serve();
  const std::string answer =
      Exchanged(port, Get("/a%20b/c?x=1+2&y=%26", "X-Test: one\r\nx-test: two\r\n"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(answer, EndsWith("GET /a b/c [x=1 2 y=&] 127.0.0.1 <> one, two"));
  EXPECT_THAT(answer, HasSubstr("\r\nDate: "));
}

TEST_F(HttpServerTest, ReadsBodiesWithALengthAndInChunks) {
  const int port = Serve();
  EXPECT_THAT(Exchanged(port, Get("/", "Content-Length: 3\r\n", "POST") + "abc"),
              HasSubstr("<abc>"));
  EXPECT_THAT(Exchanged(port, Get("/", "Transfer-Encoding: chunked\r\n", "POST") +
                                  "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"),
              HasSubstr("<abc>"));
}

TEST_F(HttpServerTest, AnswersHeadWithoutTheBody) {
  const int port = Serve();
  const std::string answer = Exchanged(port, Get("/", "", "HEAD"));
  EXPECT_THAT(answer, HasSubstr("Content-Length: "));
  EXPECT_THAT(answer, EndsWith("\r\n\r\n"));
}

TEST_F(HttpServerTest, AnswersPipelinedRequestsInTheirOrder) {
  const int port = Serve();
  const std::string kept = "GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n";
  const std::string answer = Exchanged(port, kept + Get("/3"));
  const size_t first = answer.find("GET /1 ");
  const size_t second = answer.find("GET /2 ");
  const size_t third = answer.find("GET /3 ");
  ASSERT_NE(third, std::string::npos) << answer;
  EXPECT_LT(first, second);
  EXPECT_LT(second, third);
}

struct BadRequest {
  const char* what;
  std::string bytes;
  int status;
};

TEST_F(HttpServerTest, RefusesWhatIsMalformedOrTooMuch) {
  HttpLimits limits;
  limits.uri_bytes = 256;
  limits.header_bytes = 1024;
  limits.body_bytes = 16;
  const int port = Serve(limits);
  const std::string many(2000, 'x');
  for (const BadRequest& bad : std::vector<BadRequest>{
           {"a path out of the site", Get("/../etc/passwd"), 400},
           {"an encoded path out of the site", Get("/%2e%2e/etc/passwd"), 400},
           {"a NUL", Get("/a%00"), 400},
           {"a bad escape", Get("/%zz"), 400},
           {"another site", Get("http://other.example/"), 400},
           {"two hosts", Get("/", "Host: other.example\r\n"), 400},
           {"no host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400},
           {"two lengths", Get("/", "Content-Length: 1\r\nContent-Length: 2\r\n", "POST"), 400},
           {"a length and chunks",
            Get("/", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "POST") + "0\r\n\r\n",
            400},
           {"a method nobody has", Get("/", "", "DELETE"), 405},
           {"another one", Get("/", "", "TRACE"), 405},
           {"a long body", Get("/", "Content-Length: 17\r\n", "POST") + std::string(17, 'x'), 413},
           {"a body that nobody reads", Get("/", "Content-Length: 99999999999\r\n", "POST"), 413},
           {"a long body in chunks",
            Get("/", "Transfer-Encoding: chunked\r\n", "POST") + "11\r\n" + std::string(17, 'x') +
                "\r\n0\r\n\r\n",
            413},
           {"a long address", Get("/" + std::string(256, 'x')), 414},
           {"a long header", Get("/", "X-Test: " + many + "\r\n"), 431}}) {
    const std::string answer = Exchanged(port, bad.bytes);
    EXPECT_THAT(answer, StartsWith(absl::StrCat("HTTP/1.1 ", bad.status, " "))) << bad.what;
  }
  EXPECT_EQ(teller_.calls, 0) << "of which no handler hears";
  EXPECT_THAT(Exchanged(port, Get("/", "", "DELETE")),
              HasSubstr("Allow: GET, HEAD, POST, OPTIONS"));
  EXPECT_THAT(Exchanged(port, Get("/" + std::string(255, 'x'))), StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpServerTest, ASlowHandlerKeepsNobodyWaiting) {
  absl::Notification slow_began;
  absl::Notification slow_may_end;
  teller_.answer = [&](const HttpRequest& request) {
    if (request.path == "/slow") {
      slow_began.Notify();
      slow_may_end.WaitForNotification();
    }
    return HttpResponse{.status = 200, .body = request.path};
  };
  const int port = Serve();
  RawClient slow(port);
  slow.Send(Get("/slow"));
  slow_began.WaitForNotification();
  EXPECT_THAT(Exchanged(port, Get("/fast")), EndsWith("/fast"));
  slow_may_end.Notify();
  EXPECT_THAT(slow.ReadAll(), EndsWith("/slow"));
}

TEST_F(HttpServerTest, TellsWhoComesWhenTooManyAreInFlightToComeAgain) {
  absl::Notification began;
  absl::Notification may_end;
  teller_.answer = [&](const HttpRequest&) {
    began.Notify();
    may_end.WaitForNotification();
    return HttpResponse{.status = 200, .body = "first"};
  };
  HttpLimits limits;
  limits.in_flight = 1;
  const int port = Serve(limits);
  RawClient first(port);
  first.Send(Get("/"));
  began.WaitForNotification();
  const std::string refused = Exchanged(port, Get("/"));
  EXPECT_THAT(refused, StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(refused, HasSubstr("Retry-After: 1\r\n"));
  may_end.Notify();
  EXPECT_THAT(first.ReadAll(), EndsWith("first"));
}

TEST_F(HttpServerTest, EndsARequestThatComesByteByByte) {
  HttpLimits limits;
  limits.header_timeout = absl::Milliseconds(300);
  const int port = Serve(limits);
  RawClient silent(port);
  RawClient slow(port);
  slow.Send("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
  EXPECT_EQ(slow.ReadAll(), "") << "the connection ends";
  EXPECT_EQ(silent.ReadAll(), "") << "also one that never said anything";
  EXPECT_EQ(teller_.calls, 0);
  EXPECT_THAT(Exchanged(port, Get("/")), StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpServerTest, EndsABodyThatNeverComes) {
  HttpLimits limits;
  limits.body_timeout = absl::Milliseconds(300);
  const int port = Serve(limits);
  EXPECT_EQ(Exchanged(port, Get("/", "Content-Length: 10\r\n", "POST") + "abc"), "");
  EXPECT_EQ(teller_.calls, 0);
}

TEST_F(HttpServerTest, ClosesConnectionsOfOneAddressBeyondItsLimit) {
  HttpLimits limits;
  limits.connections_per_address = 2;
  const int port = Serve(limits);
  RawClient first(port);
  RawClient second(port);
  const std::string kept = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
  first.Send(kept);
  second.Send(kept);
  EXPECT_THAT(first.ReadUntil("<> "), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(second.ReadUntil("<> "), StartsWith("HTTP/1.1 200 "));
  EXPECT_EQ(Exchanged(port, Get("/")), "");
  first.Send(kept);
  EXPECT_THAT(first.ReadUntil("<> "), StartsWith("HTTP/1.1 200 ")) << "those that are there stay";
}

TEST_F(HttpServerTest, SendsAStreamPieceByPiece) {
  absl::Notification read;
  teller_.answer = [&](const HttpRequest&) {
    HttpResponse response;
    int made = 0;
    response.stream = std::make_unique<Pieces>(
        [&read, made]() mutable -> absl::StatusOr<std::optional<std::string>> {
          if (++made == 1) return std::string("one\n");
          if (made == 3) return std::nullopt;
          // The first was on its way before there was a second.
          read.WaitForNotification();
          return std::string(100'000, 'x') + "two\n";
        });
    return response;
  };
  const int port = Serve();
  RawClient client(port);
  client.Send(Get("/stream"));
  const std::string head = client.ReadUntil("one\n");
  EXPECT_THAT(head, HasSubstr("Transfer-Encoding: chunked"));
  read.Notify();
  const std::string rest = client.ReadAll();
  EXPECT_GT(rest.size(), 100'000U);
  EXPECT_THAT(rest, HasSubstr("xtwo\n"));
  EXPECT_THAT(rest, EndsWith("0\r\n\r\n"));
}

TEST_F(HttpServerTest, BreaksTheConnectionOfAStreamThatFails) {
  teller_.answer = [](const HttpRequest&) {
    HttpResponse response;
    int made = 0;
    response.stream =
        std::make_unique<Pieces>([made]() mutable -> absl::StatusOr<std::optional<std::string>> {
          if (++made == 1) return std::string("one\n");
          return absl::UnavailableError("gone");
        });
    return response;
  };
  const int port = Serve();
  const std::string answer = Exchanged(port, Get("/stream"));
  EXPECT_THAT(answer, HasSubstr("one\n"));
  EXPECT_THAT(answer, Not(EndsWith("0\r\n\r\n"))) << "no client takes it for the whole";
}

TEST_F(HttpServerTest, AClientThatLeavesAStreamGivesItsPlaceBack) {
  absl::Notification left;
  absl::Notification destroyed;
  struct Owner {
    absl::Notification* ended;
    ~Owner() { ended->Notify(); }
  };
  teller_.answer = [&](const HttpRequest& request) {
    if (request.path != "/stream") return HttpResponse{.status = 200, .body = "served"};
    HttpResponse response;
    response.stream = std::make_unique<Pieces>(
        [&left, owner = std::shared_ptr<Owner>(new Owner{&destroyed})]()
            -> absl::StatusOr<std::optional<std::string>> { return std::string(1000, 'x'); });
    return response;
  };
  HttpLimits limits;
  limits.in_flight = 1;
  const int port = Serve(limits);
  {
    RawClient client(port);
    client.Send(Get("/stream"));
    client.ReadUntil("xxx");
    EXPECT_THAT(Exchanged(port, Get("/")), StartsWith("HTTP/1.1 503 ")) << "a stream is in flight";
  }
  destroyed.WaitForNotification();
  EXPECT_THAT(Exchanged(port, Get("/")), EndsWith("served"));
}

TEST_F(HttpServerTest, AHandlerThatThrowsIsAnErrorOfTheServer) {
  teller_.answer = [](const HttpRequest&) -> HttpResponse {
    throw std::runtime_error("secret of the handler");
  };
  const int port = Serve();
  const std::string answer = Exchanged(port, Get("/"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 500 "));
  EXPECT_THAT(answer, Not(HasSubstr("secret")));
}

TEST_F(HttpServerTest, AHeaderCannotBeBrokenIntoTwo) {
  teller_.answer = [](const HttpRequest&) {
    return HttpResponse{.status = 200, .headers = {{"X-Test", "a\r\nSet-Cookie: b"}}, .body = "x"};
  };
  const int port = Serve();
  EXPECT_THAT(Exchanged(port, Get("/")), Not(HasSubstr("Set-Cookie")));
}

TEST_F(HttpServerTest, DrainsWhatRunsAndAcceptsNothingNew) {
  absl::Notification began;
  absl::Notification may_end;
  teller_.answer = [&](const HttpRequest&) {
    began.Notify();
    may_end.WaitForNotification();
    return HttpResponse{.status = 200, .body = "finished"};
  };
  const int port = Serve();
  RawClient running(port);
  running.Send(Get("/"));
  began.WaitForNotification();
  std::thread stop([this] { server_->Stop(); });
  // Nobody listens any more once the stop has begun.
  while (RawClient(port).connected()) std::this_thread::yield();
  may_end.Notify();
  EXPECT_THAT(running.ReadAll(), EndsWith("finished"));
  stop.join();
  server_->Stop();
}

TEST_F(HttpServerTest, StopsWithIdleAndHalfOpenConnections) {
  const int port = Serve();
  RawClient idle(port);
  idle.Send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  idle.ReadUntil("<> ");
  RawClient silent(port);
  server_->Stop();
  EXPECT_EQ(idle.ReadAll(), "");
  EXPECT_EQ(silent.ReadAll(), "");
}

TEST_F(HttpServerTest, DoesNotStartWithoutTheFilesOfItsCertificate) {
  const auto server = HttpServer::Start(
      {.listen = "localhost:0", .certificate = "/nowhere.pem", .key = "/nowhere.key"}, teller_);
  EXPECT_EQ(server.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(server.status().message(), HasSubstr("/nowhere.pem"));
}

}  // namespace
}  // namespace sos::web
