// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "services/ingestion/client/file_names.h"
#include "services/ingestion/convert/enums.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/print.h"
#include "services/suite/session.h"

namespace sos::suite {
namespace {

using ingestion::v1::Collection;
using ingestion::v1::CollectionCoverage;
using ingestion::v1::FileCoverage;
using ingestion::v1::LoadedFile;

struct StatusOptions {
  int year = 0;
};

// What a year's determinations rest on first: without one of these, some answer stays open.
constexpr Collection kExpected[] = {ingestion::v1::COLLECTION_CHRONIC_ABSENTEEISM,
                                    ingestion::v1::COLLECTION_SUSPENSION,
                                    ingestion::v1::COLLECTION_ENGLISH_LEARNER_PROGRESS,
                                    ingestion::v1::COLLECTION_GRADUATION,
                                    ingestion::v1::COLLECTION_ENGLISH_LANGUAGE_ARTS,
                                    ingestion::v1::COLLECTION_MATHEMATICS,
                                    ingestion::v1::COLLECTION_COLLEGE_CAREER,
                                    ingestion::v1::COLLECTION_LOCAL_PRIORITY_1,
                                    ingestion::v1::COLLECTION_LOCAL_PRIORITY_2,
                                    ingestion::v1::COLLECTION_LOCAL_PRIORITY_3,
                                    ingestion::v1::COLLECTION_LOCAL_PRIORITY_6,
                                    ingestion::v1::COLLECTION_LOCAL_PRIORITY_7,
                                    ingestion::v1::COLLECTION_LOCAL_PRIORITY_9,
                                    ingestion::v1::COLLECTION_LOCAL_PRIORITY_10};

std::string FilterWords(FileCoverage::Filter filter) {
  switch (filter) {
    case FileCoverage::FILTER_ONE_GROUP:
      return "one student group only";
    case FileCoverage::FILTER_COLORS:
      return "some colors only";
    case FileCoverage::FILTER_SELECTED_ROWS:
      return "selected rows";
    case FileCoverage::FILTER_ONE_LEA:
      return "one LEA only";
    case FileCoverage::FILTER_CLAIMED:
      return "selected rows, as the sender says";
    default:
      return "";
  }
}

std::string RecordTypeWord(int type) {
  switch (type) {
    case ingestion::v1::RECORD_TYPE_LEA:
      return "LEAs";
    case ingestion::v1::RECORD_TYPE_CHARTER_SCHOOL:
      return "charter schools";
    case ingestion::v1::RECORD_TYPE_SCHOOL:
      return "schools";
    default:
      return "";
  }
}

bool IsStatewide(const CollectionCoverage& coverage) {
  return std::any_of(coverage.files().begin(), coverage.files().end(),
                     [](const LoadedFile& file) { return file.coverage().statewide(); });
}

// What the files hold: `58 counties: LEAs, charter schools`.
std::string ContentWords(const CollectionCoverage& coverage) {
  std::set<int> types;
  std::set<std::string> filters;
  for (const LoadedFile& file : coverage.files()) {
    for (const auto& area : file.coverage().areas()) {
      types.insert(area.record_types().begin(), area.record_types().end());
    }
    if (const std::string words = FilterWords(file.coverage().filter()); !words.empty()) {
      filters.insert(words);
    }
  }
  std::vector<std::string> kinds;
  for (const int type : types) {
    if (std::string word = RecordTypeWord(type); !word.empty()) kinds.push_back(std::move(word));
  }
  // The state's own row lies under the county 00.
  const auto counties =
      std::count_if(coverage.county_codes().begin(), coverage.county_codes().end(),
                    [](const std::string& code) { return code != "00"; });
  std::string words = absl::StrCat(counties, counties == 1 ? " county" : " counties");
  if (!kinds.empty()) absl::StrAppend(&words, ": ", absl::StrJoin(kinds, ", "));
  if (!filters.empty()) absl::StrAppend(&words, "; ", absl::StrJoin(filters, ", "));
  return words;
}

// The files, the newest last: `suspdownload2023.txt (2026-11-29, revision 3)`.
std::string FileWords(const CollectionCoverage& coverage) {
  std::vector<std::string> files;
  for (const LoadedFile& file : coverage.files()) {
    const absl::Time created = absl::FromUnixSeconds(file.create_time().seconds());
    files.push_back(absl::StrCat(file.display_name(), " (",
                                 absl::FormatTime("%Y-%m-%d", created, absl::UTCTimeZone()),
                                 ", revision ", file.revision(), ")"));
  }
  return absl::StrJoin(files, "; ");
}

int64_t RefusedCount(const CollectionCoverage& coverage) {
  int64_t count = 0;
  for (const LoadedFile& file : coverage.files()) count += file.refused_rows_size();
  return count;
}

Listing List(const ingestion::v1::Snapshot& snapshot, int only_year) {
  using Kind = Listing::Kind;
  Listing listing({{"year", Kind::kNumber},
                   {"collection"},
                   {"state"},
                   {"holds"},
                   {"refused_rows", Kind::kNumber},
                   {"files"}});
  std::map<std::pair<int, int>, const CollectionCoverage*> loaded;
  std::set<int> years;
  if (only_year != 0) years.insert(only_year);
  for (const CollectionCoverage& coverage : snapshot.coverages()) {
    if (only_year != 0 && coverage.dashboard_year() != only_year) continue;
    loaded[{coverage.dashboard_year(), coverage.collection()}] = &coverage;
    if (coverage.collection() <= ingestion::v1::COLLECTION_LOCAL_PRIORITY_10) {
      years.insert(coverage.dashboard_year());
    }
  }
  for (const int year : years) {
    for (const Collection expected : kExpected) loaded.try_emplace({year, expected}, nullptr);
  }
  for (const auto& [key, coverage] : loaded) {
    const auto collection = static_cast<Collection>(key.second);
    if (coverage == nullptr) {
      listing.Add({absl::StrCat(key.first), ingestion::CollectionCode(collection), "missing", "",
                   "", absl::StrCat("load ", FileNameOf(collection, key.first))});
      continue;
    }
    const bool whole = coverage->files().empty() || IsStatewide(*coverage);
    listing.Add({absl::StrCat(key.first), ingestion::CollectionCode(collection),
                 whole && RefusedCount(*coverage) == 0 ? "loaded" : "partial",
                 ContentWords(*coverage), absl::StrCat(RefusedCount(*coverage)),
                 FileWords(*coverage)});
  }
  return listing;
}

// Says what is loaded, by year and collection: of what, from which file and when.
int RunStatus(const GlobalOptions& global, const StatusOptions& options) {
  const auto session = Session::Open(global);
  if (!session.ok()) return Fail(session.status());
  const absl::StatusOr<ingestion::v1::Snapshot> snapshot = (*session)->Snapshot();
  if (!snapshot.ok()) return Fail(snapshot.status());
  const Listing listing = List(*snapshot, options.year);
  const absl::Status written = WriteOutput(global, listing.In(global));
  if (!written.ok()) return Fail(written);
  return listing.size() > 0 ? kExitDone : kExitNo;
}

}  // namespace

void AddStatus(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<StatusOptions>();
  CLI::App* command = app.add_subcommand(
      "status", "What is loaded, partly loaded or missing, by year and collection, and from where");
  AddExamples(*command, "  sos status\n  sos status --year 2024 --format csv\n");
  AddGlobal(*command, line, {"text", "csv", "json", "xlsx"});
  AddReadOptions(*command, line);
  command->add_option("--year", options->year, "Dashboard year; all if left out");
  command->callback([&line, options] {
    line.run = [&line, options] { return RunStatus(line.global, *options); };
  });
}

}  // namespace sos::suite
