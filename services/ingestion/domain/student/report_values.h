// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_STUDENT_REPORT_VALUES_H_
#define SOS_SERVICES_INGESTION_DOMAIN_STUDENT_REPORT_VALUES_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/ingestion/domain/student/report_layout.h"

// How the cells of exported reports become numbers, after whatever a spreadsheet program did to
// them. Each returns nullopt for what it cannot read.
namespace sos::ingestion {

// A number of `digits` digits. With `padded`, zeros at its beginning may be missing. `100001.0` is
// 0100001.
std::optional<int64_t> ParseCode(absl::string_view text, int digits, bool padded);

// Days since 1970-01-01 of `3/15/2024`, `2024-03-15`, `20240315`, each with a time of day or
// without, or of a spreadsheet's number of days since 1899-12-30, from 1901 on.
std::optional<int64_t> ParseReportDate(absl::string_view text);

// A grade as ParseGrade() has it, of `03`, `3`, `3.0`, `KN` or `K`.
std::optional<int64_t> ParseReportGrade(absl::string_view text);

// 1 for `Y`, `Yes`, `1` or `True` in any case, 0 for their opposites.
std::optional<int64_t> ParseYesNo(absl::string_view text);

// The number of a code of thirteen or fourteen digits, if there can be such an entity.
std::optional<int64_t> ParseCdsNumber(absl::string_view text);

// A score from 1 to 9999; 0 for `NS`, which says that there is none.
std::optional<int64_t> ParseScore(absl::string_view text);

// The number of one of `words`: for its text, for the number itself, and for the number before
// other text (`110 - In-School Suspension`).
std::optional<int64_t> ParseWord(absl::string_view text, absl::Span<const ReportWord> words);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_STUDENT_REPORT_VALUES_H_
