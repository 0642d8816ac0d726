// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_SYNTHETIC_REPORT_FILES_H_
#define SOS_SERVICES_SUITE_SYNTHETIC_REPORT_FILES_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/suite/synthetic/buffered_file.h"
#include "services/suite/synthetic/synthetic_california.h"
#include "services/suite/synthetic/synthetic_student.h"

namespace sos::suite {

// Writes students of one year as LEAs export them: reports 14.2, 8.1 (of the end of the year and of
// Fall 1), 7.12, 15.2, 1.23, 2.17, 16.14 and 5.7 of CALPADS as comma-separated values, the score
// files of TOMS, and examinations of AP and IB, in a folder an LEA. Columns are those that exports
// were seen to have, names and birth dates among them, of which nothing may be kept.
class ReportWriter {
 public:
  ReportWriter(const SyntheticCalifornia& california, int year, std::string directory);

  void WriteStudent(const SyntheticStudent& student);
  // What became of a student of grade 12 in `class_year`, the year of the files or the one before:
  // reports 15.2 and 1.23.
  void WriteOutcomes(const SyntheticStudent& student, uint64_t seed, int class_year);

  // Adds the paths of the files to `paths`. With `as_workbooks`, reports of CALPADS are workbooks.
  // kUnavailable if one could not be written.
  absl::Status Close(bool as_workbooks, std::vector<std::string>& paths);

 private:
  // One of the reports.
  struct Report {
    const char* name;
    const char* header;
  };
  static const Report kAbsences, kProfiles, kIncidents, kPlans, kFosterYouth, kCohort, kCompleters,
      kCensus, kReclassified;

  void WriteStay(const SyntheticStudent& student, const SyntheticStay& stay);
  void WriteProfile(const SyntheticStudent& student, const SyntheticStay& stay);
  // The row of a stay that has Census Day.
  void WriteCensus(const SyntheticStudent& student, const SyntheticStay& stay);
  void WriteReclassified(const SyntheticStudent& student);
  void WriteExaminations(const SyntheticStudent& student);
  // The seven digits of the LEA of a school or district.
  std::string LeaOf(int entity) const;
  void Row(const Report& report, const std::string& lea, const std::vector<std::string>& cells);
  // Adds the student's rows to the score files of the LEA that tested them.
  void WriteScores(const SyntheticStudent& student);
  // Puts a workbook in the place of the export of a report at `path`; returns its path.
  absl::StatusOr<std::string> MakeWorkbook(const std::string& path) const;
  // Adds a line to a file of an LEA, which begins with `header`.
  void Line(const std::string& lea, const std::string& file_name, absl::string_view header,
            const std::string& line);

  const SyntheticCalifornia& california_;
  const int year_;
  const std::string directory_;
  // `20241002`.
  const std::string census_day_;
  // By path.
  std::map<std::string, BufferedFile> files_;
  // The first error of a folder.
  absl::Status status_;
};

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_SYNTHETIC_REPORT_FILES_H_
