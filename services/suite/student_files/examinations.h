// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_STUDENT_FILES_EXAMINATIONS_H_
#define SOS_SERVICES_SUITE_STUDENT_FILES_EXAMINATIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/suite/student_files/roster.h"

namespace sos::suite {

// What an examination was.
enum class ExaminationProgram { kAdvancedPlacement, kInternationalBaccalaureate };

// One examination that somebody took.
struct Examination {
  Person person;
  ExaminationProgram program = ExaminationProgram::kAdvancedPlacement;
  // The code of the examination, or subject and level.
  std::string subject;
  int grade = 0;
};

// What a file of examinations holds.
struct ExaminationFile {
  std::vector<Examination> examinations;
  // Rows without a name or a birth date that can be read: nobody is found by them.
  int64_t rows_without_person = 0;
};

// Reads the student file of AP (College Board) or the results of IB. Nullopt if `bytes` are
// neither. Grades that are none (pending, withheld, letters of the core) are left out.
std::optional<ExaminationFile> ReadExaminations(absl::string_view bytes);

// Examinations with the SSIDs that a roster has of their people, as a file that ingestion takes: a
// row an examination, without names and birth dates.
struct MatchedExaminations {
  std::string text;
  int64_t student_count = 0;
  int64_t unknown_student_count = 0;
};
MatchedExaminations Match(const ExaminationFile& file, const Roster& roster);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_STUDENT_FILES_EXAMINATIONS_H_
