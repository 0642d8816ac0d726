// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/print.h"

namespace sos::suite {
namespace {

struct ReleaseOptions {
  // Empty lists the releases.
  std::string name;
  std::string description;
  // Everybody may read it.
  bool is_public = false;
};

absl::Status Create(Session& session, const ReleaseOptions& options) {
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  ingestion::v1::CreateReleaseRequest request;
  request.mutable_release()->set_name(ReleaseName(options.name));
  SetRevision(RevisionIn(snapshot), *request.mutable_release());
  request.mutable_release()->set_description(options.description);
  request.mutable_release()->set_public_(options.is_public);
  grpc::ClientContext context;
  ingestion::v1::Release release;
  return rpc::FromGrpcStatus(session.stubs().ingestion->CreateRelease(&context, request, &release));
}

absl::StatusOr<Listing> List(const Stubs& stubs) {
  Listing listing({{"release"}, {"revision", Listing::Kind::kNumber}, {"public"}, {"description"}});
  ingestion::v1::ListReleasesRequest request;
  do {
    grpc::ClientContext context;
    ingestion::v1::ListReleasesResponse response;
    SOS_RETURN_IF_ERROR(
        rpc::FromGrpcStatus(stubs.ingestion->ListReleases(&context, request, &response)));
    for (const auto& release : response.releases()) {
      listing.Add({std::string(absl::StripPrefix(release.name(), kReleasePrefix)),
                   absl::StrCat(release.revision()), release.public_() ? "yes" : "no",
                   release.description()});
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return listing;
}

int RunRelease(const GlobalOptions& global, const ReleaseOptions& options) {
  const auto session = Session::Open(
      global, options.name.empty() ? Session::Purpose::kRead : Session::Purpose::kWrite);
  if (!session.ok()) return Fail(session.status());
  if (!options.name.empty()) {
    if (absl::Status created = Create(**session, options); !created.ok()) return Fail(created);
  }
  const auto listing = List((*session)->stubs());
  if (!listing.ok()) return Fail(listing.status());
  const absl::Status written = WriteOutput(global, listing->In(global));
  return written.ok() ? kExitDone : Fail(written);
}

}  // namespace

void AddRelease(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<ReleaseOptions>();
  CLI::App* command = app.add_subcommand("release", "Name the newest revision, or list releases");
  AddExamples(*command,
              "  sos release 2024-preview\n"
              "  sos release 2024-final --public\n"
              "  sos release\n");
  AddGlobal(*command, line, {"text", "csv", "json", "xlsx"});
  command->add_option("NAME", options->name, "Such as 2024-preview");
  command->add_flag("--public", options->is_public,
                    "Everybody may read this revision from now on, also when a later one is there");
  command->add_option("--description", options->description, "What it is for");
  command->callback([&line, options] {
    line.run = [&line, options] { return RunRelease(line.global, *options); };
  });
}

}  // namespace sos::suite
