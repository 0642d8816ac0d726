// SPDX-License-Identifier: Apache-2.0
#include "services/web/sign_in/addresses.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace sos::web {
namespace {

bool IsControl(unsigned char byte) { return byte < 0x20 || byte == 0x7f; }

std::string PercentEncode(absl::string_view text, absl::string_view kept) {
  std::string encoded;
  for (const char c : text) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c)) || absl::StrContains(kept, c)) {
      encoded += c;
    } else {
      absl::StrAppend(&encoded, "%", absl::AsciiStrToUpper(absl::BytesToHexString({&c, 1})));
    }
  }
  return encoded;
}

std::string DecodeField(absl::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() &&
                        absl::ascii_isxdigit(static_cast<unsigned char>(text[i + 1])) &&
                        absl::ascii_isxdigit(static_cast<unsigned char>(text[i + 2]));
    if (escape) {
      decoded += absl::HexStringToBytes(text.substr(i + 1, 2));
      i += 2;
    } else {
      decoded += text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
}

// The host of `SCHEME://HOST[:PORT]...`, in lower case; empty where the text is no such URL.
std::string HostOf(absl::string_view url, absl::string_view scheme) {
  if (!absl::ConsumePrefix(&url, scheme)) return "";
  const absl::string_view authority = url.substr(0, url.find_first_of("/?"));
  absl::string_view host = authority;
  if (absl::StartsWith(host, "[")) {
    const size_t end = host.find(']');
    if (end == absl::string_view::npos) return "";
    host = host.substr(0, end + 1);
  } else {
    host = host.substr(0, host.find(':'));
  }
  const absl::string_view port = authority.substr(host.size());
  const bool whole =
      port.empty() || (port.size() > 1 && port[0] == ':' &&
                       std::all_of(port.begin() + 1, port.end(), absl::ascii_isdigit));
  return whole ? absl::AsciiStrToLower(host) : "";
}

bool IsPlainText(absl::string_view url) {
  return std::none_of(url.begin(), url.end(), [](unsigned char byte) {
    return IsControl(byte) || byte >= 0x80 ||
           absl::string_view(" \\@#\"<>").find(static_cast<char>(byte)) != absl::string_view::npos;
  });
}

}  // namespace

std::optional<std::string> ReadReturnPath(absl::string_view text) {
  if (text.empty()) return "/";
  const absl::string_view path = text.substr(0, text.find_first_of("?#"));
  if (text.size() > kMaxReturnPathBytes || !absl::StartsWith(path, "/") ||
      absl::StrContains(path, "//") || absl::StrContains(text, '\\') ||
      std::any_of(text.begin(), text.end(), IsControl)) {
    return std::nullopt;
  }
  for (const absl::string_view own : {"/sign-in", "/sign-out"}) {
    if (path == own || absl::StartsWith(path, absl::StrCat(own, "/"))) return std::nullopt;
  }
  return PercentEncode(text, "-._~/?#[]@!$&'()*+,;=:%");
}

bool IsLoopbackUrl(absl::string_view url) {
  if (!IsPlainText(url)) return false;
  for (const absl::string_view scheme : {"http://", "https://"}) {
    const std::string host = HostOf(url, scheme);
    if (host == "localhost" || host == "127.0.0.1" || host == "[::1]") return true;
  }
  return false;
}

bool IsSecureUrl(absl::string_view url) {
  return IsLoopbackUrl(url) || (IsPlainText(url) && !HostOf(url, "https://").empty());
}

std::string EncodeForm(const FormFields& fields) {
  std::string form;
  for (const auto& [name, value] : fields) {
    absl::StrAppend(&form, form.empty() ? "" : "&", PercentEncode(name, "-._~"), "=",
                    PercentEncode(value, "-._~"));
  }
  return form;
}

std::string FormField(absl::string_view form, absl::string_view name) {
  for (const absl::string_view field : absl::StrSplit(form, '&')) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(field, absl::MaxSplits('=', 1));
    if (DecodeField(parts.first) == name) return DecodeField(parts.second);
  }
  return "";
}

}  // namespace sos::web
