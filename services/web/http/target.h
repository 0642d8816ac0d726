// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_HTTP_TARGET_H_
#define SOS_SERVICES_WEB_HTTP_TARGET_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace sos::web {

// The target of a request: what stands between its method and its version.
struct Target {
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;
};

// Reads a target as it was sent, such as `/search?q=Salinas%20High`. The path comes out decoded: it
// starts with `/` and has no empty, `.` or `..` segments. A `+` in the query is a space. Nullopt
// for a target that does not start with `/`, and for one that has such segments, an encoded slash
// in the path, a backslash, a bad percent escape, bytes that are not UTF-8, control characters (the
// query may have tabs and line breaks), or more than kMaxArguments arguments: there is one way to
// write each address.
std::optional<Target> ParseTarget(absl::string_view target);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_HTTP_TARGET_H_
