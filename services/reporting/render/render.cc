// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/render/render.h"

#include <google/protobuf/util/json_util.h>

#include <optional>
#include <string>

#include "common/text/printable.h"
#include "common/text/printable_message.h"
#include "services/reporting/render/forms.h"

namespace sos::reporting {
namespace {

// The message as JSON, by the names of the contract.
std::string RenderJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string json;
  // Fails for messages with Any or unknown well-known types only; these have neither.
  (void)google::protobuf::util::MessageToJsonString(message, &json, options);
  return PrintableJson(json);
}

}  // namespace

template <typename Document>
std::optional<std::string> Render(const Document& document, v1::DocumentFormat format) {
  if (format == v1::DOCUMENT_FORMAT_JSON) return RenderJson(document);
  const Document printable = PrintableMessage(document);
  switch (format) {
    case v1::DOCUMENT_FORMAT_TEXT:
      return RenderText(printable, /*ansi=*/false);
    case v1::DOCUMENT_FORMAT_ANSI:
      return RenderText(printable, /*ansi=*/true);
    case v1::DOCUMENT_FORMAT_CSV:
      return RenderCsv(printable);
    case v1::DOCUMENT_FORMAT_HTML:
      return RenderHtml(printable);
    default:
      return std::nullopt;
  }
}
template std::optional<std::string> Render(const v1::Report&, v1::DocumentFormat);
template std::optional<std::string> Render(const v1::Placement&, v1::DocumentFormat);
template std::optional<std::string> Render(const v1::CountyReport&, v1::DocumentFormat);

}  // namespace sos::reporting
