// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_ROUTES_SECURE_HANDLER_H_
#define SOS_SERVICES_WEB_ROUTES_SECURE_HANDLER_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "services/web/http/message.h"
#include "services/web/routes/gzip.h"

namespace sos::web {

// No script or style within a page, nothing of other sites, no frames.
inline constexpr char kContentSecurityPolicy[] =
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

// Digits of a digest of the body that make its ETag: 128 bits.
inline constexpr size_t kTagDigits = 32;
// What distinguishes the ETag of a compressed body.
inline constexpr absl::string_view kGzipMark = "-gzip";

// True for the Host of a request that names this machine, with or without a port: `localhost`,
// 127.0.0.0/8 or `[::1]`.
bool IsLoopbackHost(absl::string_view host);

// True if one of the tags of an If-None-Match is `tag`, whatever the encoding of the body was.
bool Matches(absl::string_view if_none_match, absl::string_view tag);

// What every answer has, before a handler that knows nothing of it:
//
// - headers that keep a browser from running or embedding anything foreign, unless the handler has
//   set its own;
// - where the handler has said nothing, Cache-Control: no-cache, or, to a request with a token,
//   `private, no-store`;
// - for an answer 200 to GET, a strong ETag from the digest of the body, unless the handler has set
//   one or forbids to store it, and 304 for a client that has the same;
// - gzip for text of kMinGzipBytes and more, where the client accepts it.
//
// On a loopback address only requests for a loopback host are answered, others with 421: a page of
// another site could else make its name that of this machine and read what is served here (DNS
// rebinding).
class SecureHandler final : public HttpHandler {
 public:
  struct Options {
    // Connections are encrypted: browsers are told to insist on it.
    bool encrypted = false;
    // The server listens on a loopback address.
    bool loopback = false;
  };

  // `inner` must outlive this.
  SecureHandler(const Options& options, HttpHandler& inner) : options_(options), inner_(inner) {}

  HttpResponse Handle(const HttpRequest& request) override;

 private:
  void AddHeaders(const HttpRequest& request, HttpResponse& response) const;
  void Tag(const HttpRequest& request, HttpResponse& response);
  void Compress(const std::string& digest, HttpResponse& response);

  const Options options_;
  HttpHandler& inner_;
  GzipCache compressed_;
};

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_ROUTES_SECURE_HANDLER_H_
