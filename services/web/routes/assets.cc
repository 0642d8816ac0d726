// SPDX-License-Identifier: Apache-2.0
#include "services/web/routes/assets.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/digest/sha256.h"
#include "services/web/routes/router.h"

namespace sos::web {
namespace {

constexpr int kStatusNoAsset = 404;
// Digits of a digest that name a version: 64 bits.
constexpr size_t kVersionDigits = 16;
// A year, in seconds.
constexpr char kForEver[] = "public, max-age=31536000, immutable";

constexpr std::pair<absl::string_view, absl::string_view> kTypes[] = {
    {"css", "text/css; charset=utf-8"},
    {"js", "text/javascript; charset=utf-8"},
    {"mjs", "text/javascript; charset=utf-8"},
    {"svg", "image/svg+xml"},
    {"json", "application/json"},
    {"webmanifest", "application/manifest+json"},
    {"txt", "text/plain; charset=utf-8"}};

// By the ending of the name. Files of other kinds are downloaded.
absl::string_view TypeOf(absl::string_view name) {
  const absl::string_view ending = name.substr(name.rfind('.') + 1);
  for (const auto& [known, type] : kTypes) {
    if (ending == known) return type;
  }
  return "application/octet-stream";
}

}  // namespace

Assets::Assets(absl::Span<const EmbeddedFile> files) {
  for (const EmbeddedFile& file : files) {
    assets_[std::string(file.name)] = {
        .contents = file.contents,
        .type = TypeOf(file.name),
        .digest = Sha256Hex(file.contents).substr(0, kVersionDigits)};
  }
}

std::string Assets::Address(absl::string_view name) const {
  const auto found = assets_.find(std::string(name));
  if (found == assets_.end()) return "";
  return absl::StrCat(kAssetsPrefix, name, "?v=", found->second.digest);
}

HttpResponse Assets::Handle(const HttpRequest& request) {
  absl::string_view name = request.path;
  absl::ConsumePrefix(&name, kAssetsPrefix);
  const auto found = assets_.find(std::string(name));
  if (found == assets_.end()) return TextResponse(kStatusNoAsset, "There is no such file.");
  const Asset& asset = found->second;
  HttpResponse response;
  response.headers = {
      {"Content-Type", std::string(asset.type)},
      {"Cache-Control", request.Argument("v") == asset.digest ? kForEver : "no-cache"}};
  response.body = std::string(asset.contents);
  return response;
}

}  // namespace sos::web
