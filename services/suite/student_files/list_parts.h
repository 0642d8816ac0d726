// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_STUDENT_FILES_LIST_PARTS_H_
#define SOS_SERVICES_SUITE_STUDENT_FILES_LIST_PARTS_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"

// One list of students in several files: a score file split by a program that holds fewer rows, a
// report run school by school. A later download of the same list has the same students; parts have
// none in common.
namespace sos::suite {

// What tells parts of one list from its downloads.
struct StudentList {
  // Normalized names of all columns.
  std::string header;
  // The years that the file's name and the rows above the header name: files of two years are no
  // parts.
  std::set<std::string> years;
  // Digests of what each row is about: student, and where there are such columns school, test,
  // start and incident.
  absl::flat_hash_set<uint64_t> rows;

  bool IsPartOfOneWith(const StudentList& other) const;
};

// Nullopt if `bytes` are no list of students, or one of which a year has two by design: outcomes of
// two classes.
std::optional<StudentList> ReadStudentList(absl::string_view name, absl::string_view bytes);

// The rows of `parts` as one text of comma-separated values, below what stands above the rows of
// the first. The parts must have the same columns. Nullopt if it had more than `max_bytes`.
std::optional<std::string> JoinParts(const std::vector<std::string>& parts, size_t max_bytes);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_STUDENT_FILES_LIST_PARTS_H_
