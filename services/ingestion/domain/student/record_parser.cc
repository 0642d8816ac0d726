// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/student/record_parser.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/hash/hash.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/text/printable.h"
#include "services/ingestion/domain/student/record_values.h"

namespace sos::ingestion {
namespace {

constexpr int kRecordTypePosition = 0;
// Races are put together by their three digits.
constexpr int64_t kRaceFactor = 1000;

std::string Expectation(const LayoutField& field) {
  switch (field.kind) {
    case FieldKind::kDigits:
      return absl::StrCat("expected ", field.digits, " digits");
    case FieldKind::kNumber:
      return "expected a whole number";
    case FieldKind::kDate:
      return "expected a date such as 20240131";
    case FieldKind::kDays:
      return "expected school days from 0 to 366 with at most two decimals";
    case FieldKind::kGrade:
      return "expected a grade such as KN, 01 or 12";
    case FieldKind::kLetterCode:
      return "expected a letter and three digits, such as E230";
    case FieldKind::kYesNo:
      return "expected Y or N";
    case FieldKind::kWord:
      return absl::StrCat("expected one of ", absl::StrJoin(field.words, ", "));
    case FieldKind::kText:
      return absl::StrCat("expected at most ", kMaxTextBytes,
                          " bytes on one line, all of which can be seen");
  }
  return "";
}

std::optional<int64_t> ParseNumber(const LayoutField& field, absl::string_view text) {
  int64_t value = 0;
  switch (field.kind) {
    case FieldKind::kDigits:
      if (static_cast<int>(text.size()) != field.digits) return std::nullopt;
      [[fallthrough]];
    case FieldKind::kNumber:
      if (!absl::SimpleAtoi(text, &value) || value < 0) return std::nullopt;
      return value;
    case FieldKind::kDate:
      return ParseDate(text);
    case FieldKind::kDays:
      return ParseDays(text);
    case FieldKind::kGrade:
      return ParseGrade(text);
    case FieldKind::kLetterCode:
      return ParseLetterCode(text);
    case FieldKind::kYesNo:
      if (text == "Y") return 1;
      if (text == "N") return 0;
      return std::nullopt;
    case FieldKind::kWord: {
      const auto found = std::find(field.words.begin(), field.words.end(), text);
      if (found == field.words.end()) return std::nullopt;
      return found - field.words.begin() + 1;
    }
    case FieldKind::kText:
      return std::nullopt;
  }
  return std::nullopt;
}

// Reads rows of one record type. No issue says what a cell holds: in a row whose cells have moved,
// a student's identifier may stand anywhere.
class StudentRecordParser : public RowParser {
 public:
  StudentRecordParser(const RecordLayout& layout, RecordKeys& keys, int last_dashboard_year)
      : layout_(layout),
        last_dashboard_year_(last_dashboard_year),
        columns_(ColumnsOf(layout)),
        keys_(keys) {
    for (const LayoutField& field : layout.fields) {
      const bool text = field.kind == FieldKind::kText;
      targets_.push_back(text ? TextColumn(field.field) : NumberColumn(field.field));
    }
    for (const RecordField field : layout.key) {
      const bool text = TextColumn(field) < columns_.texts.size();
      key_.push_back({text, text ? TextColumn(field) : NumberColumn(field)});
    }
  }

  void Parse(RowCells& cells, RecordSink& sink) override {
    if (cells.Text(kRecordTypePosition) != layout_.record_type) {
      cells.RejectUnseen(IssueKind::kUnknownCode, kRecordTypePosition,
                         absl::StrCat("the file began with ", layout_.record_type, " records"));
      return;
    }
    StudentRecordRow row{.collection = layout_.collection, .line = cells.line()};
    ReadLea(cells, row);
    ReadYear(cells, row);
    ReadFields(cells);
    if (!cells.bad()) CheckDuplicate(cells, row);
    if (cells.bad()) {
      const size_t local = TextColumn(RecordField::kLocalStudent);
      cells.NoteStudent(local < texts_.size() ? texts_[local].substr(0, kMaxTextBytes) : "");
      return;
    }
    row.columns = &columns_;
    row.numbers = numbers_;
    row.texts = texts_;
    sink.OnStudentRecord(row);
  }

 private:
  // A part of the key: a column of texts, or of numbers.
  struct KeyPart {
    bool text;
    size_t column;
  };

  static StudentColumns ColumnsOf(const RecordLayout& layout) {
    StudentColumns columns;
    for (const LayoutField& field : layout.fields) {
      std::vector<RecordField>& list =
          field.kind == FieldKind::kText ? columns.texts : columns.numbers;
      if (std::find(list.begin(), list.end(), field.field) == list.end()) {
        list.push_back(field.field);
      }
    }
    return columns;
  }

  size_t NumberColumn(RecordField field) const {
    return std::find(columns_.numbers.begin(), columns_.numbers.end(), field) -
           columns_.numbers.begin();
  }
  size_t TextColumn(RecordField field) const {
    return std::find(columns_.texts.begin(), columns_.texts.end(), field) - columns_.texts.begin();
  }

  // Rows of an LEA and a year mostly follow one another: what was read last is kept.
  void ReadLea(RowCells& cells, StudentRecordRow& row) {
    const absl::string_view text = cells.Text(layout_.lea_position);
    if (text != last_lea_text_ || text.empty()) {
      const std::optional<CdsCode> lea = ParseLea(text);
      if (!lea) {
        cells.RejectUnseen(text.empty() ? IssueKind::kMissingValue : IssueKind::kMalformedValue,
                           layout_.lea_position,
                           "expected the seven digits of county (01 to 58) and district, or the "
                           "fourteen of a charter school that reports for itself");
        return;
      }
      last_lea_text_ = std::string(text);
      last_lea_ = *lea;
    }
    row.lea = last_lea_;
  }

  void ReadYear(RowCells& cells, StudentRecordRow& row) {
    const absl::string_view text = cells.Text(layout_.year_position);
    if (text != last_year_text_ || text.empty()) {
      const std::optional<int> year = ParseAcademicYear(text);
      if (!year) {
        cells.RejectUnseen(text.empty() ? IssueKind::kMissingValue : IssueKind::kMalformedValue,
                           layout_.year_position, "expected an academic year such as 2023-2024");
        return;
      }
      if (*year > last_dashboard_year_) {
        cells.RejectUnseen(IssueKind::kOutOfRange, layout_.year_position,
                           absl::StrCat("expected an academic year that ends in ",
                                        last_dashboard_year_, " or before"));
        return;
      }
      last_year_text_ = std::string(text);
      last_year_ = *year;
    }
    row.dashboard_year = last_year_;
  }

  void ReadFields(RowCells& cells) {
    numbers_.assign(columns_.numbers.size(), kNoNumber);
    texts_.assign(columns_.texts.size(), {});
    for (size_t i = 0; i < layout_.fields.size(); ++i) {
      const LayoutField& field = layout_.fields[i];
      const absl::string_view text = cells.Text(field.position);
      if (text.empty() && field.required) {
        cells.RejectUnseen(IssueKind::kMissingValue, field.position, "this field is required");
      } else if (field.kind == FieldKind::kText) {
        if (text.size() > kMaxTextBytes || !IsPrintable(text)) {
          cells.RejectUnseen(IssueKind::kOutOfRange, field.position, Expectation(field));
        }
        texts_[targets_[i]] = text;
      } else {
        ReadNumber(cells, field, text, numbers_[targets_[i]]);
      }
    }
  }

  static void ReadNumber(RowCells& cells, const LayoutField& field, absl::string_view text,
                         int64_t& number) {
    if (text.empty()) {
      if (field.kind == FieldKind::kDate) number = kNoDate;
      return;
    }
    const std::optional<int64_t> value = ParseNumber(field, text);
    if (!value) {
      cells.RejectUnseen(IssueKind::kMalformedValue, field.position, Expectation(field));
    } else if (!field.codes.empty() &&
               std::find(field.codes.begin(), field.codes.end(), *value) == field.codes.end()) {
      cells.RejectUnseen(IssueKind::kUnknownCode, field.position,
                         absl::StrCat("expected one of ", absl::StrJoin(field.codes, ", ")));
    } else if (field.field == RecordField::kRaces) {
      number = number * kRaceFactor + *value;
    } else {
      number = *value;
    }
  }

  void CheckDuplicate(RowCells& cells, const StudentRecordRow& row) {
    if (layout_.key.empty()) return;
    RecordKeys::Hash hash = 0;
    for (const KeyPart& part : key_) {
      hash = part.text ? absl::HashOf(hash, texts_[part.column])
                       : absl::HashOf(hash, numbers_[part.column]);
    }
    if (!keys_.Insert(row.lea, row.dashboard_year, hash)) {
      cells.RejectUnseen(IssueKind::kDuplicateRow, kRecordTypePosition,
                         "an earlier row has the same student and key");
    }
  }

  const RecordLayout& layout_;
  const int last_dashboard_year_;
  const StudentColumns columns_;
  // Of each field of the layout, the number of its column.
  std::vector<size_t> targets_;
  std::vector<KeyPart> key_;
  RecordKeys& keys_;
  std::string last_lea_text_;
  CdsCode last_lea_;
  std::string last_year_text_;
  int last_year_ = 0;
  // Of the row that is being read.
  std::vector<int64_t> numbers_;
  std::vector<absl::string_view> texts_;
};

}  // namespace

Header NamesOf(const RecordLayout& layout) {
  int last = std::max(layout.lea_position, layout.year_position);
  for (const LayoutField& field : layout.fields) last = std::max(last, field.position);
  std::vector<absl::string_view> names(last + 1);
  names[kRecordTypePosition] = "record type";
  names[layout.lea_position] = "reporting LEA";
  names[layout.year_position] = "academic year";
  for (const LayoutField& field : layout.fields) names[field.position] = field.name;
  return Header(names);
}

std::unique_ptr<RowParser> MakeStudentRecordParser(const RecordLayout& layout, RecordKeys& keys,
                                                   int last_dashboard_year) {
  return std::make_unique<StudentRecordParser>(layout, keys, last_dashboard_year);
}

}  // namespace sos::ingestion
