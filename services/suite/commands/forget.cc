// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/resource_names/resource_names.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/ingestion/convert/enums.h"
#include "services/ingestion/domain/writer.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/names.h"
#include "services/suite/print.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

struct ForgetOptions {
  std::string lea;
  int year = 0;
  // Without it, what would be deleted is listed.
  bool yes = false;
};

// The student records of an LEA and year that the newest revision shows.
absl::StatusOr<Listing> ListRecords(Session& session, const std::string& lea, int year) {
  ingestion::v1::ListPartitionsRequest request;
  request.mutable_filter()->add_lea_cds(lea);
  request.mutable_filter()->add_dashboard_years(year);
  for (const auto& entry : ingestion::kCollectionEntries) {
    if (ingestion::IsOfStudents(entry.value)) {
      request.mutable_filter()->add_collections(ingestion::ToProto(entry.value));
    }
  }
  Listing listing({{"year", Listing::Kind::kNumber},
                   {"lea"},
                   {"collection"},
                   {"revision", Listing::Kind::kNumber}});
  do {
    grpc::ClientContext context;
    ingestion::v1::ListPartitionsResponse response;
    SOS_RETURN_IF_ERROR(rpc::FromGrpcStatus(
        session.stubs().ingestion->ListPartitions(&context, request, &response)));
    for (const auto& partition : response.partitions()) {
      listing.Add({absl::StrCat(partition.dashboard_year()), partition.lea_cds(),
                   ingestion::CollectionCode(partition.collection()),
                   absl::StrCat(partition.revision())});
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return listing;
}

int RunForget(const GlobalOptions& global, const ForgetOptions& options) {
  const auto session =
      Session::Open(global, options.yes ? Session::Purpose::kWrite : Session::Purpose::kRead);
  if (!session.ok()) return Fail(session.status());
  const absl::StatusOr<std::string> lea = LeaCode(**session, options.lea);
  if (!lea.ok()) return Fail(lea.status());
  const absl::StatusOr<Listing> records = ListRecords(**session, *lea, options.year);
  if (!records.ok()) return Fail(records.status());
  if (!options.yes) {
    const absl::Status written = WriteOutput(global, records->In(global));
    if (!written.ok()) return Fail(written);
    Say("nothing is deleted yet: say --yes to delete these student records out of every revision; "
        "they cannot be brought back");
    return kExitNo;
  }
  ingestion::v1::DeleteStudentRecordsRequest request;
  request.set_name(absl::StrCat(EntityName(*lea), "/studentRecords/", options.year));
  grpc::ClientContext context;
  ingestion::v1::Submission deleted;
  const absl::Status status = rpc::FromGrpcStatus(
      (*session)->stubs().ingestion->DeleteStudentRecords(&context, request, &deleted));
  if (!status.ok()) return Fail(status);
  Say(absl::StrCat("deleted out of every revision, as revision ", deleted.revision(),
                   "; backups that were made before still hold them"));
  const absl::Status written = WriteOutput(global, records->In(global));
  return written.ok() ? kExitDone : Fail(written);
}

}  // namespace

void AddForget(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<ForgetOptions>();
  CLI::App* command = app.add_subcommand(
      "forget", "Delete the student records of an LEA and year out of every revision");
  AddExamples(*command,
              "  sos forget --lea 9960002 --year 2019\n"
              "  sos forget --lea 9960002 --year 2019 --yes\n");
  AddGlobal(*command, line, {"text", "csv", "json"});
  command->add_option("--lea", options->lea, "The LEA: a name, or 7 or 14 digits")->required();
  command->add_option("--year", options->year, "The year in which the school year ends")
      ->required();
  command->add_flag("--yes", options->yes, "Delete them; without it they are listed");
  command->callback([&line, options] {
    line.run = [&line, options] { return RunForget(line.global, *options); };
  });
}

}  // namespace sos::suite
