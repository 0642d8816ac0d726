// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/education/proto.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "common/table/table.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/documents.h"
#include "services/suite/commands/names.h"
#include "services/suite/print.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

// What the service takes as an export, in bytes.
constexpr size_t kMaxExportBytes = size_t{3} << 20;

struct LcapOptions {
  std::string entity;
  int year = 0;
  // An export of the electronic template to be filled; empty for none.
  std::string fill;
  // Of the sentences; empty for English.
  std::string language;
};

absl::StatusOr<std::string> ReadExport(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat(path, " cannot be opened"));
  std::string bytes(kMaxExportBytes + 1, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<size_t>(file.gcount()));
  if (file.bad()) return absl::UnavailableError(absl::StrCat(path, " cannot be read"));
  if (bytes.size() > kMaxExportBytes) {
    return absl::InvalidArgumentError(absl::StrCat(path, " has more than ", kMaxExportBytes >> 20,
                                                   " MiB: save the sheet of the export alone"));
  }
  return bytes;
}

// The rows of the first sheet, the header first.
class ExportRows : public table::RowVisitor {
 public:
  struct Line {
    int64_t line;
    std::vector<std::string> cells;
  };

  void BeginSheet(absl::string_view) override { ++sheets_; }
  absl::Status VisitRow(const table::Row& row) override {
    if (sheets_ > 1) return absl::OkStatus();
    Line& line = lines_.emplace_back(Line{.line = row.line, .cells = {}});
    for (const absl::string_view cell : row.cells) line.cells.emplace_back(cell);
    width_ = std::max(width_, line.cells.size());
    return absl::OkStatus();
  }

  const std::vector<Line>& lines() const { return lines_; }
  size_t width() const { return width_; }

 private:
  int sheets_ = 0;
  std::vector<Line> lines_;
  size_t width_ = 0;
};

// The answers as `ALL 18.4; EL 20.1`, with the codes of the files.
std::string AnswerCell(const reporting::v1::MidYearMetric& metric) {
  std::vector<std::string> answers;
  std::string code;
  for (const auto& answer : metric.answers()) {
    if (answer.value().empty()) continue;
    std::string text;
    if (answer.code() != metric.code() && answer.code() != code) text = answer.code() + ": ";
    code = answer.code();
    if (answer.has_cell()) absl::StrAppend(&text, Code(answer.student_group()), " ");
    answers.push_back(absl::StrCat(text, answer.value()));
  }
  return absl::StrJoin(answers, "; ");
}

// Where the answers are from, or where they can be had, each once.
std::string SourceCell(const reporting::v1::MidYearMetric& metric) {
  std::vector<std::string> sources;
  for (const auto& answer : metric.answers()) {
    if (std::find(sources.begin(), sources.end(), answer.source()) == sources.end()) {
      sources.push_back(answer.source());
    }
  }
  return absl::StrJoin(sources, "; ");
}

// The rows of the export, with the answers on the first row of each metric.
absl::StatusOr<Listing> FilledRows(const std::string& workbook,
                                   const reporting::v1::FillPlanExportResponse& answer) {
  ExportRows rows;
  SOS_RETURN_IF_ERROR(table::ReadTable(workbook, {}, rows));
  std::map<int64_t, const reporting::v1::MidYearMetric*> by_line;
  for (const auto& metric : answer.metrics()) by_line[metric.line()] = &metric;
  std::vector<Listing::Column> columns;
  for (size_t i = 0; i < rows.width(); ++i) {
    const auto& header = rows.lines().front().cells;
    columns.push_back({i < header.size() ? header[i] : ""});
  }
  for (const char* const added : {"metric", "answer", "source", "sentence"}) {
    columns.push_back({added});
  }
  Listing listing(std::move(columns));
  for (size_t i = 1; i < rows.lines().size(); ++i) {
    std::vector<std::string> cells = rows.lines()[i].cells;
    cells.resize(rows.width());
    const auto found = by_line.find(rows.lines()[i].line);
    if (found == by_line.end()) {
      cells.insert(cells.end(), 4, "");
    } else {
      const auto& metric = *found->second;
      cells.push_back(metric.code());
      cells.push_back(AnswerCell(metric));
      cells.push_back(SourceCell(metric));
      cells.push_back(metric.sentence());
    }
    listing.Add(std::move(cells));
  }
  return listing;
}

// For a terminal: each metric with its answer.
std::string FilledText(const reporting::v1::FillPlanExportResponse& answer) {
  std::string text;
  for (const auto& metric : answer.metrics()) {
    const std::string first = metric.description().substr(0, metric.description().find('\n'));
    absl::StrAppend(&text, "row ", metric.line(), ", goal ", metric.goal(), ", metric ",
                    metric.metric(), ": ", first, "\n  ", metric.sentence(), "\n");
  }
  return text;
}

absl::StatusOr<reporting::v1::FillPlanExportResponse> Fill(Session& session,
                                                           const std::string& name,
                                                           const std::string& workbook,
                                                           const std::string& language) {
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  reporting::v1::FillPlanExportRequest request;
  request.set_name(name);
  request.set_language_code(language);
  request.set_workbook(workbook);
  SetRevision(RevisionIn(snapshot), request);
  grpc::ClientContext context;
  reporting::v1::FillPlanExportResponse response;
  SOS_RETURN_IF_ERROR(
      rpc::FromGrpcStatus(session.stubs().reporting->FillPlanExport(&context, request, &response)));
  return response;
}

absl::Status FillExport(const GlobalOptions& global, Session& session, const std::string& name,
                        const LcapOptions& options) {
  SOS_ASSIGN_OR_RETURN(const std::string workbook, ReadExport(options.fill));
  SOS_ASSIGN_OR_RETURN(const auto answer, Fill(session, name, workbook, options.language));
  if (!answer.other_lea().empty()) {
    Say(absl::StrCat("the export is of ", answer.other_lea(), "; the answers are of ",
                     answer.entity().display_name()));
  }
  if (global.format == Format::kJson) return WriteOutput(global, JsonDocument(answer));
  if (global.format == Format::kText) return WriteOutput(global, FilledText(answer));
  SOS_ASSIGN_OR_RETURN(const Listing listing, FilledRows(workbook, answer));
  return WriteOutput(global, listing.In(global));
}

int RunLcap(const GlobalOptions& global, const LcapOptions& options) {
  if (!options.fill.empty() && global.format == Format::kHtml) {
    return Fail(
        absl::InvalidArgumentError("a filled export is no page: ask for xlsx, csv, text or json"));
  }
  const auto session = Session::Open(global);
  if (!session.ok()) return Fail(session.status());
  const absl::Status year = CheckYear(**session, options.year);
  if (!year.ok()) return Fail(year);
  const auto entity = (*session)->GetEntity(options.entity);
  if (!entity.ok()) return Fail(entity.status());
  const std::string name = absl::StrCat(entity->name(), "/lcapPacks/", options.year);
  if (options.fill.empty()) {
    return ShowDocument(global, **session, name, options.year, options.language);
  }
  const absl::Status filled = FillExport(global, **session, name, options);
  return filled.ok() ? kExitDone : Fail(filled);
}

}  // namespace

void AddLcap(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<LcapOptions>();
  CLI::App* command = app.add_subcommand(
      "lcap",
      "What the plan (LCAP) of a district, county office or charter school asks of the data");
  AddExamples(
      *command,
      "  sos lcap --entity 99600020000000 --year 2024\n"
      "  sos lcap --entity 99600020000000 --year 2024 --output lcap.html\n"
      "  sos lcap --entity 99600020000000 --year 2024 --fill MRR.xlsx --output filled.xlsx\n");
  AddGlobal(*command, line, {"text", "csv", "json", "xlsx", "html"});
  AddReadOptions(*command, line);
  command->add_option("--entity", options->entity, "14-digit code")->required();
  command->add_option("--year", options->year, "Dashboard year")->required();
  command->add_option("--fill", options->fill,
                      "The mid-year export of the electronic template (.xlsx), to be answered");
  command->add_option("--language", options->language,
                      "The language of the sentences: en (default) or es");
  command->callback(
      [&line, options] { line.run = [&line, options] { return RunLcap(line.global, *options); }; });
}

}  // namespace sos::suite
