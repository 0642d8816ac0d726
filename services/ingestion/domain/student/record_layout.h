// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_STUDENT_RECORD_LAYOUT_H_
#define SOS_SERVICES_INGESTION_DOMAIN_STUDENT_RECORD_LAYOUT_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/ingestion/domain/collection.h"
#include "services/ingestion/domain/student/record_field.h"
#include "services/ingestion/domain/student/report_layout.h"

namespace sos::ingestion {

// How a cell is read; its twin in the contract is LayoutField.Kind.
enum class FieldKind {
  kDigits,
  kNumber,
  kDate,
  kDays,
  kGrade,
  kLetterCode,
  kYesNo,
  kWord,
  kText,
};

// One field of a layout.
struct LayoutField {
  // From 0.
  int position = 0;
  RecordField field = RecordField::kStudent;
  // For issues, such as `13.15 expected attendance days`.
  std::string name;
  FieldKind kind = FieldKind::kText;
  int digits = 0;
  bool required = false;
  std::vector<int64_t> codes;
  std::vector<std::string> words;
};

// Where the fields of one kind of student record stand.
struct RecordLayout {
  std::string record_type;
  Collection collection = Collection::kStudentEnrollment;
  // The Dashboard years of this era; 0 is open.
  int first_year = 0;
  int last_year = 0;
  // From 0.
  int lea_position = 0;
  int year_position = 0;
  std::vector<LayoutField> fields;
  // Rows that agree in all of these are duplicates. Empty: rows may repeat.
  std::vector<RecordField> key;
};

// The layouts of all record types, and of the reports that stand in for records.
class RecordLayouts {
 public:
  RecordLayouts() = default;
  explicit RecordLayouts(std::vector<RecordLayout> layouts, ReportLayouts reports = {})
      : layouts_(std::move(layouts)), reports_(std::move(reports)) {}

  // True if the first cell of a row is a record type.
  bool Knows(absl::string_view record_type) const;
  // The layout of a record type in a Dashboard year, or null.
  const RecordLayout* Find(absl::string_view record_type, int dashboard_year) const;

  // The Dashboard year of a row by any era's layout of its record type; 0 if none can read it.
  int YearOf(absl::Span<const absl::string_view> cells) const;

  const std::vector<RecordLayout>& all() const { return layouts_; }
  const ReportLayouts& reports() const { return reports_; }

 private:
  std::vector<RecordLayout> layouts_;
  ReportLayouts reports_;
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_STUDENT_RECORD_LAYOUT_H_
