// SPDX-License-Identifier: Apache-2.0
#include "services/web/pages/negotiate.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace sos::web {

std::string LanguageOf(const HttpRequest& request, const std::vector<std::string>& languages) {
  const auto known = [&](const std::string& code) {
    return std::find(languages.begin(), languages.end(), code) != languages.end();
  };
  const std::string chosen = request.Argument("lang");
  if (known(chosen)) return chosen;
  std::string best = languages.front();
  double best_weight = 0;
  for (const absl::string_view part : absl::StrSplit(request.Header("accept-language"), ',')) {
    const std::vector<absl::string_view> pieces = absl::StrSplit(part, ';');
    const std::vector<absl::string_view> tags =
        absl::StrSplit(absl::StripAsciiWhitespace(pieces[0]), '-');
    double weight = 1;
    if (pieces.size() > 1) {
      absl::string_view text = absl::StripAsciiWhitespace(pieces[1]);
      if (!absl::ConsumePrefix(&text, "q=") || !absl::SimpleAtod(text, &weight)) weight = 0;
    }
    const std::string code = absl::AsciiStrToLower(tags[0]);
    if (weight <= best_weight || !known(code)) continue;
    best = code;
    best_weight = weight;
  }
  return best;
}

QueryArguments KeptArguments(const HttpRequest& request) {
  QueryArguments kept;
  for (const char* const name : {"lang", "release", "revision"}) {
    const std::string value = request.Argument(name);
    if (!value.empty()) kept.emplace_back(name, value);
  }
  return kept;
}

}  // namespace sos::web
