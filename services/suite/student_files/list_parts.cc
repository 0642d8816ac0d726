// SPDX-License-Identifier: Apache-2.0
#include "services/suite/student_files/list_parts.h"

#include <algorithm>
#include <utility>

#include "absl/hash/hash.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/table/table.h"
#include "services/ingestion/domain/layout.h"
#include "services/suite/student_files/roster.h"

namespace sos::suite {
namespace {

constexpr size_t kYearDigits = 4;
// What a row is about beside its student.
constexpr const char* kAbout[] = {"schoolcode", "recordtype", "startdate|enrollmentstartdate",
                                  "incidentid|incidentidnumber"};
// A year has lists of two classes, and completers beside them.
constexpr char kOfClasses[] = "cohortcategory|schoolcompletionstatus";

void AddYears(absl::string_view text, std::set<std::string>& years) {
  size_t digits = 0;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && absl::ascii_isdigit(static_cast<unsigned char>(text[i]))) {
      ++digits;
      continue;
    }
    const absl::string_view number = text.substr(i - digits, digits);
    if (digits == kYearDigits && absl::StartsWith(number, "20")) years.emplace(number);
    digits = 0;
  }
}

// Calls visitors with the rows above the header, the header, and the rows below it, of each sheet.
class ListVisitor : public table::RowVisitor {
 public:
  void BeginSheet(absl::string_view) final {
    header_found_ = false;
    rows_ = 0;
  }

  absl::Status VisitRow(const table::Row& row) final {
    if (header_found_) {
      return Take(row.cells);
    }
    const ingestion::Header header(row.cells);
    if (header.Find(kSsidNames) >= 0) {
      header_found_ = true;
      any_header_ = true;
      return TakeHeader(row.cells, header);
    }
    TakeTitle(row.cells);
    return ++rows_ > kLastHeaderRow && row.delimiter != '\0' ? absl::AbortedError("no list")
                                                             : absl::OkStatus();
  }

  bool found() const { return any_header_; }

 protected:
  using Cells = absl::Span<const absl::string_view>;
  virtual void TakeTitle(Cells cells) = 0;
  virtual absl::Status TakeHeader(Cells cells, const ingestion::Header& header) = 0;
  virtual absl::Status Take(Cells cells) = 0;

 private:
  bool header_found_ = false;
  bool any_header_ = false;
  int rows_ = 0;
};

class ShapeVisitor : public ListVisitor {
 public:
  explicit ShapeVisitor(StudentList& list) : list_(list) {}
  bool of_classes() const { return of_classes_; }

 protected:
  void TakeTitle(Cells cells) override {
    for (const absl::string_view cell : cells) AddYears(cell, list_.years);
  }

  absl::Status TakeHeader(Cells, const ingestion::Header& header) override {
    std::vector<std::string> names;
    for (int i = 0; i < header.size(); ++i) names.push_back(header.normalized(i));
    list_.header = absl::StrJoin(names, ",");
    of_classes_ = of_classes_ || header.Find(kOfClasses) >= 0;
    columns_ = {header.Find(kSsidNames)};
    for (const char* const name : kAbout) {
      if (const int column = header.Find(name); column >= 0) columns_.push_back(column);
    }
    return absl::OkStatus();
  }

  absl::Status Take(Cells cells) override {
    std::vector<absl::string_view> about;
    for (const int column : columns_) {
      about.push_back(column < static_cast<int>(cells.size()) ? cells[column]
                                                              : absl::string_view());
    }
    list_.rows.insert(absl::HashOf(about));
    return absl::OkStatus();
  }

 private:
  StudentList& list_;
  std::vector<int> columns_;
  bool of_classes_ = false;
};

class JoiningVisitor : public ListVisitor {
 public:
  JoiningVisitor(size_t max_bytes, std::string& text) : max_bytes_(max_bytes), text_(text) {}
  // Of the parts after the first, the rows alone.
  void BeginPart(bool first) { with_head_ = first; }

 protected:
  void TakeTitle(Cells cells) override {
    if (with_head_) (void)Take(cells);
  }

  absl::Status TakeHeader(Cells cells, const ingestion::Header&) override {
    // Sheets and parts have the same columns.
    return std::exchange(with_head_, false) ? Take(cells) : absl::OkStatus();
  }

  absl::Status Take(Cells cells) override {
    const char* separator = "";
    for (const absl::string_view cell : cells) {
      absl::StrAppend(&text_, std::exchange(separator, ","));
      if (cell.find_first_of(",\"\r\n") == absl::string_view::npos) {
        absl::StrAppend(&text_, cell);
      } else {
        absl::StrAppend(&text_, "\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\"");
      }
    }
    text_.push_back('\n');
    return text_.size() > max_bytes_ ? absl::ResourceExhaustedError("more than is joined")
                                     : absl::OkStatus();
  }

 private:
  const size_t max_bytes_;
  std::string& text_;
  bool with_head_ = false;
};

}  // namespace

bool StudentList::IsPartOfOneWith(const StudentList& other) const {
  if (header != other.header || years != other.years || rows.empty() || other.rows.empty()) {
    return false;
  }
  const StudentList& smaller = rows.size() < other.rows.size() ? *this : other;
  const StudentList& larger = &smaller == this ? other : *this;
  return std::none_of(smaller.rows.begin(), smaller.rows.end(),
                      [&](uint64_t row) { return larger.rows.contains(row); });
}

std::optional<StudentList> ReadStudentList(absl::string_view name, absl::string_view bytes) {
  StudentList list;
  AddYears(name, list.years);
  ShapeVisitor visitor(list);
  if (!table::ReadTable(bytes, {}, visitor).ok() || !visitor.found() || visitor.of_classes()) {
    return std::nullopt;
  }
  return list;
}

std::optional<std::string> JoinParts(const std::vector<std::string>& parts, size_t max_bytes) {
  std::string text;
  JoiningVisitor visitor(max_bytes, text);
  for (size_t i = 0; i < parts.size(); ++i) {
    visitor.BeginPart(i == 0);
    if (!table::ReadTable(parts[i], {}, visitor).ok()) return std::nullopt;
  }
  return text;
}

}  // namespace sos::suite
