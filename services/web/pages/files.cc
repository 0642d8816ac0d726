// SPDX-License-Identifier: Apache-2.0
#include "services/web/pages/files.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "common/picture/png.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"
#include "common/text/csv_cell.h"
#include "common/text/printable_message.h"
#include "google/protobuf/util/json_util.h"
#include "nlohmann/json.hpp"
#include "services/web/pages/compare.h"
#include "services/web/pages/crumbs.h"
#include "services/web/pages/pages.h"
#include "services/web/pages/print.h"
#include "services/web/pages/site_assets.h"

namespace sos::web {
namespace {

constexpr int kSuggestions = 10;
constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr absl::string_view kXlsxType =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr absl::string_view kSvgType = "image/svg+xml";
constexpr absl::string_view kPngType = "image/png";

absl::Status NoSuchFile() { return absl::NotFoundError("the page has no file of this form"); }

PageFile JsonFile(std::string bytes) {
  return {.content_type = "application/json; charset=utf-8", .bytes = std::move(bytes)};
}

template <typename Message>
absl::StatusOr<PageFile> MessageFile(const Message& message) {
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(PrintableMessage(message), &json);
  if (!status.ok()) return absl::InternalError("a message that cannot be written as JSON");
  return JsonFile(std::move(json));
}

PageFile CsvFile(const PageContext& context, const std::string& text) {
  return {
      .content_type = "text/csv; charset=utf-8",
      .bytes = context.request.Argument("bom") == "1" ? absl::StrCat(kByteOrderMark, text) : text,
      .attachment = true};
}

absl::StatusOr<PageFile> DocumentFile(const PageContext& context, const std::string& name) {
  switch (context.address.file) {
    case FileKind::kCsv: {
      SOS_ASSIGN_OR_RETURN(const std::string text, context.services.RenderDocument(
                                                       name, reporting::v1::DOCUMENT_FORMAT_CSV));
      return CsvFile(context, text);
    }
    case FileKind::kXlsx: {
      SOS_ASSIGN_OR_RETURN(std::string bytes, context.services.RenderDocument(
                                                  name, reporting::v1::DOCUMENT_FORMAT_XLSX));
      return PageFile{
          .content_type = std::string(kXlsxType), .bytes = std::move(bytes), .attachment = true};
    }
    case FileKind::kHtml: {
      SOS_ASSIGN_OR_RETURN(std::string page, context.services.RenderDocument(
                                                 name, reporting::v1::DOCUMENT_FORMAT_HTML));
      // It has a style sheet of its own, which pages of this site may not have.
      return PageFile{
          .content_type = "text/html; charset=utf-8", .bytes = std::move(page), .attachment = true};
    }
    case FileKind::kSvg: {
      SOS_ASSIGN_OR_RETURN(std::string svg, context.services.RenderDocument(
                                                name, reporting::v1::DOCUMENT_FORMAT_SVG));
      return PageFile{.content_type = std::string(kSvgType), .bytes = std::move(svg)};
    }
    case FileKind::kPng: {
      SOS_ASSIGN_OR_RETURN(std::string png, context.services.RenderDocument(
                                                name, reporting::v1::DOCUMENT_FORMAT_PNG));
      return PageFile{.content_type = std::string(kPngType), .bytes = std::move(png)};
    }
    default: {
      SOS_ASSIGN_OR_RETURN(std::string json, context.services.RenderDocument(
                                                 name, reporting::v1::DOCUMENT_FORMAT_JSON));
      return JsonFile(std::move(json));
    }
  }
}

void AddCsvLine(const PageContext& context, const education::v1::Entity& entity,
                education::v1::StudentGroup group, const reporting::v1::Cell& cell,
                std::string& text) {
  const bool masked = cell.state() == reporting::v1::Cell::STATE_MASKED;
  const auto count = cell.student_count() >= 0 && !masked ? absl::StrCat(cell.student_count()) : "";
  const std::string color =
      masked ? context.Word("masked") : language::Term(context.messages, cell.color());
  absl::StrAppend(&text, CsvCell(CodeOf(entity).text()), ",", CsvCell(entity.display_name()), ",",
                  context.year(), ",", Code(ToProto(*context.address.indicator)), ",", Code(group),
                  ",", CsvCell(language::Term(context.messages, group)), ",", CsvCell(color), ",",
                  CsvCell(masked ? "" : cell.status().value()), ",",
                  CsvCell(masked ? "" : cell.change().value()), ",", count, "\r\n");
}

// The results of one indicator: the groups, then all students of what lies below.
std::string IndicatorCsv(const PageContext& context, const reporting::v1::IndicatorView& view) {
  std::string text =
      "cds,name,dashboard_year,indicator,student_group,student_group_name,color,status,change,"
      "student_count\r\n";
  for (const auto& group : view.groups()) {
    AddCsvLine(context, view.entity(), group.student_group(), group.cell(), text);
  }
  for (const auto& member : view.members()) {
    AddCsvLine(context, member.entity(), education::v1::STUDENT_GROUP_ALL, member.cell(), text);
  }
  return text;
}

absl::StatusOr<PageFile> IndicatorFile(const PageContext& context) {
  SOS_ASSIGN_OR_RETURN(const reporting::v1::IndicatorView view,
                       context.services.GetIndicatorView(context.address.cds, context.year(),
                                                         *context.address.indicator));
  if (context.address.file == FileKind::kCsv && context.address.kind == PageKind::kIndicator) {
    return CsvFile(context, IndicatorCsv(context, view));
  }
  if (context.address.file != FileKind::kJson) return NoSuchFile();
  if (context.address.kind == PageKind::kIndicator) return MessageFile(view);
  for (const auto& group : view.groups()) {
    if (group.student_group() == ToProto(*context.address.group)) return MessageFile(group);
  }
  return NoSuchFile();
}

absl::StatusOr<PageFile> ComparedFile(const PageContext& context) {
  if (context.address.file == FileKind::kJson) return NoSuchFile();
  SOS_ASSIGN_OR_RETURN(const Sheet sheet, ComparedResults(context));
  if (context.address.file == FileKind::kXlsx) {
    return PageFile{.content_type = std::string(kXlsxType),
                    .bytes = WriteWorkbook({sheet}),
                    .attachment = true};
  }
  std::vector<std::string> line;
  for (const SheetColumn& column : sheet.columns) line.push_back(column.key);
  std::string text = absl::StrCat(absl::StrJoin(line, ","), "\r\n");
  for (const auto& row : sheet.rows) {
    line.clear();
    for (const SheetCell& cell : row) line.push_back(CsvCell(cell.text));
    absl::StrAppend(&text, absl::StrJoin(line, ","), "\r\n");
  }
  return CsvFile(context, text);
}

absl::StatusOr<PageFile> Suggestions(const PageContext& context) {
  const std::string query(absl::StripAsciiWhitespace(context.request.Argument("q")));
  nlohmann::json answer = {{"matches", nlohmann::json::array()}};
  if (!query.empty()) {
    SOS_ASSIGN_OR_RETURN(const auto matches, context.services.Search(query, kSuggestions));
    for (const auto& match : matches) {
      answer["matches"].push_back({{"name", match.entity().display_name()},
                                   {"line", EntityLine(context, match.entity())},
                                   {"cds", CodeOf(match.entity()).ToString()},
                                   {"url", EntityLink(context, match.entity())},
                                   {"exact", match.exact()}});
    }
  }
  return JsonFile(answer.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace

std::string FileNameOf(const Address& address) {
  return absl::StrReplaceAll(PathOf(address).substr(1), {{"/", "-"}});
}

absl::StatusOr<PageFile> DataFile(const PageContext& context) {
  const Address& address = context.address;
  const bool json = address.file == FileKind::kJson;
  if (address.file == FileKind::kHtml && address.kind != PageKind::kChanges &&
      address.kind != PageKind::kLcap) {
    return NoSuchFile();
  }
  switch (address.kind) {
    case PageKind::kSearch:
      return json ? Suggestions(context) : NoSuchFile();
    case PageKind::kEntity:
      if (address.cds.IsCounty()) {
        return DocumentFile(context, CountyReportName(address.cds, context.year()));
      }
      [[fallthrough]];
    case PageKind::kGroups:
      return DocumentFile(context, ReportName(address.cds, context.year()));
    case PageKind::kPlacement:
      return DocumentFile(context, PlacementName(address.cds, context.year(), *address.indicator,
                                                 PlacedOf(context)));
    case PageKind::kIndicator:
    case PageKind::kResult:
      return IndicatorFile(context);
    case PageKind::kCompare:
      return ComparedFile(context);
    case PageKind::kSupport: {
      if (!json) return NoSuchFile();
      SOS_ASSIGN_OR_RETURN(const auto view,
                           context.services.GetSupportView(address.cds, context.year()));
      return MessageFile(view);
    }
    case PageKind::kReds:
      return DocumentFile(context, YearName("redLists", address.cds, context.year()));
    case PageKind::kTargets:
      return DocumentFile(context, YearName("targetLists", address.cds, context.year()));
    case PageKind::kChanges:
      return DocumentFile(context,
                          YearChangesName(address.cds, EarlierYearOf(context), context.year()));
    case PageKind::kSimilar:
      return DocumentFile(context, YearName("peerLists", address.cds, context.year()));
    case PageKind::kGaps:
      return DocumentFile(
          context, WithIndicator("gapLists", address.cds, context.year(), *address.indicator));
    case PageKind::kLcap:
      return DocumentFile(context, YearName("lcapPacks", address.cds, context.year()));
    case PageKind::kEstimate: {
      if (!json) return NoSuchFile();
      SOS_ASSIGN_OR_RETURN(const auto estimate,
                           context.services.GetEstimate(address.cds, context.year()));
      return MessageFile(estimate);
    }
    case PageKind::kAboutData:
      return json ? MessageFile(context.overview.snapshot) : NoSuchFile();
    default:
      return NoSuchFile();
  }
}

absl::StatusOr<PageFile> PrintedFile(const PageContext& context, Page page) {
  if (context.address.file == FileKind::kPdf) {
    std::string html = RenderPage(context, std::move(page));
    // The printer reads nothing but what it is given.
    const std::string link =
        absl::StrCat("<link rel=\"stylesheet\" href=\"", SiteAssets().Address("site.css"), "\">");
    html = absl::StrReplaceAll(
        html, {{link, absl::StrCat("<style>", AssetContents("site.css"), "</style>")}});
    SOS_ASSIGN_OR_RETURN(std::string pdf, PrintPdf(html));
    return PageFile{.content_type = "application/pdf", .bytes = std::move(pdf)};
  }
  if (!page.picture_document.empty()) return DocumentFile(context, page.picture_document);
  if (page.picture_template.empty()) return NoSuchFile();
  std::string svg = RenderTemplate(page.picture_template, page.picture, context.messages);
  if (context.address.file == FileKind::kSvg) {
    return PageFile{.content_type = std::string(kSvgType), .bytes = std::move(svg)};
  }
  SOS_ASSIGN_OR_RETURN(std::string png, PngOf(svg));
  return PageFile{.content_type = std::string(kPngType), .bytes = std::move(png)};
}

}  // namespace sos::web
