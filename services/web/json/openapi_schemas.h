// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_JSON_OPENAPI_SCHEMAS_H_
#define SOS_SERVICES_WEB_JSON_OPENAPI_SCHEMAS_H_

#include <string>

#include "google/protobuf/descriptor.h"
#include "nlohmann/json.hpp"

// JSON Schema (2020-12) of the messages and enums of the contract, in their JSON form, with the
// comments of the .proto files.
namespace sos::web {

// The comment of an element: without the margin of `//`, and with links such as
// `[ErrorReason][sos.indicator.v1.ErrorReason]` as their text.
template <typename Element>
std::string CommentOf(const Element& element);

// A reference to the schema of a message or enum: `#/components/schemas/sos.indicator.v1.Result`.
nlohmann::ordered_json SchemaReference(const std::string& full_name);

// Adds the schema of `message`, and of everything that it mentions, to `schemas`, by full name.
void AddSchemas(const google::protobuf::Descriptor& message, nlohmann::ordered_json& schemas);

// As AddSchemas, for an enum.
void AddSchemas(const google::protobuf::EnumDescriptor& type, nlohmann::ordered_json& schemas);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_JSON_OPENAPI_SCHEMAS_H_
