// SPDX-License-Identifier: Apache-2.0
#include "services/web/json/json_form.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/type_resolver.h>
#include <google/protobuf/util/type_resolver_util.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/web/json/errors.h"

namespace sos::web {
namespace {

constexpr char kTypePrefix[] = "type.googleapis.com";

google::protobuf::util::TypeResolver& Types() {
  static auto* const kTypes = google::protobuf::util::NewTypeResolverForDescriptorPool(
      kTypePrefix, google::protobuf::DescriptorPool::generated_pool());
  return *kTypes;
}

std::string TypeUrl(const google::protobuf::Descriptor& message) {
  return absl::StrCat(kTypePrefix, "/", message.full_name());
}

// Splits what protobuf says of a wrong request into the path of the field and the problem. It says
// `(filter.dashboard_years[0]): invalid value "x" for type TYPE_INT32`, `(filter) years: Cannot
// find field.`, or, of what is no JSON, a sentence and below it the place.
std::pair<std::string, std::string> FieldAndProblem(absl::string_view said) {
  said = said.substr(0, said.find('\n'));
  std::string field;
  if (absl::ConsumePrefix(&said, "(")) {
    const size_t end = said.find(')');
    field = std::string(said.substr(0, end));
    said = end == absl::string_view::npos ? "" : said.substr(end + 1);
  }
  if (absl::ConsumeSuffix(&said, ": Cannot find field.")) {
    const absl::string_view name = absl::StripAsciiWhitespace(said);
    absl::StrAppend(&field, field.empty() ? "" : ".", name);
    return {field, "there is no such field"};
  }
  absl::ConsumePrefix(&said, ":");
  absl::ConsumeSuffix(&said, ".");
  return {field, std::string(absl::StripAsciiWhitespace(said))};
}

}  // namespace

absl::StatusOr<std::string> FromJson(const google::protobuf::Descriptor& message,
                                     absl::string_view json) {
  std::string bytes;
  const auto status = google::protobuf::util::JsonToBinaryString(
      &Types(), TypeUrl(message), {json.data(), json.size()}, &bytes, {});
  if (status.ok()) return bytes;
  const auto said = status.message();
  const auto [field, problem] = FieldAndProblem({said.data(), said.size()});
  return RequestMalformedError(message.name(), field, problem);
}

absl::StatusOr<std::string> ToJson(const google::protobuf::Descriptor& message,
                                   absl::string_view bytes) {
  std::string json;
  const auto status = google::protobuf::util::BinaryToJsonString(&Types(), TypeUrl(message),
                                                                 std::string(bytes), &json, {});
  if (status.ok()) return json;
  return AnswerUnreadableError(message.name());
}

}  // namespace sos::web
