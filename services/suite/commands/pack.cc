// SPDX-License-Identifier: Apache-2.0

// A pack that broke off goes on where it stopped: in the same run after a server went away, and in
// a later run while the directory still holds the note of where that was.

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/education/cds_code.h"
#include "common/private_files/private_files.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "nlohmann/json.hpp"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/names.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

struct PackOptions {
  std::string county;
  int year = 0;
  std::string directory;
  std::string language;
  bool with_schools = false;
};

// Says where a pack stopped. It is gone when the pack is whole.
constexpr char kNoteFile[] = ".unfinished-pack.json";

// Stands for every county, each in a folder of its own.
constexpr absl::string_view kAllCounties = "all";

// How often a stream that broke off is begun anew without having brought a file.
constexpr int kMaxAttempts = 3;

// Whether a path of a pack stays within its directory.
bool IsPackPath(const std::string& path) {
  if (path.empty() || path.size() > 240) return false;
  for (const absl::string_view part : absl::StrSplit(path, '/')) {
    if (part.empty() || part.front() == '.' ||
        part.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.") != part.npos) {
      return false;
    }
  }
  return true;
}

// Writes the files of one pack as they come.
class PackWriter {
 public:
  PackWriter(std::string directory, reporting::v1::StreamCountyPackRequest request)
      : directory_(std::move(directory)), request_(std::move(request)) {
    std::ifstream file(directory_ / kNoteFile);
    const auto note = nlohmann::json::parse(file, nullptr, /*allow_exceptions=*/false);
    if (note.is_object() && note.value("request", "") == Identity()) {
      request_.set_after_path(note.value("after", ""));
    }
  }

  const reporting::v1::StreamCountyPackRequest& request() const { return request_; }
  bool resumes() const { return !request_.after_path().empty(); }
  int written() const { return written_; }
  int total() const { return total_; }

  absl::Status Take(const reporting::v1::StreamCountyPackResponse& part) {
    if (!part.path().empty()) {
      SOS_RETURN_IF_ERROR(Close());
      if (!IsPackPath(part.path())) {
        return absl::DataLossError(absl::StrCat("the server sent a file named ", part.path()));
      }
      path_ = part.path();
      total_ = part.file_count();
      ShowProgress(absl::StrCat(part.file_number(), " of ", total_, ": ", path_));
    }
    bytes_ += part.data();
    return absl::OkStatus();
  }

  // Writes the file that has come whole.
  absl::Status Close() {
    if (path_.empty()) return absl::OkStatus();
    const std::filesystem::path file = directory_ / path_;
    SOS_RETURN_IF_ERROR(MakePrivateDirectory(file.parent_path()));
    SOS_RETURN_IF_ERROR(WritePrivateFile(file, bytes_));
    request_.set_after_path(path_);
    SOS_RETURN_IF_ERROR(WritePrivateFile(
        directory_ / kNoteFile,
        nlohmann::json({{"request", Identity()}, {"after", path_}}).dump() + "\n"));
    ++written_;
    path_.clear();
    bytes_.clear();
    return absl::OkStatus();
  }

  // What had come of a file when its stream broke off is fetched anew.
  void Drop() {
    path_.clear();
    bytes_.clear();
  }

  void Finish() { std::filesystem::remove(directory_ / kNoteFile); }

 private:
  // What is asked for, and of which revision: only the same pack goes on.
  std::string Identity() const {
    reporting::v1::StreamCountyPackRequest asked = request_;
    asked.clear_after_path();
    return asked.ShortDebugString();
  }

  const std::filesystem::path directory_;
  reporting::v1::StreamCountyPackRequest request_;
  std::string path_;
  std::string bytes_;
  int written_ = 0;
  int total_ = 0;
};

absl::Status Fetch(Session& session, PackWriter& writer) {
  for (int attempts = 1;; ++attempts) {
    const int before = writer.written();
    grpc::ClientContext context;
    const auto reader = session.stubs().reporting->StreamCountyPack(&context, writer.request());
    reporting::v1::StreamCountyPackResponse part;
    while (reader->Read(&part)) SOS_RETURN_IF_ERROR(writer.Take(part));
    const absl::Status status = rpc::FromGrpcStatus(reader->Finish());
    if (status.ok()) return writer.Close();
    writer.Drop();
    if (writer.written() > before) attempts = 0;
    if (!absl::IsUnavailable(status) || attempts >= kMaxAttempts) return status;
  }
}

absl::Status PackCounty(Session& session, const PackOptions& options, const std::string& county,
                        const std::string& directory) {
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  reporting::v1::StreamCountyPackRequest request;
  request.set_name(absl::StrCat(kEntityPrefix, county, "000000000000/countyPacks/", options.year));
  SetRevision(RevisionIn(snapshot), request);
  request.set_language_code(options.language);
  request.set_with_schools(options.with_schools);
  SOS_RETURN_IF_ERROR(MakePrivateDirectory(directory));
  PackWriter writer(directory, std::move(request));
  if (writer.resumes()) Say(absl::StrCat("going on after ", writer.request().after_path()));
  const absl::Status fetched = Fetch(session, writer);
  EndProgress();
  SOS_RETURN_IF_ERROR(fetched);
  writer.Finish();
  Say(absl::StrCat(writer.written(), " files in ", directory, "; open index.html there first"));
  return absl::OkStatus();
}

// The counties of which something of the year is loaded.
absl::StatusOr<std::set<std::string>> LoadedCounties(Session& session, int year) {
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  std::set<std::string> counties;
  for (const auto& coverage : snapshot.coverages()) {
    if (coverage.dashboard_year() != year) continue;
    for (const std::string& county : coverage.county_codes()) {
      // The state itself has no county.
      if (IsCaliforniaCountyCode(county)) counties.insert(county);
    }
  }
  return counties;
}

absl::Status Pack(const GlobalOptions& global, const PackOptions& options) {
  SOS_ASSIGN_OR_RETURN(const auto session, Session::Open(global));
  SOS_RETURN_IF_ERROR(CheckYear(*session, options.year));
  if (options.county != kAllCounties) {
    SOS_ASSIGN_OR_RETURN(const std::string county, CountyCode(*session, options.county));
    return PackCounty(*session, options, county, options.directory);
  }
  SOS_ASSIGN_OR_RETURN(const auto counties, LoadedCounties(*session, options.year));
  for (const std::string& county : counties) {
    SOS_RETURN_IF_ERROR(
        PackCounty(*session, options, county, absl::StrCat(options.directory, "/", county)));
  }
  return absl::OkStatus();
}

}  // namespace

void AddPack(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<PackOptions>();
  CLI::App* command = app.add_subcommand(
      "pack", "What a county office sends to its LEAs: reports, workbooks, lists and pictures");
  AddExamples(*command, "  sos pack --county Synthetic --year 2024 --output pack\n");
  AddGlobal(*command, line, {});
  AddReadOptions(*command, line);
  command->add_option("--county", options->county, "The name of a county, or all")->required();
  command->add_option("--year", options->year, "Dashboard year")->required();
  command->add_option("--output", options->directory, "A directory for the files")->required();
  command->add_option("--language", options->language,
                      "The language of the sentences: en (default) or es");
  command->add_flag("--with-schools", options->with_schools, "With a report for each school");
  command->callback([&line, options] {
    line.run = [&line, options] {
      const absl::Status status = Pack(line.global, *options);
      return status.ok() ? kExitDone : Fail(status);
    };
  });
}

}  // namespace sos::suite
