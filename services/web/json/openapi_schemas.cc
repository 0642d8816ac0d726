// SPDX-License-Identifier: Apache-2.0
#include "services/web/json/openapi_schemas.h"

#include <map>
#include <regex>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace sos::web {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::OneofDescriptor;
using Json = nlohmann::ordered_json;

std::string CleanComment(const std::string& comment) {
  std::vector<std::string> lines = absl::StrSplit(comment, '\n');
  for (std::string& line : lines) {
    line = std::string(absl::StripTrailingAsciiWhitespace(absl::StripPrefix(line, " ")));
  }
  static const std::regex* const kLink = new std::regex(R"(\[([^\]]*)\]\[[^\]]*\])");
  const std::string text = std::regex_replace(absl::StrJoin(lines, "\n"), *kLink, "$1");
  return std::string(absl::StripAsciiWhitespace(text));
}

// The messages of protobuf that have a JSON form of their own.
const Json* WellKnownForm(const std::string& full_name) {
  static const auto* const kForms = new std::map<std::string, Json>{
      {"google.protobuf.Timestamp", {{"type", "string"}, {"format", "date-time"}}},
      {"google.protobuf.Duration",
       {{"type", "string"}, {"pattern", "^-?[0-9]+(\\.[0-9]{1,9})?s$"}}},
      {"google.protobuf.FieldMask", {{"type", "string"}}},
      {"google.protobuf.Empty", {{"type", "object"}, {"additionalProperties", false}}},
      {"google.protobuf.Struct", {{"type", "object"}}},
      {"google.protobuf.Any", {{"type", "object"}}}};
  const auto found = kForms->find(full_name);
  return found == kForms->end() ? nullptr : &found->second;
}

// Adds what a field holds, by itself.
void AddValue(const FieldDescriptor& field, Json& schema, Json& schemas) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      schema["type"] = "integer";
      schema["format"] = "int32";
      return;
    case FieldDescriptor::CPPTYPE_UINT32:
      schema["type"] = "integer";
      schema["minimum"] = 0;
      return;
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT64:
      // A JavaScript number does not hold all of them.
      schema["type"] = "string";
      schema["format"] = "int64";
      schema["pattern"] = "^-?[0-9]+$";
      return;
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      schema["type"] = "number";
      return;
    case FieldDescriptor::CPPTYPE_BOOL:
      schema["type"] = "boolean";
      return;
    case FieldDescriptor::CPPTYPE_STRING:
      schema["type"] = "string";
      if (field.type() == FieldDescriptor::TYPE_BYTES) schema["contentEncoding"] = "base64";
      return;
    case FieldDescriptor::CPPTYPE_ENUM:
      AddSchemas(*field.enum_type(), schemas);
      schema.update(SchemaReference(field.enum_type()->full_name()));
      return;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (const Json* const form = WellKnownForm(field.message_type()->full_name())) {
        schema.update(*form);
        return;
      }
      AddSchemas(*field.message_type(), schemas);
      schema.update(SchemaReference(field.message_type()->full_name()));
      return;
  }
}

Json FieldSchema(const FieldDescriptor& field, Json& schemas) {
  Json schema = Json::object();
  std::string comment = CommentOf(field);
  if (const OneofDescriptor* const oneof = field.real_containing_oneof(); oneof != nullptr) {
    std::vector<std::string> names;
    for (int i = 0; i < oneof->field_count(); ++i) names.push_back(oneof->field(i)->json_name());
    absl::StrAppend(&comment, "\n\nAt most one of these is set: ", absl::StrJoin(names, ", "), ".");
  }
  if (!comment.empty()) schema["description"] = comment;
  if (field.is_map()) {
    Json value = Json::object();
    AddValue(*field.message_type()->map_value(), value, schemas);
    schema["type"] = "object";
    schema["additionalProperties"] = value;
  } else if (field.is_repeated()) {
    Json items = Json::object();
    AddValue(field, items, schemas);
    schema["type"] = "array";
    schema["items"] = items;
  } else {
    AddValue(field, schema, schemas);
  }
  if (field.options().deprecated()) schema["deprecated"] = true;
  return schema;
}

}  // namespace

template <typename Element>
std::string CommentOf(const Element& element) {
  google::protobuf::SourceLocation location;
  return element.GetSourceLocation(&location) ? CleanComment(location.leading_comments) : "";
}

template std::string CommentOf(const google::protobuf::Descriptor&);
template std::string CommentOf(const google::protobuf::EnumDescriptor&);
template std::string CommentOf(const google::protobuf::EnumValueDescriptor&);
template std::string CommentOf(const google::protobuf::FieldDescriptor&);
template std::string CommentOf(const google::protobuf::MethodDescriptor&);
template std::string CommentOf(const google::protobuf::ServiceDescriptor&);

Json SchemaReference(const std::string& full_name) {
  return {{"$ref", absl::StrCat("#/components/schemas/", full_name)}};
}

void AddSchemas(const EnumDescriptor& type, Json& schemas) {
  if (schemas.contains(type.full_name())) return;
  std::string description = CommentOf(type);
  Json values = Json::array();
  description += "\n";
  for (int i = 0; i < type.value_count(); ++i) {
    const auto& value = *type.value(i);
    values.push_back(value.name());
    absl::StrAppend(&description, "\n- `", value.name(),
                    "`: ", absl::StrJoin(absl::StrSplit(CommentOf(value), '\n'), " "));
  }
  schemas[type.full_name()] = {{"type", "string"}, {"description", description}, {"enum", values}};
}

void AddSchemas(const Descriptor& message, Json& schemas) {
  if (schemas.contains(message.full_name())) return;
  // Named before its fields are looked at: a message may hold itself.
  schemas[message.full_name()] = Json::object();
  Json schema = {{"type", "object"}};
  if (const Json* const form = WellKnownForm(message.full_name())) {
    schema = *form;
  } else {
    if (const std::string comment = CommentOf(message); !comment.empty()) {
      schema["description"] = comment;
    }
    Json properties = Json::object();
    for (int i = 0; i < message.field_count(); ++i) {
      const FieldDescriptor& field = *message.field(i);
      properties[field.json_name()] = FieldSchema(field, schemas);
    }
    schema["properties"] = properties;
    schema["additionalProperties"] = false;
  }
  schemas[message.full_name()] = schema;
}

}  // namespace sos::web
