// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <map>
#include <memory>
#include <string>

#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/names.h"

namespace sos::suite {
namespace {

struct ExportOptions {
  reporting::v1::ExportFormat form = reporting::v1::EXPORT_FORMAT_UNSPECIFIED;
  std::string program = "essa";
  std::string county;
  std::string entity;
  int year = 0;
};

const std::map<std::string, reporting::v1::ExportFormat>& Forms() {
  static const auto* const kForms = new std::map<std::string, reporting::v1::ExportFormat>{
      {"edfacts-fs206", reporting::v1::EXPORT_FORMAT_EDFACTS_FS206},
      {"edfacts-fs212", reporting::v1::EXPORT_FORMAT_EDFACTS_FS212},
      {"ed-fi", reporting::v1::EXPORT_FORMAT_ED_FI_RATINGS},
      {"ceds", reporting::v1::EXPORT_FORMAT_CEDS_SUPPORT},
      {"red-lea-groups", reporting::v1::EXPORT_FORMAT_STATE_RED_LEA_GROUPS},
      {"red-schools", reporting::v1::EXPORT_FORMAT_STATE_RED_SCHOOLS},
      {"red-school-groups", reporting::v1::EXPORT_FORMAT_STATE_RED_SCHOOL_GROUPS},
  };
  return *kForms;
}

absl::StatusOr<std::string> Fetch(Session& session, const ExportOptions& options) {
  SOS_RETURN_IF_ERROR(CheckYear(session, options.year));
  reporting::v1::StreamExportRequest request;
  request.set_format(options.form);
  SOS_ASSIGN_OR_RETURN(const auto program, ParseProgramOption(options.program));
  request.mutable_filter()->set_program(program);
  request.mutable_filter()->set_dashboard_year(options.year);
  if (!options.county.empty()) {
    SOS_ASSIGN_OR_RETURN(*request.mutable_filter()->add_counties(),
                         CountyCode(session, options.county));
  }
  if (!options.entity.empty()) {
    SOS_ASSIGN_OR_RETURN(const education::v1::Entity entity, session.GetEntity(options.entity));
    request.mutable_filter()->add_entities(entity.name());
  }
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  SetRevision(RevisionIn(snapshot), request);
  grpc::ClientContext context;
  const auto reader = session.stubs().reporting->StreamExport(&context, request);
  std::string file;
  reporting::v1::StreamExportResponse chunk;
  while (reader->Read(&chunk)) file += chunk.data();
  SOS_RETURN_IF_ERROR(rpc::FromGrpcStatus(reader->Finish()));
  return file;
}

int RunExport(GlobalOptions global, const ExportOptions& options) {
  const auto session = Session::Open(global);
  if (!session.ok()) return Fail(session.status());
  const auto file = Fetch(**session, options);
  if (!file.ok()) return Fail(WithLoadedOf(**session, options.year, file.status()));
  // The file is written as the other system wants it; its names were made harmless by the service.
  const absl::Status written = WriteOutput(global, *file, Keep::kLines);
  return written.ok() ? kExitDone : Fail(written);
}

}  // namespace

void AddExport(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<ExportOptions>();
  CLI::App* command = app.add_subcommand("export", "A file that another system takes");
  AddExamples(*command,
              "  sos export edfacts-fs206 --year 2024 --output CASCHCSITSIv000001.csv\n"
              "  sos export ed-fi --program lcff --year 2024 --county Synthetic\n"
              "  sos export red-schools --year 2023 --output lowperfsch23.csv\n");
  AddGlobal(*command, line, {});
  AddReadOptions(*command, line);
  command->add_option("--output", line.global.output, "Write the file here");
  command
      ->add_option(
          "FORM", options->form,
          "edfacts-fs206, edfacts-fs212, ed-fi, ceds, or one of the state's lists of Reds: "
          "red-lea-groups, red-schools, red-school-groups")
      ->transform(CLI::CheckedTransformer(Forms(), CLI::ignore_case).description(""))
      ->type_name("TEXT")
      ->required();
  AddProgram(*command, options->program);
  command->add_option("--year", options->year, "Dashboard year")->required();
  command->add_option("--county", options->county, "Only this county, by name");
  command->add_option("--entity", options->entity, "Only this LEA or school, by code");
  command->callback([&line, options] {
    line.run = [&line, options] { return RunExport(line.global, *options); };
  });
}

}  // namespace sos::suite
