// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_CELL_H_
#define SOS_SERVICES_INGESTION_DOMAIN_CELL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/decimal/decimal.h"
#include "services/ingestion/domain/cell_value.h"
#include "services/ingestion/domain/issue.h"
#include "services/ingestion/domain/layout.h"
#include "services/ingestion/domain/row_place.h"

namespace sos::ingestion {

// No count of students is larger: California had 6.3 million students at most, and its 8 million
// leave room for those who are counted at two schools in a year.
inline constexpr int64_t kMaxStudentCount = 8'000'000;

// True for what may be the name of a school, a district or a county: a few letters at least, and no
// address of a page.
bool LooksLikeName(absl::string_view text);

// A number that a published file answers with, and no rule reads.
struct OutputNumber {
  // 0 if blank, and if the cell has a word.
  int value = 0;
  // False if the cell has a word instead.
  bool readable = true;
};

// The cells of one row, read by column. Whatever cannot be read becomes an issue.
class RowCells {
 public:
  RowCells(const Header& header, absl::Span<const absl::string_view> cells, int64_t line,
           absl::string_view sheet, std::vector<Issue>& issues)
      : header_(header), cells_(cells), line_(line), sheet_(sheet), issues_(issues) {}

  int64_t line() const { return line_; }
  // A comma in a number of this row is a decimal mark.
  bool decimal_comma() const { return header_.decimal_comma(); }
  // True once this row has an issue that puts it into quarantine.
  bool bad() const { return bad_; }

  // The cell of `column`, or of its twin if it is blank; "" for a column of -1 or beyond the row,
  // and for blank marks.
  absl::string_view Text(int column) const;
  // A count from 0 to `maximum`, of students if nothing else is said. kNoCount if blank.
  int64_t Count(int column, int64_t maximum = kMaxStudentCount);
  // A number with one decimal from `minimum` to `maximum`. Where none can be above 100, it may have
  // a `%`.
  std::optional<Tenths> Number(int column, int64_t minimum, int64_t maximum);
  // A whole number from 0 to `maximum` that a published file answers with; 0 if blank. A word is no
  // issue: the answer is not published.
  OutputNumber Output(int column, int maximum);
  // `Y`, `Yes`, `TRUE`, `T` or `1` is true; `N`, `No`, `FALSE`, `F`, `0` and blank are false.
  bool Flag(int column);
  // The same for answers that may be left out.
  std::optional<bool> Answer(int column);
  // The same where files have other words too: those are no answer and no issue.
  std::optional<bool> Remark(int column) const;
  // True for a cell that is neither blank nor a no: a number or a word there is a yes.
  bool Given(int column) const;
  // A name or another text that is kept; "" if blank. Control characters, and others that cannot be
  // seen, are an issue.
  absl::string_view Name(int column);

  // Puts the row into quarantine if columns of one name contradict each other.
  void CheckTwins();

  // What the row is about, as far as its parser has read it.
  RowPlace& place() { return place_; }

  // Puts the row into quarantine.
  void Reject(IssueKind kind, int column, std::string description);
  // Says something of a row that stays.
  void Warn(IssueKind kind, int column, std::string description);
  // As Reject(), for a cell that may name a student: the issue says where it is, not what it holds.
  void RejectUnseen(IssueKind kind, int column, std::string description);
  // Says of this row's issues whom they are about, by local id.
  void NoteStudent(absl::string_view local_student);

 private:
  void Note(IssueKind kind, Severity severity, int column, std::string description);

  const Header& header_;
  const absl::Span<const absl::string_view> cells_;
  const int64_t line_;
  const absl::string_view sheet_;
  std::vector<Issue>& issues_;
  bool bad_ = false;
  RowPlace place_;
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_CELL_H_
