// SPDX-License-Identifier: Apache-2.0
#include "services/web/json/openapi.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "nlohmann/json.hpp"
#include "services/web/json/openapi_schemas.h"
#include "sos/access/v1/access.pb.h"

namespace sos::web {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorProto;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using Json = nlohmann::ordered_json;

constexpr char kAbout[] =
    "The calls of the System of Support suite as JSON over HTTP, by the Connect protocol. Messages "
    "are in protobuf's JSON form: names in lowerCamelCase, int64 as strings, enum values by name, "
    "and a field that is not set is absent. Without a token a call sees what everybody may see.";
constexpr char kErrorResponse[] = "#/components/responses/Error";
constexpr char kErrorSchema[] = "connect.Error";

// `ROLE_STATE` is `state`.
std::vector<std::string> RolesOf(const access::v1::AccessRule& rule) {
  std::vector<std::string> roles;
  for (const int role : rule.roles()) {
    const std::string name = access::v1::Role_Name(static_cast<access::v1::Role>(role));
    roles.push_back(absl::AsciiStrToLower(absl::StripPrefix(name, "ROLE_")));
  }
  return roles;
}

bool Admits(const access::v1::AccessRule& rule, access::v1::Role role) {
  return std::find(rule.roles().begin(), rule.roles().end(), role) != rule.roles().end();
}

// The first sentence of a comment, for lists.
std::string Summary(const std::string& comment) {
  const std::string line = absl::StrReplaceAll(comment, {{"\n", " "}});
  const size_t end = line.find(". ");
  return end == std::string::npos ? line : line.substr(0, end + 1);
}

Json Content(absl::string_view type, const Json& schema) {
  return {{std::string(type), {{"schema", schema}}}};
}

// What one method answers.
Json Responses(const MethodDescriptor& method) {
  if (method.client_streaming()) {
    return {{"501", {{"$ref", kErrorResponse}}}};
  }
  const Json schema = SchemaReference(method.output_type()->full_name());
  Json answer;
  if (method.server_streaming()) {
    answer = {{"description",
               "A stream of messages: a line each (NDJSON), or each in an envelope of the Connect "
               "protocol. The last line is `{\"error\": ...}` where the stream failed."},
              {"content",
               {{"application/x-ndjson", {{"schema", schema}}},
                {"application/connect+json", {{"schema", {{"type", "string"}}}}}}}};
  } else {
    answer = {{"description", Summary(CommentOf(*method.output_type()))},
              {"content", Content("application/json", schema)}};
  }
  return {{"200", answer}, {"default", {{"$ref", kErrorResponse}}}};
}

Json Security(const access::v1::AccessRule& rule) {
  Json security = Json::array();
  if (Admits(rule, access::v1::ROLE_PUBLIC)) security.push_back(Json::object());
  security.push_back({{"bearer", Json::array()}});
  return security;
}

// What the forms by POST and by GET have in common.
Json Operation(const MethodDescriptor& method, const access::v1::AccessRule& rule,
               absl::string_view suffix) {
  std::string description = CommentOf(method);
  if (method.client_streaming()) {
    absl::StrAppend(&description,
                    "\n\nThis call reads a stream of requests. It is answered over gRPC only.");
  }
  return {{"operationId", absl::StrCat(method.service()->name(), "_", method.name(), suffix)},
          {"tags", {method.service()->name()}},
          {"summary", Summary(description)},
          {"description", description},
          {"x-sos-roles", RolesOf(rule)},
          {"security", Security(rule)}};
}

Json GetParameters(const MethodDescriptor& method) {
  const auto parameter = [](const char* name, const char* description, Json schema) {
    return Json{{"name", name}, {"in", "query"}, {"description", description}, {"schema", schema}};
  };
  return {
      {{"name", "message"},
       {"in", "query"},
       {"description", "The request in JSON. Left out, it is empty."},
       {"content", Content("application/json", SchemaReference(method.input_type()->full_name()))}},
      parameter("encoding", "How the message is written.",
                {{"type", "string"}, {"enum", {"json"}}, {"default", "json"}}),
      parameter("base64", "`1` where the message is written in base64 (URL-safe).",
                {{"type", "string"}, {"enum", {"1"}}}),
      parameter("connect", "The version of the protocol.", {{"type", "string"}, {"enum", {"v1"}}})};
}

Json PathItem(const MethodDescriptor& method, const access::v1::AccessRule& rule, Json& schemas) {
  AddSchemas(*method.input_type(), schemas);
  if (!method.client_streaming()) AddSchemas(*method.output_type(), schemas);
  Json item;
  // As RoutedMethod::by_get has it; openapi_test compares the two.
  if (!rule.audited() && !method.client_streaming() && Admits(rule, access::v1::ROLE_STATE)) {
    Json get = Operation(method, rule, "_get");
    get["parameters"] = GetParameters(method);
    get["responses"] = Responses(method);
    item["get"] = get;
  }
  Json post = Operation(method, rule, "");
  post["requestBody"] = {
      {"required", true},
      {"content", Content("application/json", SchemaReference(method.input_type()->full_name()))}};
  post["responses"] = Responses(method);
  item["post"] = post;
  return item;
}

Json ErrorSchema() {
  const Json text = {{"type", "string"}};
  return {
      {"type", "object"},
      {"description",
       "An error of the Connect protocol. `details` holds a google.rpc.ErrorInfo with the reason, "
       "and where they apply google.rpc.BadRequest and google.rpc.RetryInfo."},
      {"required", {"code"}},
      {"properties",
       {{"code",
         {{"type", "string"},
          {"enum",
           {"canceled", "unknown", "invalid_argument", "deadline_exceeded", "not_found",
            "already_exists", "permission_denied", "resource_exhausted", "failed_precondition",
            "aborted", "out_of_range", "unimplemented", "internal", "unavailable", "data_loss",
            "unauthenticated"}}}},
        {"message", {{"type", "string"}, {"description", "What happened, why, and what to do."}}},
        {"details",
         {{"type", "array"},
          {"items",
           {{"type", "object"},
            {"required", {"type", "value"}},
            {"properties",
             {{"type", text},
              {"value", {{"type", "string"}, {"contentEncoding", "base64"}}},
              {"debug", {{"description", "The detail in JSON."}}}}}}}}}}}};
}

// The files of the contract, in a pool that also knows those of protobuf itself.
absl::StatusOr<std::vector<const FileDescriptor*>> Build(
    const google::protobuf::FileDescriptorSet& contract, DescriptorPool& pool) {
  std::map<std::string, const FileDescriptorProto*> by_name;
  for (const FileDescriptorProto& file : contract.file()) by_name[file.name()] = &file;
  std::vector<const FileDescriptor*> built;
  // A file is built after those that it imports: as many rounds as imports are deep.
  while (!by_name.empty()) {
    const size_t before = by_name.size();
    for (auto at = by_name.begin(); at != by_name.end();) {
      const auto& imports = at->second->dependency();
      const bool ready = std::none_of(imports.begin(), imports.end(),
                                      [&](const auto& import) { return by_name.contains(import); });
      if (!ready) {
        ++at;
        continue;
      }
      const FileDescriptor* file = pool.FindFileByName(at->first);
      if (file == nullptr) file = pool.BuildFile(*at->second);
      if (file == nullptr) {
        return absl::InvalidArgumentError(absl::StrCat(at->first, " does not fit the others."));
      }
      built.push_back(file);
      at = by_name.erase(at);
    }
    if (by_name.size() == before) return absl::InvalidArgumentError("Files import each other.");
  }
  return built;
}

}  // namespace

absl::StatusOr<std::string> OpenApiDocument(const google::protobuf::FileDescriptorSet& contract,
                                            absl::string_view version) {
  DescriptorPool pool(DescriptorPool::generated_pool());
  absl::StatusOr<std::vector<const FileDescriptor*>> files = Build(contract, pool);
  if (!files.ok()) return files.status();
  Json tags = Json::array();
  Json paths = Json::object();
  Json schemas = Json::object();
  for (const FileDescriptor* const file : *files) {
    for (int s = 0; s < file->service_count(); ++s) {
      const ServiceDescriptor& service = *file->service(s);
      tags.push_back({{"name", service.name()}, {"description", CommentOf(service)}});
      for (int m = 0; m < service.method_count(); ++m) {
        const MethodDescriptor& method = *service.method(m);
        const auto& rule = method.options().GetExtension(access::v1::access);
        const auto roles = RolesOf(rule);
        if (std::all_of(roles.begin(), roles.end(), [](const auto& r) { return r == "service"; })) {
          continue;
        }
        paths[absl::StrCat("/", service.full_name(), "/", method.name())] =
            PathItem(method, rule, schemas);
      }
    }
  }
  schemas[kErrorSchema] = ErrorSchema();
  const Json document = {
      {"openapi", "3.1.0"},
      {"info",
       {{"title", "System of Support"},
        {"version", std::string(version)},
        {"description", kAbout}}},
      {"servers", {{{"url", "/"}}}},
      {"tags", tags},
      {"paths", paths},
      {"components",
       {{"schemas", schemas},
        {"responses",
         {{"Error",
           {{"description", "The call failed."},
            {"content", Content("application/json", SchemaReference(kErrorSchema))}}}}},
        {"securitySchemes",
         {{"bearer", {{"type", "http"}, {"scheme", "bearer"}, {"bearerFormat", "JWT"}}}}}}}};
  return document.dump(1);
}

}  // namespace sos::web
