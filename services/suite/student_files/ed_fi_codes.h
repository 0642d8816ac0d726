// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_STUDENT_FILES_ED_FI_CODES_H_
#define SOS_SERVICES_SUITE_STUDENT_FILES_ED_FI_CODES_H_

#include <map>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sos::suite {

// The codes of California for the descriptors of an Ed-Fi ODS, as ed_fi_codes.json has them: by
// the last part of a descriptor (`uri://ed-fi.org/GradeLevelDescriptor#Third grade`).
class EdFiCodes {
 public:
  enum class Table {
    kGrades,
    kRaces,
    kPrograms,
    kAbsences,
    kSchoolDays,
    kResults,
    kIdentificationSystems,
  };

  // The codes that this program knows.
  static EdFiCodes Known();
  // Adds those of a JSON file of the same form; they come before what is known.
  // kInvalidArgument says what is wrong with the file.
  absl::Status Add(absl::string_view json);

  // The code of a descriptor, which may be empty: it stands for nothing. Nullopt if nobody says
  // what it means.
  std::optional<std::string> Find(Table table, absl::string_view descriptor) const;

 private:
  std::map<Table, std::map<std::string, std::string, std::less<>>> tables_;
};

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_STUDENT_FILES_ED_FI_CODES_H_
