// SPDX-License-Identifier: Apache-2.0
#include "services/suite/student_files/examinations.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/table/table.h"
#include "services/ingestion/domain/layout.h"
#include "services/ingestion/domain/student/report_values.h"

namespace sos::suite {
namespace {

// The header stands within so many rows.
constexpr int kMaxHeaderRow = 20;
// The AP file has room for so many examinations of a student.
constexpr int kMaxExaminations = 30;
constexpr int kHighestAdvancedPlacement = 5;
constexpr int kHighestBaccalaureate = 7;
// Years of two digits up to this one are of this century.
constexpr int kLastYearOfCentury = 50;

using Cells = absl::Span<const absl::string_view>;

absl::string_view CellAt(Cells cells, int column) {
  return column >= 0 && column < static_cast<int>(cells.size()) ? cells[column]
                                                                : absl::string_view();
}

// `031507`, also without its first zero; or a date as reports write it.
std::optional<int64_t> ParseBirthDate(absl::string_view text) {
  const auto digits = ingestion::ParseCode(text, 6, /*padded=*/true);
  if (digits && text.find_first_of("/-") == absl::string_view::npos) {
    const int64_t year = *digits % 100;
    return ingestion::ParseReportDate(
        absl::StrFormat("%04d-%02d-%02d", (year <= kLastYearOfCentury ? 2000 : 1900) + year,
                        *digits / 10000, *digits / 100 % 100));
  }
  return ingestion::ParseReportDate(text);
}

// A grade from 1 to `highest`; 0 for what is none.
int ParseGrade(absl::string_view text, int highest) {
  int grade = 0;
  if (!absl::SimpleAtoi(text, &grade) || grade < 1 || grade > highest) return 0;
  return grade;
}

// Reads the rows of one of the two kinds of file.
class Layout {
 public:
  virtual ~Layout() = default;
  virtual void Read(Cells cells, ExaminationFile& file) const = 0;

 protected:
  // Nullopt for a row that names nobody.
  static std::optional<Person> PersonIn(Cells cells, int last, int first, int birth) {
    const auto birth_date = ParseBirthDate(CellAt(cells, birth));
    const absl::string_view last_name = CellAt(cells, last);
    const absl::string_view first_name = CellAt(cells, first);
    if (!birth_date || last_name.empty() || first_name.empty()) return std::nullopt;
    return Person{std::string(last_name), std::string(first_name), *birth_date};
  }
};

// One row a student, with examinations side by side.
class AdvancedPlacement : public Layout {
 public:
  static std::unique_ptr<Layout> From(const ingestion::Header& header) {
    auto layout = std::make_unique<AdvancedPlacement>();
    layout->last_ = header.Find("lastname");
    layout->first_ = header.Find("firstname");
    layout->birth_ = header.Find("dateofbirth|birthdate");
    for (int i = 1; i <= kMaxExaminations; ++i) {
      const int code = header.Find(absl::StrFormat("examcode%02d", i));
      const int grade = header.Find(absl::StrFormat("examgrade%02d", i));
      if (code >= 0 && grade >= 0) layout->examinations_.emplace_back(code, grade);
    }
    const bool is_one = layout->last_ >= 0 && layout->first_ >= 0 && layout->birth_ >= 0 &&
                        !layout->examinations_.empty();
    return is_one ? std::move(layout) : nullptr;
  }

  void Read(Cells cells, ExaminationFile& file) const override {
    const auto person = PersonIn(cells, last_, first_, birth_);
    if (!person) {
      ++file.rows_without_person;
      return;
    }
    for (const auto& [code, grade] : examinations_) {
      const int number = ParseGrade(CellAt(cells, grade), kHighestAdvancedPlacement);
      if (number == 0) continue;
      file.examinations.push_back({.person = *person,
                                   .program = ExaminationProgram::kAdvancedPlacement,
                                   .subject = std::string(CellAt(cells, code)),
                                   .grade = number});
    }
  }

 private:
  int last_ = -1;
  int first_ = -1;
  int birth_ = -1;
  std::vector<std::pair<int, int>> examinations_;
};

// One row a student and subject.
class Baccalaureate : public Layout {
 public:
  static std::unique_ptr<Layout> From(const ingestion::Header& header) {
    auto layout = std::make_unique<Baccalaureate>();
    layout->last_ = header.Find("lastname");
    layout->first_ = header.Find("firstname");
    layout->birth_ = header.Find("dob|dateofbirth");
    layout->subject_ = header.Find("subject");
    layout->level_ = header.Find("level");
    layout->grade_ = header.Find("subjectgrade");
    const bool is_one = header.Find("candidate") >= 0 && layout->last_ >= 0 &&
                        layout->first_ >= 0 && layout->birth_ >= 0 && layout->subject_ >= 0 &&
                        layout->level_ >= 0 && layout->grade_ >= 0;
    return is_one ? std::move(layout) : nullptr;
  }

  void Read(Cells cells, ExaminationFile& file) const override {
    const auto person = PersonIn(cells, last_, first_, birth_);
    if (!person) {
      ++file.rows_without_person;
      return;
    }
    const int grade = ParseGrade(CellAt(cells, grade_), kHighestBaccalaureate);
    if (grade == 0) return;
    file.examinations.push_back(
        {.person = *person,
         .program = ExaminationProgram::kInternationalBaccalaureate,
         .subject = absl::StrCat(CellAt(cells, subject_), " ", CellAt(cells, level_)),
         .grade = grade});
  }

 private:
  int last_ = -1;
  int first_ = -1;
  int birth_ = -1;
  int subject_ = -1;
  int level_ = -1;
  int grade_ = -1;
};

class ExaminationVisitor : public table::RowVisitor {
 public:
  void BeginSheet(absl::string_view) override {
    layout_.reset();
    rows_ = 0;
  }

  absl::Status VisitRow(const table::Row& row) override {
    if (layout_ != nullptr) {
      layout_->Read(row.cells, file_);
      return absl::OkStatus();
    }
    if (++rows_ > kMaxHeaderRow) return absl::AbortedError("no examinations");
    const ingestion::Header header(row.cells);
    layout_ = AdvancedPlacement::From(header);
    if (layout_ == nullptr) layout_ = Baccalaureate::From(header);
    found_ = found_ || layout_ != nullptr;
    return absl::OkStatus();
  }

  bool found() const { return found_; }
  ExaminationFile file() && { return std::move(file_); }

 private:
  std::unique_ptr<Layout> layout_;
  ExaminationFile file_;
  int rows_ = 0;
  bool found_ = false;
};

absl::string_view WordOf(ExaminationProgram program) {
  return program == ExaminationProgram::kAdvancedPlacement ? "Advanced Placement"
                                                           : "International Baccalaureate";
}

}  // namespace

std::optional<ExaminationFile> ReadExaminations(absl::string_view bytes) {
  ExaminationVisitor visitor;
  // What cannot be read as a table is no such file: it is refused elsewhere.
  (void)table::ReadTable(bytes, {}, visitor);
  if (!visitor.found()) return std::nullopt;
  return std::move(visitor).file();
}

MatchedExaminations Match(const ExaminationFile& file, const Roster& roster) {
  MatchedExaminations matched{.text = "SSID,ExaminationProgram,ExaminationGrade\n"};
  // Of an examination that was taken again, the best grade.
  std::map<std::tuple<int64_t, ExaminationProgram, std::string>, int> grades;
  std::set<int64_t> students;
  std::set<std::tuple<std::string, std::string, int64_t>> unknown;
  for (const Examination& examination : file.examinations) {
    const Person& person = examination.person;
    if (const auto ssid = roster.Find(person); ssid) {
      students.insert(*ssid);
      int& grade = grades[{*ssid, examination.program, examination.subject}];
      grade = std::max(grade, examination.grade);
    } else {
      unknown.emplace(person.last_name, person.first_name, person.birth_date);
    }
  }
  for (const auto& [key, grade] : grades) {
    const auto& [ssid, program, subject] = key;
    absl::StrAppend(&matched.text, ssid, ",", WordOf(program), ",", grade, "\n");
  }
  matched.student_count = static_cast<int64_t>(students.size());
  matched.unknown_student_count = static_cast<int64_t>(unknown.size()) + file.rows_without_person;
  return matched;
}

}  // namespace sos::suite
