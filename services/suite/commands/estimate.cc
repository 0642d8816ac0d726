// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "services/reporting/render/paragraph.h"
#include "services/reporting/sentences/whole_group.h"
#include "services/suite/backtest/comparison.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/backtest_reading.h"
#include "services/suite/commands/commands.h"
#include "services/suite/commands/eligibility_listing.h"
#include "services/suite/commands/estimate_files.h"
#include "services/suite/commands/names.h"
#include "services/suite/print.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

using education::v1::Indicator;
using Readiness = indicator::v1::IndicatorReadiness;

struct EstimateOptions {
  std::vector<std::string> files;
  std::string lea;
  int year = 0;
  // The exports have all students, though these have much in common.
  bool complete = false;
};

// A result of the LEA as a whole.
struct LeaResult {
  std::string students;
  std::string status;
  std::string change;
  int color = 0;
  bool from_records = false;
};

// By indicator, of one year.
using LeaResults = std::map<Indicator, LeaResult>;

// All that is told of the LEA.
struct Estimate {
  education::v1::Entity lea;
  int year = 0;
  indicator::v1::Readiness readiness;
  LeaResults now;
  LeaResults before;
  std::vector<eligibility::v1::Determination> determinations;
  // How far the estimates of the LEA and its schools of the year before were off; empty where none
  // were made before the state published.
  std::map<Indicator, Errors> errors_before;
};

absl::StatusOr<LeaResults> ReadLeaResults(Session& session, const std::string& lea, int year) {
  indicator::v1::StreamResultsRequest request;
  request.mutable_filter()->add_dashboard_years(year);
  request.mutable_filter()->add_entities(EntityName(lea));
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  SetRevision(RevisionIn(snapshot), request);
  grpc::ClientContext context;
  const auto reader = session.stubs().indicator->StreamResults(&context, request);
  indicator::v1::StreamResultsResponse response;
  LeaResults results;
  while (reader->Read(&response)) {
    for (const auto& block : response.blocks()) {
      for (int i = 0; i < block.entity_indexes_size(); ++i) {
        if (block.student_groups(i) != reporting::WholeGroup(block.indicator())) continue;
        const int64_t students = block.current_denominators(i);
        results[block.indicator()] = {.students = students < 0 ? "" : absl::StrCat(students),
                                      .status = TenthsText(block.status_tenths(i)),
                                      .change = TenthsText(block.change_tenths(i)),
                                      .color = ColorCode(block.colors(i)),
                                      .from_records = block.from_student_records()};
      }
    }
  }
  SOS_RETURN_IF_ERROR(rpc::FromGrpcStatus(reader->Finish()));
  return results;
}

absl::StatusOr<indicator::v1::Readiness> ReadReadiness(Session& session, int year) {
  indicator::v1::GetReadinessRequest request;
  request.set_dashboard_year(year);
  SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
  SetRevision(RevisionIn(snapshot), request);
  grpc::ClientContext context;
  indicator::v1::Readiness readiness;
  SOS_RETURN_IF_ERROR(
      rpc::FromGrpcStatus(session.stubs().indicator->GetReadiness(&context, request, &readiness)));
  return readiness;
}

// What every program that has rules of the year says of the LEA.
absl::StatusOr<std::vector<eligibility::v1::Determination>> ReadDeterminations(
    Session& session, const std::string& lea, int year) {
  std::vector<eligibility::v1::Determination> determinations;
  for (const auto program : {eligibility::v1::PROGRAM_LCFF, eligibility::v1::PROGRAM_CHARTER}) {
    eligibility::v1::StreamDeterminationsRequest request;
    request.mutable_filter()->set_program(program);
    request.mutable_filter()->set_dashboard_year(year);
    request.mutable_filter()->add_entities(EntityName(lea));
    SOS_ASSIGN_OR_RETURN(const auto snapshot, session.Snapshot());
    SetRevision(RevisionIn(snapshot), request);
    grpc::ClientContext context;
    const auto reader = session.stubs().eligibility->StreamDeterminations(&context, request);
    eligibility::v1::StreamDeterminationsResponse response;
    while (reader->Read(&response)) {
      for (auto& determination : *response.mutable_determinations()) {
        determinations.push_back(std::move(determination));
      }
    }
    const absl::Status read = rpc::FromGrpcStatus(reader->Finish());
    if (!read.ok() && !absl::IsNotFound(read)) return read;
  }
  return determinations;
}

absl::StatusOr<std::map<Indicator, Errors>> ReadErrors(Session& session, const std::string& lea,
                                                       int year) {
  const absl::StatusOr<Backtest> backtest = ReadBacktestOf(session, year, lea);
  std::map<Indicator, Errors> errors;
  if (absl::IsNotFound(backtest.status())) return errors;
  if (!backtest.ok()) return backtest.status();
  for (const auto& [group, of_group] : backtest->groups) {
    if (of_group.compared > 0) errors[group.indicator].Add(of_group);
  }
  return errors;
}

absl::StatusOr<Estimate> Read(Session& session, const std::string& lea, int year) {
  Estimate estimate{.lea = {},
                    .year = year,
                    .readiness = {},
                    .now = {},
                    .before = {},
                    .determinations = {},
                    .errors_before = {}};
  SOS_ASSIGN_OR_RETURN(estimate.lea, session.GetEntity(lea));
  SOS_ASSIGN_OR_RETURN(estimate.readiness, ReadReadiness(session, year));
  SOS_ASSIGN_OR_RETURN(estimate.now, ReadLeaResults(session, lea, year));
  SOS_ASSIGN_OR_RETURN(estimate.before, ReadLeaResults(session, lea, year - 1));
  SOS_ASSIGN_OR_RETURN(estimate.determinations, ReadDeterminations(session, lea, year));
  SOS_ASSIGN_OR_RETURN(estimate.errors_before, ReadErrors(session, lea, year - 1));
  return estimate;
}

// What an LEA has to bring for an indicator that is not made yet.
std::string NeededFor(Indicator indicator) {
  switch (indicator) {
    case education::v1::INDICATOR_CHRONIC_ABSENTEEISM:
      return "CALPADS reports 14.2 and 8.1, or STAS and SENR";
    case education::v1::INDICATOR_SUSPENSION:
      return "CALPADS reports 7.12 and 8.1, or SIRS and SENR";
    case education::v1::INDICATOR_GRADUATION:
      return "CALPADS reports 15.2 of this class and the last and 1.23, or COHO";
    case education::v1::INDICATOR_ENGLISH_LEARNER_PROGRESS:
      return "the ELPAC score file of TOMS, By Tested LEA";
    case education::v1::INDICATOR_ENGLISH_LANGUAGE_ARTS:
    case education::v1::INDICATOR_MATHEMATICS:
    case education::v1::INDICATOR_SCIENCE:
      return "the CAASPP score file of TOMS, By Tested LEA";
    default:
      return "the state's file: its parts are not read from records yet";
  }
}

Listing Indicators(const Estimate& estimate, Format format) {
  using Kind = Listing::Kind;
  Listing listing({{"indicator"},
                   {"basis"},
                   {"students", Kind::kNumber},
                   {"status", Kind::kNumber},
                   {"change", Kind::kNumber},
                   {"color", format == Format::kText ? Kind::kText : Kind::kNumber},
                   {"last_year"},
                   {"waits_for"}});
  const auto color = [format](int code) {
    return format == Format::kText ? ColorWord(code) : absl::StrCat(code);
  };
  for (const Readiness& entry : estimate.readiness.indicators()) {
    const auto now = estimate.now.find(entry.indicator());
    const auto before = estimate.before.find(entry.indicator());
    const std::string last_year =
        before == estimate.before.end()
            ? ""
            : absl::StrCat(before->second.status, " ", ColorWord(before->second.color));
    if (now == estimate.now.end()) {
      listing.Add({std::string(Code(entry.indicator())), "not made", "", "", "", "", last_year,
                   NeededFor(entry.indicator())});
      continue;
    }
    const LeaResult& result = now->second;
    listing.Add({std::string(Code(entry.indicator())),
                 result.from_records ? "estimate" : "published", result.students, result.status,
                 result.change, color(result.color), last_year, ""});
  }
  return listing;
}

std::string SentenceOf(Readiness::ErrorSource source) {
  switch (source) {
    case Readiness::ERROR_SOURCE_LATER_CERTIFICATION:
      return "The state reads records when they are certified; what changes until then is not in "
             "the estimate.";
    case Readiness::ERROR_SOURCE_ENROLLMENT_STATUS:
      return "Report 8.1 has no status of enrollments: students who are enrolled elsewhere and "
             "only receive services are counted too.";
    case Readiness::ERROR_SOURCE_GROUP_WINDOW:
      return "A student counts in every group in which report 8.1 has them; the state counts "
             "groups at times of its own.";
    case Readiness::ERROR_SOURCE_ACCOUNTABLE_DISTRICT:
      return "Without report 16.14 (or SPED), students with disabilities count where they are "
             "enrolled.";
    case Readiness::ERROR_SOURCE_FOSTER_YOUTH:
      return "Without report 5.7 (or SPRG), there are no results of foster youth.";
    case Readiness::ERROR_SOURCE_LANGUAGE_START:
      return "Without the start of the language status in report 8.1 (or SELA), there are no "
             "results of long-term English learners.";
    case Readiness::ERROR_SOURCE_TEST_PARTICIPATION:
      return "Students who changed between the ELPAC and the Alternate ELPAC are left out, and "
             "whom the state counts as tested is known in part only.";
    case Readiness::ERROR_SOURCE_ALTERNATE_ASSESSMENT:
      return "How the state turns scores of the alternate assessments into points is not "
             "published: their students are left out, which matters most for students with "
             "disabilities. Where they are many there is no change from a published year.";
    case Readiness::ERROR_SOURCE_CONTINUOUS_ENROLLMENT:
      return "The score file says since when students are enrolled at their school: who changed "
             "schools within the LEA after Census Day is left out of the LEA's results too.";
    case Readiness::ERROR_SOURCE_TEST_WINDOW:
      return "Whom the state expects to be tested depends on the LEA's test window; the estimate "
             "takes all students of the file.";
    case Readiness::ERROR_SOURCE_FIFTH_YEAR_GRADUATES:
      return "Without report 15.2 of the class before and report 1.23, who graduated in the fifth "
             "year is missing: the rate is at least what is said, and there is no change.";
    default:
      return "";
  }
}

// What can make the estimates differ, each once.
std::string ErrorLines(const Estimate& estimate) {
  std::set<int> sources;
  for (const Readiness& entry : estimate.readiness.indicators()) {
    const auto now = estimate.now.find(entry.indicator());
    if (now == estimate.now.end() || !now->second.from_records) continue;
    sources.insert(entry.error_sources().begin(), entry.error_sources().end());
  }
  std::string lines;
  for (const int source : sources) {
    lines +=
        reporting::Paragraph(SentenceOf(static_cast<Readiness::ErrorSource>(source)), "- ", "  ");
  }
  return lines;
}

// What is known of how far estimates are off.
std::string ErrorsBefore(const Estimate& estimate, size_t width) {
  if (estimate.errors_before.empty()) {
    return reporting::Paragraph(
        absl::StrCat("How far estimates of this LEA are off is not known: none of ",
                     estimate.year - 1, " were made here before the state's files were loaded."),
        "", "");
  }
  using Kind = Listing::Kind;
  Listing listing({{"indicator"},
                   {"compared", Kind::kNumber},
                   {"bias", Kind::kNumber},
                   {"spread", Kind::kNumber},
                   {"largest", Kind::kNumber}});
  for (const auto& [indicator, errors] : estimate.errors_before) {
    listing.Add({std::string(Code(indicator)), absl::StrCat(errors.compared),
                 Hundredths(errors.Bias()), Hundredths(errors.Spread()),
                 Hundredths(static_cast<double>(errors.largest_tenths))});
  }
  return absl::StrCat("How far the estimates of ", estimate.year - 1,
                      " were off, of the LEA and its schools:\n", listing.Text(width));
}

std::string EligibilityLines(const Estimate& estimate) {
  std::string lines;
  for (const auto& determination : estimate.determinations) {
    const std::string groups = GroupWords(determination.groups());
    absl::StrAppend(&lines, ProgramLabel(determination.program()), ": ",
                    determination.status().empty()
                        ? absl::StrCat("eligible: ", OutcomeWord(determination.eligibility()))
                        : determination.status(),
                    groups.empty() ? "" : absl::StrCat(", for ", groups), "\n");
  }
  if (lines.empty()) return "No program has rules of the year, or knows the LEA.\n";
  return lines + MissingDataLines(DataGapsOf(estimate.determinations));
}

std::string Text(const GlobalOptions& global, const Listing& files, const Estimate& estimate) {
  const size_t width = global.wide ? 0 : TerminalColumns();
  std::string text =
      absl::StrCat("Files\n\n", files.Text(width), "\n", estimate.lea.display_name(), ", ",
                   estimate.year, "\n\n", Indicators(estimate, Format::kText).Text(width));
  const std::string errors = ErrorLines(estimate);
  if (!errors.empty()) {
    absl::StrAppend(
        &text, "\nWhy the state may publish other numbers, of all LEAs that are loaded:\n", errors);
  }
  absl::StrAppend(&text, "\n", ErrorsBefore(estimate, width));
  absl::StrAppend(&text, "\nSupport that would follow:\n", EligibilityLines(estimate));
  return text;
}

int RunEstimate(const GlobalOptions& global, const EstimateOptions& options) {
  auto session = Session::Open(global, Session::Purpose::kWrite);
  if (!session.ok()) return Fail(session.status());
  const absl::StatusOr<std::string> lea = LeaCode(**session, options.lea);
  if (!lea.ok()) return Fail(lea.status());
  const absl::StatusOr<Listing> files =
      TakeReports(**session, options.files,
                  {.lea = *lea, .dashboard_year = options.year, .all_students = options.complete});
  if (!files.ok()) return Fail(files.status());
  // A session reads one revision to its end: what was taken in now is in the next one.
  session->reset();
  session = Session::Open(global);
  if (!session.ok()) return Fail(session.status());
  const absl::StatusOr<Estimate> estimate = Read(**session, *lea, options.year);
  if (!estimate.ok()) {
    // What became of the files is known all the same.
    Print(files->Text());
    return Fail(estimate.status());
  }
  const absl::Status written = WriteOutput(
      global, global.format == Format::kText ? Text(global, *files, *estimate)
                                             : Indicators(*estimate, global.format).In(global));
  if (!written.ok()) return Fail(written);
  const bool any = std::any_of(estimate->readiness.indicators().begin(),
                               estimate->readiness.indicators().end(), [&](const Readiness& entry) {
                                 const auto now = estimate->now.find(entry.indicator());
                                 return now != estimate->now.end() && now->second.from_records;
                               });
  return any ? kExitDone : kExitNo;
}

}  // namespace

void AddEstimate(CLI::App& app, CommandLine& line) {
  const auto options = std::make_shared<EstimateOptions>();
  CLI::App* command = app.add_subcommand(
      "estimate", "Indicators of an LEA from the reports it exports, before the state publishes");
  AddExamples(
      *command,
      "  sos estimate exports --lea 9960002 --year 2025\n"
      "  sos estimate 14.2.csv 8.1.xlsx --lea \"Synthetic Valley 2 Unified\" --year 2025\n");
  AddGlobal(*command, line, {"text", "csv", "json", "xlsx"});
  command
      ->add_option("FILE", options->files,
                   "Exports of CALPADS reports (.csv, .xlsx), or a folder of them")
      ->required();
  command->add_option("--lea", options->lea, "The LEA: a name, or 7 or 14 digits")->required();
  command->add_option("--year", options->year, "The year in which the school year ends")
      ->required();
  command->add_flag("--complete", options->complete,
                    "The reports have all students, though all are of one grade or group");
  command->callback([&line, options] {
    line.run = [&line, options] { return RunEstimate(line.global, *options); };
  });
}

}  // namespace sos::suite
