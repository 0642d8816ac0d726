// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_SESSION_H_
#define SOS_SERVICES_SUITE_SESSION_H_

#include <cstdint>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/text/printable.h"
#include "services/suite/embedded_suite.h"
#include "services/suite/stubs.h"

namespace sos::suite {

// Exit codes of every command.
inline constexpr int kExitDone = 0;
inline constexpr int kExitNo = 1;
inline constexpr int kExitRefused = 2;

enum class Format { kText, kCsv, kJson, kHtml, kXlsx, kSvg, kPng };

// What every command can be told.
struct GlobalOptions {
  // Where the embedded services keep their data.
  std::string data_dir;
  // Running services to talk to instead: one address of all four, or `ingestion=ADDR,...`.
  std::string server;
  Format format = Format::kText;
  // CSV as a spreadsheet opens it right.
  bool excel = false;
  // Tables as wide as they are, also where the terminal is not.
  bool wide = false;
  // A file for the output; empty for standard output.
  std::string output;
  // The release to read; empty for the newest revision.
  std::string release;
};

// SOS_RULEBOOKS, as the servers read it: a directory of rulebooks to apply; empty for none.
std::string RulebookDirectory();

// The services a command talks to, and the revision that all of its reads are pinned to.
class Session {
 public:
  enum class Purpose {
    // Works beside whoever writes the data directory.
    kRead,
    // Sends files in or names releases: nobody else may write the data directory meanwhile.
    kWrite,
  };
  static absl::StatusOr<std::unique_ptr<Session>> Open(const GlobalOptions& options,
                                                       Purpose purpose = Purpose::kRead);

  const Stubs& stubs() const { return stubs_; }

  // What the release, or the newest revision, holds; read once.
  absl::StatusOr<ingestion::v1::Snapshot> Snapshot();

  // The years a command is about: `year`, or for 0 all that any indicator or list has.
  absl::StatusOr<std::vector<int>> Years(int year);

  // The entity that somebody means: by its code (14 digits; 13 where the leading zero got lost; 7
  // or 6 for an LEA; hyphens and blanks do not matter) or by its name. Near matches are in the
  // error, also where a name fits several.
  absl::StatusOr<education::v1::Entity> GetEntity(const std::string& meant);

  const GlobalOptions& options() const { return options_; }
  // The embedded services; null where the session talks to running ones.
  EmbeddedSuite* embedded() { return embedded_.get(); }

 private:
  absl::StatusOr<education::v1::Entity> GetByCode(const std::string& cds);
  absl::StatusOr<education::v1::Entity> GetByName(const std::string& name);

  explicit Session(const GlobalOptions& options) : options_(options) {}

  const GlobalOptions options_;
  std::unique_ptr<EmbeddedSuite> embedded_;
  Stubs stubs_;
  bool snapshot_read_ = false;
  ingestion::v1::Snapshot snapshot_;
};

// Channels to running services, as GlobalOptions::server names them: over TLS with SOS_TLS_CA (and
// the other settings of rpc::TlsOptions), with the token in SOS_TOKEN.
absl::StatusOr<Stubs> ConnectTo(const std::string& server);

// The data directory of this user: $XDG_DATA_HOME/sos or ~/.local/share/sos.
std::string DefaultDataDir();

// Writes `raw`, which is in the format of the options, to the file or standard output that they
// name, with whatever is not printable escaped as the format does it. Returns kUnavailable if the
// file cannot be written.
absl::Status WriteOutput(const GlobalOptions& options, absl::string_view raw,
                         Keep keep = Keep::kLines);

// Prints `status` for a person on standard error and returns the exit code for it.
int Fail(const absl::Status& status);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_SESSION_H_
