// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_SIGN_IN_ADDRESSES_H_
#define SOS_SERVICES_WEB_SIGN_IN_ADDRESSES_H_

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace sos::web {

// Longer paths to return to are refused: they travel in a cookie.
inline constexpr size_t kMaxReturnPathBytes = 1024;

// The path, with its query, to which a browser may be sent after sign-in, percent-encoded for a
// `Location` header. An empty text is `/`. Nullopt for everything that a browser could understand
// as an address of another site or could not be put into a header: what does not start with one
// slash, two slashes in a row before the query, a backslash, control characters, more than
// kMaxReturnPathBytes; and for the addresses of sign-in itself.
std::optional<std::string> ReadReturnPath(absl::string_view text);

// True for `https://HOST...`, and for `http://` of `localhost`, `127.0.0.1` or `[::1]`, without
// user, fragment, spaces or control characters.
bool IsSecureUrl(absl::string_view url);
// True for a URL of this machine, as above.
bool IsLoopbackUrl(absl::string_view url);

// The names and values as `application/x-www-form-urlencoded`.
using FormFields = std::vector<std::pair<absl::string_view, std::string>>;
std::string EncodeForm(const FormFields& fields);
// The first field `name` of such a text, decoded. Empty where there is none.
std::string FormField(absl::string_view form, absl::string_view name);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_SIGN_IN_ADDRESSES_H_
