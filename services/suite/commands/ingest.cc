// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "nlohmann/json.hpp"
#include "services/ingestion/convert/enums.h"
#include "services/ingestion/domain/collection.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/names.h"
#include "services/suite/commands/replacement_lines.h"
#include "services/suite/print.h"
#include "services/suite/student_files/prepare.h"
#include "services/suite/terminal.h"
#include "services/suite/upload.h"

namespace sos::suite {
namespace {

struct IngestOptions {
  std::vector<std::string> files;
  // A collection's code, for a header that fits several.
  std::string collection;
  int year = 0;
  // The LEA of exports of reports that do not name it.
  std::string lea;
  int64_t max_quarantine = 1000;
  // Codes of Ed-Fi descriptors beside those that are known.
  std::string ed_fi_codes;
  // Changes the rows of the file and no others, instead of replacing what is stored.
  bool correct = false;
  // Lets a file drop more than a tenth of an LEA's rows.
  bool allow_shrink = false;
  // What the sender says of the file: the whole of its collection and year, or selected rows.
  bool complete = false;
  bool partial = false;
  bool validate_only = false;
  // Prints what each LEA's student records hold instead of one line a file.
  bool certification = false;
};

// Issues shown on standard error for each file; JSON has them all.
constexpr size_t kMaxShownIssues = 20;

// The collections of a file; of a file with several, the first and how many more.
std::string CollectionNames(const ingestion::v1::Submission& submission, Format format) {
  if (format == Format::kText && submission.committed_collections_size() > 1) {
    return absl::StrCat(ingestion::CollectionCode(static_cast<ingestion::v1::Collection>(
                            submission.committed_collections(0))),
                        " and ", submission.committed_collections_size() - 1, " more");
  }
  return absl::StrJoin(
      submission.committed_collections(), " ", [](std::string* out, int collection) {
        absl::StrAppend(
            out, ingestion::CollectionCode(static_cast<ingestion::v1::Collection>(collection)));
      });
}

std::string StateWord(const ingestion::v1::Submission& submission, bool validate_only) {
  if (submission.state() == ingestion::v1::Submission::STATE_REJECTED) return "rejected";
  return validate_only ? "valid" : "committed";
}

std::string KindWord(ingestion::v1::SubmissionIssue::Kind kind) {
  return std::string(absl::StripPrefix(ingestion::v1::SubmissionIssue::Kind_Name(kind), "KIND_"));
}

std::string SeverityWord(ingestion::v1::SubmissionIssue::Severity severity) {
  return severity == ingestion::v1::SubmissionIssue::SEVERITY_WARNING ? "warning" : "fatal";
}

nlohmann::ordered_json ToJson(const std::string& file, const ingestion::v1::Submission& submission,
                              const std::vector<ingestion::v1::SubmissionIssue>& issues,
                              bool validate_only) {
  nlohmann::ordered_json json;
  json["file"] = file;
  json["submission"] = submission.name();
  json["state"] = StateWord(submission, validate_only);
  json["revision"] = submission.revision();
  json["unchanged"] = submission.unchanged();
  json["accepted"] = submission.accepted_row_count();
  json["quarantined"] = submission.quarantined_row_count();
  json["partitions"] = submission.partition_count();
  json["collections"] = nlohmann::json::array();
  for (const int collection : submission.committed_collections()) {
    json["collections"].push_back(
        ingestion::CollectionCode(static_cast<ingestion::v1::Collection>(collection)));
  }
  json["years"] =
      std::vector<int>(submission.committed_years().begin(), submission.committed_years().end());
  json["message"] = submission.rejection_message();
  json["summary"] = nlohmann::json::array();
  for (const auto& summary : submission.issue_summaries()) {
    json["summary"].push_back({{"kind", KindWord(summary.kind())},
                               {"severity", SeverityWord(summary.severity())},
                               {"count", summary.issue_count()},
                               {"firstLine", summary.first_line()}});
  }
  json["replacements"] = nlohmann::json::array();
  for (const auto& replacement : submission.replacements()) {
    // The last may add up what the list leaves out.
    const bool rest = replacement.lea_cds().empty();
    json["replacements"].push_back(
        {{"collection", rest ? "" : ingestion::CollectionCode(replacement.collection())},
         {"year", replacement.dashboard_year()},
         {"lea", replacement.lea_cds()},
         {"storedRows", replacement.stored_row_count()},
         {"rows", replacement.row_count()},
         {"vanishedRows", replacement.vanished_row_count()},
         {"vanishedGroups", replacement.vanished_group_count()},
         {"changedRows", replacement.changed_row_count()}});
  }
  json["issues"] = nlohmann::json::array();
  for (const auto& issue : issues) {
    json["issues"].push_back({{"line", issue.line()},
                              {"sheet", issue.sheet()},
                              {"column", issue.column()},
                              {"value", issue.value()},
                              {"kind", KindWord(issue.kind())},
                              {"severity", SeverityWord(issue.severity())},
                              {"reason", issue.description()}});
  }
  return json;
}

void ShowIssues(const std::string& file, const ingestion::v1::Submission& submission,
                const std::vector<ingestion::v1::SubmissionIssue>& issues) {
  if (submission.quarantined_row_count() > 0) {
    Say(absl::StrCat("warning: ", file, ": ", submission.quarantined_row_count(),
                     " rows quarantined"));
  }
  for (const auto& summary : submission.issue_summaries()) {
    Say(absl::StrCat(SeverityWord(summary.severity()), ": ", file, ": ", KindWord(summary.kind()),
                     " ", summary.issue_count(),
                     summary.issue_count() == 1 ? " time, line " : " times, first in line ",
                     summary.first_line()));
  }
  for (size_t i = 0; i < issues.size() && i < kMaxShownIssues; ++i) {
    PrintError(absl::StrCat("  ", IssueLine(file, issues[i]), "\n"));
  }
  if (issues.size() > kMaxShownIssues) {
    PrintError(absl::StrCat("  ... and ", issues.size() - kMaxShownIssues,
                            " more; --format json lists them all\n"));
  }
}

// What the student records of a file hold, as each LEA certifies it.
void AddCertification(const ingestion::v1::Submission& submission, Listing& listing) {
  for (const auto& row : submission.certification()) {
    listing.Add({absl::StrCat(row.dashboard_year()), row.lea_cds(),
                 ingestion::CollectionCode(row.collection()), absl::StrCat(row.row_count()),
                 absl::StrCat(row.student_count()), absl::StrCat(row.school_count()),
                 absl::StrCat(row.warning_count()), absl::StrCat(row.replaced_row_count())});
  }
}

ingestion::v1::CoverageClaim ClaimOf(const IngestOptions& options) {
  if (options.complete) return ingestion::v1::COVERAGE_CLAIM_COMPLETE;
  return options.partial ? ingestion::v1::COVERAGE_CLAIM_PARTIAL
                         : ingestion::v1::COVERAGE_CLAIM_UNSPECIFIED;
}

int RunIngest(const GlobalOptions& global, const IngestOptions& options) {
  const auto collection = ParseCollectionOption(options.collection);
  if (!collection.ok()) return Fail(collection.status());
  const auto session = Session::Open(global, Session::Purpose::kWrite);
  if (!session.ok()) return Fail(session.status());
  const absl::StatusOr<std::string> lea = LeaCode(**session, options.lea);
  if (!lea.ok()) return Fail(lea.status());
  auto& ingestion = *(*session)->stubs().ingestion;
  Listing listing({{"file"},
                   {"state"},
                   {"collection"},
                   {"years"},
                   {"accepted", Listing::Kind::kNumber},
                   {"quarantined", Listing::Kind::kNumber},
                   {"revision", Listing::Kind::kNumber}});
  Listing certification({{"year", Listing::Kind::kNumber},
                         {"lea"},
                         {"collection"},
                         {"rows", Listing::Kind::kNumber},
                         {"students", Listing::Kind::kNumber},
                         {"schools", Listing::Kind::kNumber},
                         {"warnings", Listing::Kind::kNumber},
                         {"replaces_rows", Listing::Kind::kNumber}});
  std::string json_lines;
  int exit_code = kExitDone;
  const auto prepared = PrepareFiles(
      FilesOf(options.files),
      {.lea = *lea, .dashboard_year = options.year, .ed_fi_codes = options.ed_fi_codes});
  if (!prepared.ok()) return Fail(prepared.status());
  for (const PreparedFile& one : *prepared) {
    const std::string& file = one.path;
    for (const std::string& note : one.notes) Say(absl::StrCat(file, ": ", note));
    const auto submission = Send(ingestion, one,
                                 {.collection = *collection,
                                  .dashboard_year = options.year,
                                  .lea = *lea,
                                  .max_quarantined_row_count = options.max_quarantine,
                                  .corrects = options.correct,
                                  .shrink_allowed = options.allow_shrink,
                                  .claim = ClaimOf(options),
                                  .validate_only = options.validate_only,
                                  .show_progress = true});
    if (!submission.ok()) {
      exit_code = Fail(submission.status());
      continue;
    }
    // A dry run keeps nothing that could be asked for: its answer has the issues.
    const absl::StatusOr<std::vector<ingestion::v1::SubmissionIssue>> issues =
        options.validate_only
            ? std::vector<ingestion::v1::SubmissionIssue>(submission->validation_issues().begin(),
                                                          submission->validation_issues().end())
            : ReadIssues(ingestion, submission->name());
    if (!issues.ok()) return Fail(issues.status());
    if (submission->state() == ingestion::v1::Submission::STATE_REJECTED) {
      exit_code = Fail(absl::InvalidArgumentError(
          absl::StrCat(file, " was rejected: ", submission->rejection_message())));
    }
    ShowIssues(file, *submission, *issues);
    const bool done =
        submission->state() != ingestion::v1::Submission::STATE_REJECTED && !options.validate_only;
    if (!submission->unchanged()) {
      for (const std::string& line : ReplacementLines(*submission, done)) {
        Say(absl::StrCat(file, ": ", line));
      }
    }
    if (submission->unchanged()) {
      Say(absl::StrCat(file, ": nothing changed: revision ", submission->revision(), " stays"));
    }
    if (submission->has_report()) Say(absl::StrCat(file, ": ", ReportLine(submission->report())));
    AddCertification(*submission, certification);
    listing.Add({file, StateWord(*submission, options.validate_only),
                 CollectionNames(*submission, global.format),
                 absl::StrJoin(submission->committed_years(), " "),
                 absl::StrCat(submission->accepted_row_count()),
                 absl::StrCat(submission->quarantined_row_count()),
                 absl::StrCat(submission->revision())});
    json_lines += ToJson(file, *submission, *issues, options.validate_only)
                      .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) +
                  "\n";
  }
  const std::string output = options.certification            ? certification.In(global)
                             : global.format == Format::kJson ? json_lines
                                                              : listing.In(global);
  const absl::Status written = WriteOutput(global, output);
  return written.ok() ? exit_code : Fail(written);
}

}  // namespace

void AddIngest(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<IngestOptions>();
  CLI::App* command =
      app.add_subcommand("ingest", "Load files published by the state, or student records");
  AddExamples(*command,
              "  sos ingest files/*.txt\n"
              "  sos ingest --validate-only suspdownload2024.txt\n"
              "  sos ingest --correct corrected.csv\n");
  AddGlobal(*command, line, {"text", "csv", "json"});
  command
      ->add_option("FILE", options->files,
                   ".txt, .csv or .xlsx, plain or .gz; .json of Ed-Fi; or a folder of them")
      ->required();
  command->add_option("--collection", options->collection,
                      "What a file is, where its header fits several collections");
  command->add_option("--year", options->year, "The year of a file that does not say it");
  command->add_option(
      "--lea", options->lea,
      "The LEA of a CALPADS report that does not name it: a name, or 7 or 14 digits");
  command->add_option("--ed-fi-codes", options->ed_fi_codes,
                      "A JSON file with an LEA's own Ed-Fi descriptors");
  command
      ->add_option("--max-quarantine", options->max_quarantine,
                   "Reject a file with more wrong rows than this")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  CLI::Option* const correct =
      command->add_flag("--correct", options->correct,
                        "Change the rows of the file and no others (without it, a file "
                        "replaces all that it covers)");
  command
      ->add_flag("--allow-shrink", options->allow_shrink,
                 "Take a file that drops more than a tenth of an LEA's rows")
      ->excludes(correct);
  CLI::Option* const complete = command->add_flag(
      "--complete", options->complete,
      "The file is the whole of its collection and year: what it lacks is not there");
  complete->excludes(correct);
  command
      ->add_flag("--partial", options->partial,
                 "The file holds selected rows: it says nothing about any other")
      ->excludes(complete);
  command->add_flag("--validate-only", options->validate_only,
                    "Validate the files without committing them");
  command->add_flag("--certification", options->certification,
                    "Print what each LEA's student records hold, as it would certify them");
  command->callback([&line, options] {
    line.run = [&line, options] { return RunIngest(line.global, *options); };
  });
}

}  // namespace sos::suite
