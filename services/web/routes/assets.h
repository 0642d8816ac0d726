// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_ROUTES_ASSETS_H_
#define SOS_SERVICES_WEB_ROUTES_ASSETS_H_

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/embed/embedded_file.h"
#include "services/web/http/message.h"

namespace sos::web {

// The prefix of their addresses, with which the router finds them.
inline constexpr char kAssetsPrefix[] = "/assets/";

// The style sheets, scripts and pictures of pages, from files that are compiled into the program.
class Assets final : public HttpHandler {
 public:
  // `files` live as long as the program: sos_embed() makes them.
  explicit Assets(absl::Span<const EmbeddedFile> files);

  // What a page links to: `/assets/site.css?v=` and the digest of the contents. Empty for a file
  // that there is not.
  std::string Address(absl::string_view name) const;

  // At the address of the present contents, they may be kept for ever (`immutable`); without a
  // digest or with another one, they are asked for each time. 404 for other names.
  HttpResponse Handle(const HttpRequest& request) override;

 private:
  struct Asset {
    absl::string_view contents;
    absl::string_view type;
    std::string digest;
  };
  std::map<std::string, Asset, std::less<>> assets_;
};

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_ROUTES_ASSETS_H_
