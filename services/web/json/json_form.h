// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_JSON_JSON_FORM_H_
#define SOS_SERVICES_WEB_JSON_JSON_FORM_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace google::protobuf {
class Descriptor;
}

// The one JSON form of the product is protobuf's: names in lowerCamelCase, int64 as strings, enum
// values by name, bytes in base64, and no field that is not set.
namespace sos::web {

// Converts a request from JSON to bytes of the type `message`. Returns REQUEST_MALFORMED, with the
// path of the first field that is wrong.
absl::StatusOr<std::string> FromJson(const google::protobuf::Descriptor& message,
                                     absl::string_view json);

// Converts bytes of the type `message` to JSON in one line. Returns ANSWER_UNREADABLE for bytes
// that are no such message.
absl::StatusOr<std::string> ToJson(const google::protobuf::Descriptor& message,
                                   absl::string_view bytes);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_JSON_JSON_FORM_H_
