// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/names.h"
#include "services/suite/reconcile/essa_check.h"
#include "services/suite/reconcile/file_report.h"
#include "services/suite/reconcile/indicator_check.h"
#include "services/suite/reconcile/lcff_check.h"
#include "services/suite/reconcile/program_checks.h"
#include "services/suite/reconcile/scratch.h"
#include "services/suite/terminal.h"
#include "services/suite/upload.h"

namespace sos::suite {
namespace {

struct ReconcileOptions {
  std::vector<std::string> files;
  // What LCFF letters rest on: `auto`, `results` or `published-letters`.
  std::string basis = "auto";
  std::string collection;
  int year = 0;
};

struct SubmittedFile {
  std::string path;
  ingestion::v1::Submission submission;
};

bool IsIndicator(int collection) {
  return collection >= ingestion::v1::COLLECTION_CHRONIC_ABSENTEEISM &&
         collection <= ingestion::v1::COLLECTION_SCIENCE;
}

bool IsLowestPerformance(const ingestion::v1::Submission& submission) {
  return !submission.committed_collections().empty() &&
         submission.committed_collections(0) >=
             ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_LEA_GROUPS &&
         submission.committed_collections(0) <=
             ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOL_GROUPS;
}

// What kind of answers a file has.
std::string KindOf(const ingestion::v1::Submission& submission) {
  if (submission.committed_collections().empty()) return "inputs";
  const int collection = submission.committed_collections(0);
  if (IsIndicator(collection)) return "indicator";
  if (collection == ingestion::v1::COLLECTION_LCFF_ASSISTANCE) return "lcff";
  if (collection == ingestion::v1::COLLECTION_ESSA_ASSISTANCE) return "essa";
  if (collection == ingestion::v1::COLLECTION_EQUITY_MULTIPLIER) return "equity-multiplier";
  if (collection == ingestion::v1::COLLECTION_CHARTER_ASSISTANCE) return "charter";
  if (collection == ingestion::v1::COLLECTION_REQUIRED_GOALS) return "required-goals";
  return "inputs";
}

absl::StatusOr<std::vector<SubmittedFile>> SubmitAll(const Stubs& stubs,
                                                     const ReconcileOptions& options,
                                                     int& exit_code) {
  SOS_ASSIGN_OR_RETURN(const auto collection, ParseCollectionOption(options.collection));
  std::vector<SubmittedFile> files;
  for (const std::string& path : options.files) {
    auto submission = SubmitFile(*stubs.ingestion, path,
                                 {.collection = collection,
                                  .dashboard_year = options.year,
                                  .contradictions_accepted = true,
                                  // Into a copy, where it replaces nothing that anybody needs.
                                  .shrink_allowed = true,
                                  .show_progress = true});
    if (submission.ok() && submission->state() == ingestion::v1::Submission::STATE_REJECTED) {
      submission = absl::InvalidArgumentError(
          absl::StrCat(path, " was rejected: ", submission->rejection_message()));
    }
    if (!submission.ok()) {
      exit_code = Fail(submission.status());
      continue;
    }
    if (submission->quarantined_row_count() > 0) {
      Say(absl::StrCat("warning: ", path, ": ", submission->quarantined_row_count(),
                       " rows quarantined and not compared"));
      SOS_ASSIGN_OR_RETURN(const auto issues, ReadIssues(*stubs.ingestion, submission->name()));
      for (size_t i = 0; i < issues.size() && i < 5; ++i) {
        PrintError(absl::StrCat("  ", IssueLine(path, issues[i]), "\n"));
      }
    }
    files.push_back({path, *std::move(submission)});
  }
  return files;
}

absl::StatusOr<FileReport> Check(const Stubs& stubs, const SubmittedFile& file,
                                 const std::string& basis) {
  FileReport report;
  report.file = file.path;
  report.kind = KindOf(file.submission);
  if (!file.submission.committed_years().empty()) report.year = file.submission.committed_years(0);
  report.rows = file.submission.accepted_row_count() + file.submission.quarantined_row_count();
  if (report.kind == "indicator") {
    SOS_RETURN_IF_ERROR(CheckIndicatorFile(stubs, file.submission, report));
  } else if (report.kind == "lcff" || report.kind == "charter") {
    SOS_RETURN_IF_ERROR(CheckLcffFile(stubs, file.submission, basis, report));
  } else if (report.kind == "essa") {
    SOS_RETURN_IF_ERROR(CheckEssaFile(stubs, file.submission, basis, report));
  } else if (report.kind == "equity-multiplier") {
    SOS_RETURN_IF_ERROR(CheckEquityMultiplierFile(stubs, file.submission, report));
  } else if (report.kind == "required-goals") {
    SOS_RETURN_IF_ERROR(CheckRequiredGoalFile(stubs, file.submission, report));
  } else if (IsLowestPerformance(file.submission)) {
    SOS_RETURN_IF_ERROR(CheckLowestPerformanceFile(stubs, file.submission, report));
  }
  return report;
}

int RunReconcile(const GlobalOptions& global, const ReconcileOptions& options) {
  auto scratch = ScratchSuite::Create(global);
  if (!scratch.ok()) return Fail(scratch.status());
  const Stubs stubs = (*scratch)->suite().MakeStubs();
  int exit_code = kExitDone;
  const auto files = SubmitAll(stubs, options, exit_code);
  if (!files.ok()) return Fail(files.status());
  std::vector<FileReport> reports;
  bool differences = false;
  for (const SubmittedFile& file : *files) {
    auto report = Check(stubs, file, options.basis);
    if (!report.ok()) {
      exit_code = Fail(report.status());
      continue;
    }
    differences = differences || !report->differences.empty();
    reports.push_back(*std::move(report));
  }
  std::string text;
  if (global.format == Format::kJson) {
    for (const FileReport& report : reports) text += ReportJson(report);
  } else {
    text = global.format == Format::kCsv ? ReportsCsv(reports) : ReportsText(reports);
  }
  if (absl::Status written = WriteOutput(global, text); !written.ok()) return Fail(written);
  if (exit_code != kExitDone) return exit_code;
  return differences ? kExitNo : kExitDone;
}

}  // namespace

void AddReconcile(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<ReconcileOptions>();
  CLI::App* command = app.add_subcommand(
      "reconcile", "Recompute what official files publish and compare cell by cell");
  AddExamples(*command, "  sos reconcile suspdownload2023.txt assistancestatus_2023.xlsx\n");
  AddGlobal(*command, line, {"text", "csv", "json"});
  command->add_option("FILE", options->files, "Official files")->required();
  command
      ->add_option("--basis", options->basis,
                   "What LCFF letters rest on: auto takes results where there are any")
      ->check(CLI::IsMember({"auto", "results", "published-letters"}))
      ->capture_default_str();
  command->add_option("--collection", options->collection,
                      "What a file is, where its header fits several collections");
  command->add_option("--year", options->year, "The year of a file that does not say it");
  command->callback([&line, options] {
    line.run = [&line, options] { return RunReconcile(line.global, *options); };
  });
}

}  // namespace sos::suite
