// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_STUDENT_RECORD_VALUES_H_
#define SOS_SERVICES_INGESTION_DOMAIN_STUDENT_RECORD_VALUES_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "common/education/cds_code.h"

// How the cells of student records become numbers. Each returns nullopt for what it cannot read.
namespace sos::ingestion {

// Days since 1970-01-01 of `YYYYMMDD` or `YYYY-MM-DD`, if there is such a day.
std::optional<int64_t> ParseDate(absl::string_view text);

// Hundredths of a school day, from `0` to `366`, with at most two decimals: `0.5` is 50.
std::optional<int64_t> ParseDays(absl::string_view text);

// A grade: 0 for TK and KN, 1 to 12, -1 for the valid grades outside of these.
std::optional<int64_t> ParseGrade(absl::string_view text);

// A letter and three digits: the letter's place in the alphabet times 1000, plus the number.
std::optional<int64_t> ParseLetterCode(absl::string_view text);

// An LEA: the seven digits of county (01 to 58) and district, or the fourteen of a district, a
// county office or a charter school that reports for itself.
std::optional<CdsCode> ParseLea(absl::string_view text);

// The Dashboard year of an academic year: `2023-2024` is 2024.
std::optional<int> ParseAcademicYear(absl::string_view text);

// The number of a blank cell: 0, or -1 where 0 is a value (dates).
inline constexpr int64_t kNoNumber = 0;
inline constexpr int64_t kNoDate = -1;

// The longest text that is kept, in bytes.
inline constexpr size_t kMaxTextBytes = 64;

inline constexpr int64_t kMaxDays = int64_t{366} * 100;

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_STUDENT_RECORD_VALUES_H_
