// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/render/render.h"

#include <google/protobuf/util/json_util.h>

#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "common/picture/png.h"
#include "common/text/printable.h"
#include "common/text/printable_message.h"
#include "services/reporting/render/forms.h"
#include "services/reporting/render/pictures.h"
#include "services/reporting/render/red_list_text.h"
#include "services/reporting/render/sheets.h"

namespace sos::reporting {
namespace {

// The message in protobuf's JSON.
std::string RenderJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string json;
  // Fails for messages with Any or unknown well-known types only; these have neither.
  (void)google::protobuf::util::MessageToJsonString(message, &json, options);
  return PrintableJson(json);
}

// Views are shown by pages; what is a file of them is for tools and for those who print.
template <typename Document>
constexpr bool kIsView =
    !std::is_same_v<Document, v1::Report> && !std::is_same_v<Document, v1::Placement> &&
    !std::is_same_v<Document, v1::CountyReport>;

// A view that people read and take over into documents of their own, or send.
template <typename Document>
constexpr bool kIsRead =
    std::is_same_v<Document, v1::LcapPack> || std::is_same_v<Document, v1::YearChanges>;

template <typename Document>
constexpr bool kHasPicture =
    std::is_same_v<Document, v1::Report> || std::is_same_v<Document, v1::Placement> ||
    std::is_same_v<Document, v1::TargetList> || std::is_same_v<Document, v1::YearChanges> ||
    std::is_same_v<Document, v1::PeerList>;

}  // namespace

template <typename Document>
bool IsRendered(v1::DocumentFormat format) {
  switch (format) {
    case v1::DOCUMENT_FORMAT_TEXT:
    case v1::DOCUMENT_FORMAT_CSV:
    case v1::DOCUMENT_FORMAT_JSON:
    case v1::DOCUMENT_FORMAT_XLSX:
      return true;
    case v1::DOCUMENT_FORMAT_ANSI:
      return !kIsView<Document>;
    case v1::DOCUMENT_FORMAT_HTML:
      return !kIsView<Document> || kIsRead<Document>;
    case v1::DOCUMENT_FORMAT_SVG:
    case v1::DOCUMENT_FORMAT_PNG:
      return kHasPicture<Document>;
    default:
      return false;
  }
}

template <typename Document>
std::optional<std::string> Render(const Document& document, v1::DocumentFormat format,
                                  const language::Messages& words) {
  if (!IsRendered<Document>(format)) return std::nullopt;
  if (format == v1::DOCUMENT_FORMAT_JSON) return RenderJson(document);
  const Document printable = PrintableMessage(document);
  if (format == v1::DOCUMENT_FORMAT_XLSX) return WriteWorkbook(SheetsOf(printable, words));
  if constexpr (kHasPicture<Document>) {
    if (format == v1::DOCUMENT_FORMAT_SVG) return SvgOf(printable, words);
    if (format == v1::DOCUMENT_FORMAT_PNG) {
      absl::StatusOr<std::string> png = PngOf(SvgOf(printable, words));
      return png.ok() ? std::optional(*std::move(png)) : std::nullopt;
    }
  }
  if constexpr (std::is_same_v<Document, v1::RedList>) {
    if (format == v1::DOCUMENT_FORMAT_TEXT) return RedListText(printable, words);
  }
  if constexpr (std::is_same_v<Document, v1::TargetList>) {
    if (format == v1::DOCUMENT_FORMAT_TEXT) return RenderText(printable, words);
  }
  if constexpr (kIsRead<Document>) {
    if (format == v1::DOCUMENT_FORMAT_HTML) return RenderHtml(printable, words);
    if (format == v1::DOCUMENT_FORMAT_TEXT) return RenderText(printable, words);
  }
  if constexpr (kIsView<Document>) {
    const std::vector<Sheet> sheets = SheetsOf(printable, words);
    return format == v1::DOCUMENT_FORMAT_CSV ? SheetsCsv(sheets) : SheetsText(sheets);
  } else {
    if (format == v1::DOCUMENT_FORMAT_CSV) return RenderCsv(printable);
    if (format == v1::DOCUMENT_FORMAT_HTML) return RenderHtml(printable);
    return RenderText(printable, /*ansi=*/format == v1::DOCUMENT_FORMAT_ANSI);
  }
}

template bool IsRendered<v1::Report>(v1::DocumentFormat);
template std::optional<std::string> Render(const v1::Report&, v1::DocumentFormat,
                                           const language::Messages&);
template bool IsRendered<v1::Placement>(v1::DocumentFormat);
template std::optional<std::string> Render(const v1::Placement&, v1::DocumentFormat,
                                           const language::Messages&);
template bool IsRendered<v1::CountyReport>(v1::DocumentFormat);
template std::optional<std::string> Render(const v1::CountyReport&, v1::DocumentFormat,
                                           const language::Messages&);
template bool IsRendered<v1::IndicatorView>(v1::DocumentFormat);
template std::optional<std::string> Render(const v1::IndicatorView&, v1::DocumentFormat,
                                           const language::Messages&);
template bool IsRendered<v1::SupportView>(v1::DocumentFormat);
template std::optional<std::string> Render(const v1::SupportView&, v1::DocumentFormat,
                                           const language::Messages&);
template bool IsRendered<v1::RedList>(v1::DocumentFormat);
template std::optional<std::string> Render(const v1::RedList&, v1::DocumentFormat,
                                           const language::Messages&);
template bool IsRendered<v1::TargetList>(v1::DocumentFormat);
template std::optional<std::string> Render(const v1::TargetList&, v1::DocumentFormat,
                                           const language::Messages&);
template bool IsRendered<v1::YearChanges>(v1::DocumentFormat);
template std::optional<std::string> Render(const v1::YearChanges&, v1::DocumentFormat,
                                           const language::Messages&);
template bool IsRendered<v1::PeerList>(v1::DocumentFormat);
template std::optional<std::string> Render(const v1::PeerList&, v1::DocumentFormat,
                                           const language::Messages&);
template bool IsRendered<v1::GapList>(v1::DocumentFormat);
template std::optional<std::string> Render(const v1::GapList&, v1::DocumentFormat,
                                           const language::Messages&);
template bool IsRendered<v1::LcapPack>(v1::DocumentFormat);
template std::optional<std::string> Render(const v1::LcapPack&, v1::DocumentFormat,
                                           const language::Messages&);

}  // namespace sos::reporting
