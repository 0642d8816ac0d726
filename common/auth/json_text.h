// SPDX-License-Identifier: Apache-2.0
// A text member of a JSON object: how keys and claims are read.
#ifndef SOS_COMMON_AUTH_JSON_TEXT_H_
#define SOS_COMMON_AUTH_JSON_TEXT_H_

#include <string>

#include "nlohmann/json.hpp"

namespace sos::auth {

// The text of the member `name`; empty if there is none, or it is not a text.
inline std::string TextMember(const nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace sos::auth

#endif  // SOS_COMMON_AUTH_JSON_TEXT_H_
