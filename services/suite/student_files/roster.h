// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_STUDENT_FILES_ROSTER_H_
#define SOS_SERVICES_SUITE_STUDENT_FILES_ROSTER_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace sos::suite {

// The header of a file stands within so many rows.
inline constexpr int kLastHeaderRow = 20;
// What the column of students is called, normalized.
inline constexpr char kSsidNames[] =
    "ssid|statewidestudentidentifierssid|statewidestudentidentifier";

// A person as a file without an SSID names them.
struct Person {
  std::string last_name;
  std::string first_name;
  // Days since 1970-01-01.
  int64_t birth_date = 0;
};

// Who has which SSID, by name and birth date: from a score file or a CALPADS list, while files are
// read on the sender's machine. Nothing of it is written down or sent.
class Roster {
 public:
  // A person that has another SSID already is nobody from now on: which of the two it is cannot be
  // known.
  void Add(const Person& person, int64_t ssid);

  // The SSID of the one person of this name and birth date. Accents, case and signs make no
  // difference. Nullopt if there is none, or more than one.
  std::optional<int64_t> Find(const Person& person) const;

  bool empty() const { return by_person_.empty(); }

 private:
  absl::flat_hash_map<std::string, int64_t> by_person_;
};

// Adds the people of a table that has SSIDs, names and birth dates: the score files of TOMS, report
// 8.1 of Fall 1. True if `bytes` are such a table.
bool AddPeople(absl::string_view bytes, Roster& roster);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_STUDENT_FILES_ROSTER_H_
