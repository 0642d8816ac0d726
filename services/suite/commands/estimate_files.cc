// SPDX-License-Identifier: Apache-2.0
#include "services/suite/commands/estimate_files.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/macros.h"
#include "services/ingestion/domain/layout.h"
#include "services/suite/student_files/prepare.h"
#include "services/suite/terminal.h"
#include "services/suite/upload.h"

namespace sos::suite {
namespace {

// A date in a name: `20240715`.
constexpr size_t kDateDigits = 8;
constexpr char kCentury[] = "20";

std::string NameOf(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

// 0 where the name does not say it, 1 uncertified, 2 certified or approved.
int Finality(const std::string& name) {
  const std::string words = ingestion::NormalizedColumn(name);
  if (absl::StrContains(words, "uncertified")) return 1;
  return absl::StrContains(words, "certified") || absl::StrContains(words, "selpaapproved") ? 2 : 0;
}

// The last date of a name; empty without one.
std::string DateIn(const std::string& name) {
  std::string date;
  for (size_t i = 0; i + kDateDigits <= name.size(); ++i) {
    const std::string digits = name.substr(i, kDateDigits);
    if (absl::StartsWith(digits, kCentury) &&
        std::all_of(digits.begin(), digits.end(),
                    [](unsigned char c) { return absl::ascii_isdigit(c); })) {
      date = digits;
    }
  }
  return date;
}

// The number of a download of the same name: 2 of `14.2 (2).csv`, 0 of `14.2.csv`.
int CopyNumber(const std::string& name) {
  const std::string stem = std::filesystem::path(name).stem().string();
  const size_t open = stem.rfind(" (");
  int number = 0;
  if (open == std::string::npos || !absl::EndsWith(stem, ")") ||
      !absl::SimpleAtoi(stem.substr(open + 2, stem.size() - open - 3), &number)) {
    return 0;
  }
  return number;
}

std::string ReportCell(const ingestion::v1::Submission& submission) {
  if (!submission.has_report()) return "";
  const auto& report = submission.report();
  return report.status().empty() ? report.report()
                                 : absl::StrCat(report.report(), ", ", report.status());
}

std::string OutcomeOf(const ingestion::v1::Submission& submission) {
  if (submission.state() == ingestion::v1::Submission::STATE_REJECTED) {
    return absl::StrCat("not read: ", submission.rejection_message());
  }
  return submission.unchanged() ? "read before" : "read";
}

}  // namespace

std::vector<std::string> FromLeastFinal(std::vector<std::string> files) {
  std::stable_sort(files.begin(), files.end(), [](const std::string& a, const std::string& b) {
    const std::string name = NameOf(a);
    const std::string other = NameOf(b);
    return std::make_tuple(Finality(name), DateIn(name), CopyNumber(name), name) <
           std::make_tuple(Finality(other), DateIn(other), CopyNumber(other), other);
  });
  return files;
}

absl::StatusOr<Listing> TakeReports(Session& session, const std::vector<std::string>& files,
                                    const ReportFacts& facts) {
  Listing listing({{"file"},
                   {"report"},
                   {"year", Listing::Kind::kNumber},
                   {"rows", Listing::Kind::kNumber},
                   {"wrong_rows", Listing::Kind::kNumber},
                   {"outcome"}});
  SOS_ASSIGN_OR_RETURN(
      const std::vector<PreparedFile> prepared,
      PrepareFiles(FromLeastFinal(FilesOf(files)), {.lea = facts.lea,
                                                    .dashboard_year = facts.dashboard_year,
                                                    .ed_fi_codes = facts.ed_fi_codes}));
  for (const PreparedFile& file : prepared) {
    for (const std::string& note : file.notes) Say(absl::StrCat(file.path, ": ", note));
    if (const auto* const refused = std::get_if<absl::Status>(&file.contents)) {
      listing.Add(
          {NameOf(file.path), "", "", "0", "0", absl::StrCat("not read: ", refused->message())});
      continue;
    }
    SOS_ASSIGN_OR_RETURN(
        const ingestion::v1::Submission submission,
        Send(*session.stubs().ingestion, file,
             {.dashboard_year = facts.dashboard_year,
              .lea = facts.lea,
              .claim = facts.all_students ? ingestion::v1::COVERAGE_CLAIM_COMPLETE
                                          : ingestion::v1::COVERAGE_CLAIM_UNSPECIFIED,
              .show_progress = true}));
    if (submission.has_report()) {
      Say(absl::StrCat(file.path, ": ", ReportLine(submission.report())));
    }
    const auto& years = submission.committed_years();
    listing.Add({NameOf(file.path), ReportCell(submission), absl::StrJoin(years, " "),
                 absl::StrCat(submission.accepted_row_count()),
                 absl::StrCat(submission.quarantined_row_count()), OutcomeOf(submission)});
  }
  return listing;
}

}  // namespace sos::suite
