// SPDX-License-Identifier: Apache-2.0
#include "services/web/http/server.h"

#include <microhttpd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "common/log/log.h"
#include "common/metrics/metrics.h"
#include "common/rpc/worker_pool.h"
#include "common/status/macros.h"
#include "common/time/steady_wait.h"
#include "services/web/http/connections.h"
#include "services/web/http/exchange.h"
#include "services/web/http/listener.h"

namespace sos::web {
namespace {

// A stream is given to the connection in pieces of this many bytes.
constexpr size_t kStreamBlockBytes = size_t{32} << 10;

absl::StatusOr<std::string> ReadPem(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), {});
  if (!text.empty()) return text;
  return absl::InvalidArgumentError(absl::StrCat("cannot read ", path, ", which TLS needs"));
}

// A connection and its place in the registry, as libmicrohttpd keeps it for us.
Connection* ConnectionOf(MHD_Connection* connection) {
  const MHD_ConnectionInfo* const info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info == nullptr ? nullptr : static_cast<Connection*>(info->socket_context);
}

// Whole seconds, as libmicrohttpd counts them.
unsigned int Seconds(absl::Duration duration) {
  return static_cast<unsigned int>(std::max<int64_t>(1, absl::ToInt64Seconds(duration)));
}

}  // namespace

class HttpServer::Daemon {
 public:
  Daemon(const HttpServerOptions& options, HttpHandler& handler, Listener listener)
      : options_(options),
        handler_(handler),
        listener_(std::move(listener)),
        pool_(std::make_unique<rpc::WorkerPool>(options.limits.workers,
                                                static_cast<size_t>(options.limits.in_flight))) {}
  ~Daemon() { Stop(); }
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  absl::Status Start();
  void Stop();
  int port() const { return listener_.port(); }

 private:
  // A body that is made piece by piece. Belongs to its answer.
  struct Stream {
    Stream(Daemon& owner, MHD_Connection* its_connection, std::unique_ptr<BodySource> body)
        : daemon(owner), connection(its_connection), source(std::move(body)) {}
    ~Stream() { daemon.Leave(); }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    // Makes the next piece.
    void Advance();

    Daemon& daemon;
    MHD_Connection* const connection;
    const std::unique_ptr<BodySource> source;
    std::string piece;
    size_t sent = 0;
    bool ended = false;
    bool failed = false;
  };

  static void* OnTarget(void* self, const char* target, MHD_Connection* connection);
  static void OnConnection(void* self, MHD_Connection* connection, void** place,
                           MHD_ConnectionNotificationCode code);
  static MHD_Result OnRequest(void* self, MHD_Connection* connection, const char* url,
                              const char* method, const char* version, const char* body,
                              size_t* body_bytes, void** context);
  static void OnCompleted(void* self, MHD_Connection* connection, void** context,
                          MHD_RequestTerminationCode code);
  static ssize_t OnStream(void* stream, uint64_t position, char* to, size_t most);

  MHD_Result Serve(MHD_Connection* connection, Connection& place, Exchange& exchange,
                   absl::string_view method, absl::string_view body);
  // Gives the request to a worker, or refuses it.
  MHD_Result Dispatch(MHD_Connection* connection, Connection& place, Exchange& exchange);
  HttpResponse Handle(const HttpRequest& request);
  MHD_Result Refuse(MHD_Connection* connection, Connection& place, Exchange& exchange, int status);
  MHD_Result Answer(MHD_Connection* connection, Connection& place, HttpResponse response,
                    bool closes);
  // False where no work is accepted any more.
  bool Submit(std::function<void()> work);
  // A place among the requests in flight. False, without one, where there is none.
  bool Enter();
  void Leave();

  const HttpServerOptions options_;
  HttpHandler& handler_;
  Listener listener_;
  std::string certificate_;
  std::string key_;
  Connections connections_;
  const metrics::Gauge in_flight_gauge_ =
      metrics::FindGauge("sos_http_in_flight", "HTTP requests being answered or waiting for it.");

  absl::Mutex mutex_;
  SteadyWait changed_;
  // Requests that count for the limit, and exchanges whose last byte has not been sent.
  int in_flight_ ABSL_GUARDED_BY(mutex_) = 0;
  int open_ ABSL_GUARDED_BY(mutex_) = 0;
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  // Null once it stops.
  std::unique_ptr<rpc::WorkerPool> pool_ ABSL_GUARDED_BY(mutex_);
  MHD_Daemon* daemon_ = nullptr;
};

absl::Status HttpServer::Daemon::Start() {
  unsigned int flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC;
  if (listener_.six()) flags |= MHD_USE_DUAL_STACK;
  std::vector<MHD_OptionItem> items;
  if (!options_.certificate.empty()) {
    SOS_ASSIGN_OR_RETURN(certificate_, ReadPem(options_.certificate));
    SOS_ASSIGN_OR_RETURN(key_, ReadPem(options_.key));
    flags |= MHD_USE_TLS;
    items.push_back({MHD_OPTION_HTTPS_MEM_CERT, 0, certificate_.data()});
    items.push_back({MHD_OPTION_HTTPS_MEM_KEY, 0, key_.data()});
  }
  items.push_back({MHD_OPTION_END, 0, nullptr});
  daemon_ = MHD_start_daemon(
      flags, 0, nullptr, nullptr, &Daemon::OnRequest, this, MHD_OPTION_LISTEN_SOCKET,
      listener_.Release(), MHD_OPTION_THREAD_POOL_SIZE, static_cast<unsigned int>(kNetworkThreads),
      MHD_OPTION_CONNECTION_LIMIT, static_cast<unsigned int>(options_.limits.connections),
      MHD_OPTION_PER_IP_CONNECTION_LIMIT,
      static_cast<unsigned int>(options_.limits.connections_per_address),
      MHD_OPTION_CONNECTION_TIMEOUT, Seconds(options_.limits.idle_timeout),
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, kConnectionBytes, MHD_OPTION_STRICT_FOR_CLIENT, 1,
      MHD_OPTION_URI_LOG_CALLBACK, &Daemon::OnTarget, this, MHD_OPTION_NOTIFY_CONNECTION,
      &Daemon::OnConnection, this, MHD_OPTION_NOTIFY_COMPLETED, &Daemon::OnCompleted, this,
      MHD_OPTION_ARRAY, items.data(), MHD_OPTION_END);
  if (daemon_ != nullptr) return absl::OkStatus();
  if (!certificate_.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("cannot serve TLS with ", options_.certificate, " and ", options_.key,
                     ". Check that they are PEM files of a certificate chain and of its key"));
  }
  return absl::UnavailableError(absl::StrCat("cannot serve HTTP on ", options_.listen));
}

void HttpServer::Daemon::Stop() {
  if (daemon_ == nullptr) return;
  // The socket is the caller's from here on.
  if (const int fd = MHD_quiesce_daemon(daemon_); fd >= 0) close(fd);
  std::unique_ptr<rpc::WorkerPool> pool;
  {
    absl::MutexLock lock(&mutex_);
    draining_ = true;
    changed_.AwaitFor(mutex_, options_.drain_timeout,
                      [this]() ABSL_NO_THREAD_SAFETY_ANALYSIS { return open_ == 0; });
    pool = std::move(pool_);
  }
  // No connection may be set aside when the daemon stops: every worker gives its own back.
  pool.reset();
  MHD_stop_daemon(std::exchange(daemon_, nullptr));
}

bool HttpServer::Daemon::Submit(std::function<void()> work) {
  absl::MutexLock lock(&mutex_);
  return pool_ != nullptr && pool_->TryAdd(std::move(work));
}

bool HttpServer::Daemon::Enter() {
  absl::MutexLock lock(&mutex_);
  if (draining_ || in_flight_ >= options_.limits.in_flight) return false;
  ++in_flight_;
  in_flight_gauge_.Add(1);
  return true;
}

void HttpServer::Daemon::Leave() {
  absl::MutexLock lock(&mutex_);
  --in_flight_;
  in_flight_gauge_.Add(-1);
}

void HttpServer::Daemon::OnConnection(void* self, MHD_Connection* connection, void** place,
                                      MHD_ConnectionNotificationCode code) {
  auto& daemon = *static_cast<Daemon*>(self);
  if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
    daemon.connections_.Remove(static_cast<Connection*>(std::exchange(*place, nullptr)));
    return;
  }
  const MHD_ConnectionInfo* const info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  *place = daemon.connections_.Add(info->connect_fd, daemon.options_.limits.header_timeout);
}

// The first line of a request was read.
void* HttpServer::Daemon::OnTarget(void* self, const char* target, MHD_Connection* connection) {
  auto& daemon = *static_cast<Daemon*>(self);
  Connection& place = *ConnectionOf(connection);
  place.exchange = std::make_unique<Exchange>(target, daemon.options_.limits.uri_bytes);
  daemon.connections_.Begin(&place, daemon.options_.limits.header_timeout);
  absl::MutexLock lock(&daemon.mutex_);
  ++daemon.open_;
  return place.exchange.get();
}

void HttpServer::Daemon::OnCompleted(void* self, MHD_Connection* connection, void** context,
                                     MHD_RequestTerminationCode) {
  auto& daemon = *static_cast<Daemon*>(self);
  *context = nullptr;
  Connection& place = *ConnectionOf(connection);
  if (place.exchange == nullptr) return;
  place.exchange.reset();
  // Until the next request is complete; libmicrohttpd ends a silent connection before.
  const HttpLimits& limits = daemon.options_.limits;
  daemon.connections_.Begin(&place, limits.idle_timeout + limits.header_timeout);
  absl::MutexLock lock(&daemon.mutex_);
  --daemon.open_;
  daemon.changed_.Wake();
}

MHD_Result HttpServer::Daemon::OnRequest(void* self, MHD_Connection* connection, const char*,
                                         const char* method, const char*, const char* body,
                                         size_t* body_bytes, void**) {
  auto& daemon = *static_cast<Daemon*>(self);
  Connection& place = *ConnectionOf(connection);
  const absl::string_view piece(body, *body_bytes);
  *body_bytes = 0;
  if (place.exchange == nullptr) return MHD_NO;
  return daemon.Serve(connection, place, *place.exchange, method, piece);
}

// Called when the headers are complete, with each piece of the body, at its end, and once more when
// there is an answer.
MHD_Result HttpServer::Daemon::Serve(MHD_Connection* connection, Connection& place,
                                     Exchange& exchange, absl::string_view method,
                                     absl::string_view body) {
  const HttpLimits& limits = options_.limits;
  if (!exchange.begun()) {
    exchange.Begin(connection, method, limits);
    connections_.Begin(&place, limits.body_timeout);
    const bool at_once = exchange.refused && (*exchange.refused != MHD_HTTP_CONTENT_TOO_LARGE ||
                                              exchange.too_long_to_read());
    return at_once ? Refuse(connection, place, exchange, *exchange.refused) : MHD_YES;
  }
  if (!body.empty()) return exchange.AddBody(body, limits.body_bytes) ? MHD_YES : MHD_NO;
  if (exchange.response) {
    HttpResponse response = *std::move(exchange.response);
    exchange.response.reset();
    return Answer(connection, place, std::move(response), false);
  }
  if (exchange.refused) return Refuse(connection, place, exchange, *exchange.refused);
  return exchange.dispatched ? MHD_YES : Dispatch(connection, place, exchange);
}

MHD_Result HttpServer::Daemon::Dispatch(MHD_Connection* connection, Connection& place,
                                        Exchange& exchange) {
  if (!Enter()) return Refuse(connection, place, exchange, MHD_HTTP_SERVICE_UNAVAILABLE);
  exchange.dispatched = true;
  connections_.Begin(&place, absl::InfiniteDuration());
  MHD_suspend_connection(connection);
  const bool submitted = Submit([this, connection, &exchange] {
    HttpResponse response = Handle(exchange.request);
    // A stream keeps the place until its end.
    if (response.stream == nullptr) Leave();
    exchange.response = std::move(response);
    // From here on the exchange is the connection's again.
    MHD_resume_connection(connection);
  });
  if (!submitted) {
    Leave();
    exchange.refused = MHD_HTTP_SERVICE_UNAVAILABLE;
    MHD_resume_connection(connection);
  }
  return MHD_YES;
}

HttpResponse HttpServer::Daemon::Handle(const HttpRequest& request) {
  try {
    return handler_.Handle(request);
  } catch (const std::exception& error) {
    log::Error("A handler of HTTP requests failed.",
               {{"path", request.path}, {"detail", error.what()}});
    return Refusal(MHD_HTTP_INTERNAL_SERVER_ERROR);
  }
}

MHD_Result HttpServer::Daemon::Refuse(MHD_Connection* connection, Connection& place,
                                      Exchange& exchange, int status) {
  metrics::FindCounter("sos_http_requests_total", "HTTP requests answered, by route and status.",
                       {{"route", "refused"}, {"status", absl::StrCat(status)}})
      .Increment();
  log::Info("request",
            {{"method", exchange.request.method},
             {"path", exchange.request.path},
             {"route", "refused"},
             {"status", absl::StrCat(status)},
             {"duration_ms", absl::StrCat(absl::ToInt64Milliseconds(exchange.watch.Elapsed()))},
             {"caller", exchange.request.peer}});
  // What follows on this connection may be the rest of what was refused.
  return Answer(connection, place, Refusal(status), true);
}

MHD_Result HttpServer::Daemon::Answer(MHD_Connection* connection, Connection& place,
                                      HttpResponse response, bool closes) {
  MHD_Response* answer = nullptr;
  absl::Duration limit = options_.limits.send_timeout;
  if (response.stream != nullptr) {
    auto* const stream = new Stream(*this, connection, std::move(response.stream));
    answer = MHD_create_response_from_callback(
        MHD_SIZE_UNKNOWN, kStreamBlockBytes, &Daemon::OnStream, stream,
        [](void* ended) { delete static_cast<Stream*>(ended); });
    if (answer == nullptr) delete stream;
  } else {
    auto* const body = new std::string(std::move(response.body));
    limit *= 1 + static_cast<int64_t>(body->size() / kSendBytes);
    answer = MHD_create_response_from_buffer_with_free_callback_cls(
        body->size(), body->data(), [](void* sent) { delete static_cast<std::string*>(sent); },
        body);
    if (answer == nullptr) delete body;
  }
  if (answer == nullptr) return MHD_NO;
  bool well_formed = true;
  for (const auto& [name, value] : response.headers) {
    well_formed &= MHD_add_response_header(answer, name.c_str(), value.c_str()) == MHD_YES;
  }
  if (closes) MHD_add_response_header(answer, "Connection", "close");
  connections_.Begin(&place, limit);
  if (!well_formed) log::Error("A header of an answer has characters that no header may have.", {});
  const MHD_Result queued =
      well_formed
          ? MHD_queue_response(connection, static_cast<unsigned int>(response.status), answer)
          : MHD_NO;
  MHD_destroy_response(answer);
  return queued;
}

void HttpServer::Daemon::Stream::Advance() {
  absl::StatusOr<std::optional<std::string>> next = std::nullopt;
  try {
    next = source->Next();
  } catch (const std::exception& error) {
    next = absl::InternalError(error.what());
  }
  failed = !next.ok();
  ended = failed || !next->has_value();
  piece = ended ? std::string() : **std::move(next);
  sent = 0;
  if (failed) {
    log::Error("A stream of an HTTP answer broke off.",
               {{"detail", std::string(next.status().message())}});
  }
}

ssize_t HttpServer::Daemon::OnStream(void* closure, uint64_t, char* to, size_t most) {
  auto& stream = *static_cast<Stream*>(closure);
  Daemon& daemon = stream.daemon;
  Connection* const place = ConnectionOf(stream.connection);
  if (stream.sent < stream.piece.size()) {
    const size_t bytes = std::min(most, stream.piece.size() - stream.sent);
    std::copy_n(stream.piece.data() + stream.sent, bytes, to);
    stream.sent += bytes;
    daemon.connections_.Begin(place, daemon.options_.limits.send_timeout);
    return static_cast<ssize_t>(bytes);
  }
  if (stream.failed) return MHD_CONTENT_READER_END_WITH_ERROR;
  if (stream.ended) return MHD_CONTENT_READER_END_OF_STREAM;
  daemon.connections_.Begin(place, absl::InfiniteDuration());
  MHD_suspend_connection(stream.connection);
  const bool submitted = daemon.Submit([&stream] {
    stream.Advance();
    MHD_resume_connection(stream.connection);
  });
  if (!submitted) {
    stream.failed = true;
    MHD_resume_connection(stream.connection);
  }
  return 0;
}

HttpServer::HttpServer(std::unique_ptr<Daemon> daemon) : daemon_(std::move(daemon)) {}
HttpServer::~HttpServer() = default;

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(const HttpServerOptions& options,
                                                              HttpHandler& handler) {
  SOS_ASSIGN_OR_RETURN(Listener listener, Listener::On(options.listen));
  auto daemon = std::make_unique<Daemon>(options, handler, std::move(listener));
  SOS_RETURN_IF_ERROR(daemon->Start());
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(daemon)));
}

int HttpServer::port() const { return daemon_->port(); }
void HttpServer::Stop() { daemon_->Stop(); }

}  // namespace sos::web
