// SPDX-License-Identifier: Apache-2.0
#include "services/suite/commands/documents.h"

#include <unistd.h>

#include "common/config/environment.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/suite/commands/names.h"

namespace sos::suite {

reporting::v1::DocumentFormat DocumentFormatOf(const GlobalOptions& global) {
  switch (global.format) {
    case Format::kCsv:
      return reporting::v1::DOCUMENT_FORMAT_CSV;
    case Format::kJson:
      return reporting::v1::DOCUMENT_FORMAT_JSON;
    case Format::kHtml:
      return reporting::v1::DOCUMENT_FORMAT_HTML;
    case Format::kXlsx:
      return reporting::v1::DOCUMENT_FORMAT_XLSX;
    case Format::kSvg:
      return reporting::v1::DOCUMENT_FORMAT_SVG;
    case Format::kPng:
      return reporting::v1::DOCUMENT_FORMAT_PNG;
    case Format::kText:
      break;
  }
  return reporting::v1::DOCUMENT_FORMAT_TEXT;
}

absl::StatusOr<std::string> RenderDocument(Session& session, const std::string& name,
                                           const std::string& language) {
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  reporting::v1::RenderDocumentRequest request;
  request.set_name(name);
  request.set_format(DocumentFormatOf(session.options()));
  // Colors are for a person who is looking.
  const bool has_colors = name.find("/reports/") != std::string::npos ||
                          name.find("lacements/") != std::string::npos ||
                          name.find("/countyReports/") != std::string::npos;
  if (has_colors && session.options().format == Format::kText && session.options().output.empty() &&
      isatty(STDOUT_FILENO) != 0 && Environment().String("NO_COLOR", "").empty()) {
    request.set_format(reporting::v1::DOCUMENT_FORMAT_ANSI);
  }
  request.set_language_code(language);
  SetRevision(RevisionIn(snapshot), request);
  grpc::ClientContext context;
  const auto reader = session.stubs().reporting->RenderDocument(&context, request);
  std::string text;
  reporting::v1::RenderDocumentResponse chunk;
  while (reader->Read(&chunk)) text += chunk.data();
  SOS_RETURN_IF_ERROR(rpc::FromGrpcStatus(reader->Finish()));
  return text;
}

int ShowDocument(const GlobalOptions& global, Session& session, const std::string& name, int year,
                 const std::string& language) {
  const auto text = RenderDocument(session, name, language);
  if (!text.ok()) {
    const absl::Status rules = CheckDashboardRules(session, year);
    return Fail(absl::IsNotFound(text.status()) && !rules.ok() ? rules : text.status());
  }
  const absl::Status written = WriteOutput(global, *text, Keep::kLinesAndColors);
  return written.ok() ? kExitDone : Fail(written);
}

}  // namespace sos::suite
