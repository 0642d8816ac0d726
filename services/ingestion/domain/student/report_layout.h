// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_STUDENT_REPORT_LAYOUT_H_
#define SOS_SERVICES_INGESTION_DOMAIN_STUDENT_REPORT_LAYOUT_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/ingestion/domain/collection.h"
#include "services/ingestion/domain/layout.h"
#include "services/ingestion/domain/student/record_field.h"

namespace sos::ingestion {

// How a cell of a report is read; its twin in the contract is ReportColumn.Kind.
enum class ReportKind {
  kPaddedDigits,
  kDigits,
  kDate,
  kDays,
  kGrade,
  kYesNo,
  kWord,
  kText,
  kCds,
  kScore,
};

// A word of a column, in its normalized spellings, and the number that stands for it.
struct ReportWord {
  std::vector<std::string> texts;
  int64_t number = 0;
};

// One column of a report.
struct ReportColumn {
  // `a|b` for either of the two, as Header::Find() takes them.
  std::string names;
  RecordField field = RecordField::kStudent;
  ReportKind kind = ReportKind::kText;
  int digits = 0;
  bool required = false;
  std::vector<ReportWord> words;
  // A header without the column is no such report, though cells may be blank.
  bool in_header = false;
  // A blank cell is wrong where that other field of the row has one of these numbers.
  RecordField needed_where = RecordField::kStudent;
  std::vector<int64_t> needed_for;
};

// The exports of one report: one row a student, school and, of some, incident.
struct ReportLayout {
  // Such as `14.2`, and where it is from, such as `CALPADS report`.
  std::string report;
  std::string origin;
  // Such as `Student Absences, Student List`.
  std::string title;
  Collection collection = Collection::kAbsenceReport;
  // Columns by which it is known, and columns of other reports.
  std::vector<std::string> known_by;
  std::vector<std::string> without;
  std::vector<ReportColumn> columns;
  // Rows that agree in all of these are duplicates. Empty: rows may repeat.
  std::vector<RecordField> key;
  // It has every student: rows of one grade or of one group only were selected.
  bool lists_everyone = false;
  // The name of such a file begins with the code of its LEA and says the year.
  bool named_by_lea_and_year = false;
  // A file whose normalized name has this holds other students; empty: no name says so.
  std::string refused_name;
  std::string refused_because;
  // Its name may say the year; one up to so many years before that of the sender counts.
  int earlier_years = 0;
};

// The layouts of all reports.
class ReportLayouts {
 public:
  ReportLayouts() = default;
  explicit ReportLayouts(std::vector<ReportLayout> layouts) : layouts_(std::move(layouts)) {}

  // The report of which `header` is the header line, or null. Of reports with one header, the one
  // whose number the file's name says (`named`; empty where it says none), and else the first.
  const ReportLayout* Recognize(const Header& header, absl::string_view named = "") const;

  const std::vector<ReportLayout>& all() const { return layouts_; }

 private:
  std::vector<ReportLayout> layouts_;
};

// `CALPADS report 14.2 (Student Absences, Student List)`.
std::string NameOf(const ReportLayout& layout);

// The first of the names of a column, for people.
std::string FirstName(const ReportColumn& column);

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_STUDENT_REPORT_LAYOUT_H_
