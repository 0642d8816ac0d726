// SPDX-License-Identifier: Apache-2.0
#include "common/table/workbook.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/memory/memory_budget.h"
#include "common/status/macros.h"
#include "common/table/workbook_archive.h"

namespace sos::table {
namespace {

// A spreadsheet program takes 31 characters; what a name has beyond this is left out.
constexpr size_t kMaxSheetNameBytes = 255;

// xl/workbook.xml: the sheets, in order, by relationship id.
class SheetList : public XmlHandler {
 public:
  explicit SheetList(const TableLimits& limits) : limits_(limits) {}

  absl::Status Start(absl::string_view element, const XmlAttributes& attributes) override {
    if (element != "sheet") return absl::OkStatus();
    if (sheets.size() == limits_.max_sheets) {
      return absl::ResourceExhaustedError(
          absl::StrCat("the workbook has more than ", limits_.max_sheets,
                       " sheets; copy those with data into new workbooks"));
    }
    sheets.emplace_back(attributes["name"].substr(0, kMaxSheetNameBytes), attributes["r:id"]);
    return absl::OkStatus();
  }
  absl::Status End(absl::string_view) override { return absl::OkStatus(); }
  absl::Status Text(absl::string_view) override { return absl::OkStatus(); }

  std::vector<std::pair<std::string, std::string>> sheets;

 private:
  const TableLimits& limits_;
};

// xl/_rels/workbook.xml.rels: relationship id to part name, for the sheets.
class Relationships : public XmlHandler {
 public:
  explicit Relationships(const SheetList& list) {
    for (const auto& [name, id] : list.sheets) parts[id];
  }

  absl::Status Start(absl::string_view element, const XmlAttributes& attributes) override {
    if (element != "Relationship") return absl::OkStatus();
    const auto part = parts.find(attributes["Id"]);
    if (part == parts.end()) return absl::OkStatus();
    absl::string_view target = attributes["Target"];
    const bool absolute = absl::ConsumePrefix(&target, "/");
    part->second = absl::StrCat(absolute ? "" : "xl/", target);
    return absl::OkStatus();
  }
  absl::Status End(absl::string_view) override { return absl::OkStatus(); }
  absl::Status Text(absl::string_view) override { return absl::OkStatus(); }

  // Empty for a sheet without relationship.
  absl::flat_hash_map<std::string, std::string> parts;
};

absl::Status CellTooLong(absl::string_view where, const TableLimits& limits) {
  return absl::ResourceExhaustedError(
      absl::StrCat("a cell of ", where, " has more than ", limits.max_cell_bytes,
                   " bytes, more than a spreadsheet program holds"));
}

// xl/sharedStrings.xml: the texts of cells, by number, one after the other in one buffer. Phonetic
// runs (rPh) are left out.
class SharedStrings : public XmlHandler {
 public:
  explicit SharedStrings(const TableLimits& limits) : limits_(limits), held_(limits.memory) {
    held_.Add(static_cast<int64_t>(text_.capacity()));
  }

  absl::Status Start(absl::string_view element, const XmlAttributes&) override {
    if (element == "rPh") phonetic_ = true;
    if (element == "t") in_text_ = !phonetic_;
    if (element != "si") return absl::OkStatus();
    SOS_RETURN_IF_ERROR(MakeRoom(begins_, 1));
    begins_.push_back(static_cast<uint32_t>(text_.size()));
    return absl::OkStatus();
  }
  absl::Status End(absl::string_view element) override {
    if (element == "rPh") phonetic_ = false;
    if (element == "t") in_text_ = false;
    return absl::OkStatus();
  }
  absl::Status Text(absl::string_view text) override {
    if (!in_text_ || begins_.empty()) return absl::OkStatus();
    if (text_.size() + text.size() - begins_.back() > limits_.max_cell_bytes) {
      return CellTooLong(absl::StrCat("shared string ", begins_.size()), limits_);
    }
    SOS_RETURN_IF_ERROR(MakeRoom(text_, text.size()));
    text_.append(text.data(), text.size());
    return absl::OkStatus();
  }

  // The text whose number is in `cell`; empty if there is none.
  absl::string_view Find(absl::string_view cell) const {
    size_t index = 0;
    if (!absl::SimpleAtoi(cell, &index) || index >= begins_.size()) return {};
    const size_t end = index + 1 < begins_.size() ? begins_[index + 1] : text_.size();
    return absl::string_view(text_).substr(begins_[index], end - begins_[index]);
  }

 private:
  // Counts what `items` will take with `more`. While they grow, both copies are held.
  template <typename Items>
  absl::Status MakeRoom(Items& items, size_t more) {
    constexpr size_t kLeast = 1024;
    if (items.capacity() - items.size() >= more) return absl::OkStatus();
    const size_t capacity = std::max({kLeast, items.capacity() * 2, items.size() + more});
    const auto before = static_cast<int64_t>(items.capacity() * sizeof(items[0]));
    const bool fits = held_.Add(static_cast<int64_t>(capacity * sizeof(items[0])));
    if (!fits || capacity > UINT32_MAX) {
      return absl::ResourceExhaustedError(
          "the shared strings of the workbook take more memory than reading it may; save the "
          "sheets with data as CSV");
    }
    items.reserve(capacity);
    held_.Release(before);
    return absl::OkStatus();
  }

  const TableLimits& limits_;
  HeldMemory held_;
  std::string text_;
  // Where each text begins.
  std::vector<uint32_t> begins_;
  bool in_text_ = false;
  bool phonetic_ = false;
};

// The zero-based column of a reference such as `BC12`; -1 where there is none.
int64_t ColumnOf(absl::string_view reference) {
  int64_t column = 0;
  for (const char c : reference) {
    if (!absl::ascii_isupper(static_cast<unsigned char>(c)) || column > 1'000'000) break;
    column = column * 26 + (c - 'A' + 1);
  }
  return column - 1;
}

bool HasLetterE(absl::string_view number) {
  return absl::StrContains(number, 'E') || absl::StrContains(number, 'e');
}

// True for a number whose exponent adds zeros to its digits, such as 1.96473E+13: whether they were
// zeros nobody can tell. It stays as it is, and whoever reads it says so.
bool LacksDigits(absl::string_view number) {
  const size_t e = number.find_first_of("Ee");
  if (e == absl::string_view::npos) return false;
  int64_t exponent = 0;
  if (!absl::SimpleAtoi(number.substr(e + 1), &exponent) || exponent <= 0) return false;
  const size_t point = std::min(number.find('.'), e);
  const auto decimals = static_cast<int64_t>(point < e ? e - point - 1 : 0);
  return exponent > decimals;
}

// xl/worksheets/sheetN.xml: the rows.
class SheetRows : public XmlHandler {
 public:
  SheetRows(const SharedStrings& strings, const TableLimits& limits, WorkbookArchive& archive,
            int64_t& row_count, RowVisitor& visitor)
      : strings_(strings),
        limits_(limits),
        archive_(archive),
        row_count_(row_count),
        visitor_(visitor) {}

  absl::Status Start(absl::string_view element, const XmlAttributes& attributes) override {
    if (element == "row") return BeginRow(attributes["r"]);
    if (element == "c") {
      const int64_t column = ColumnOf(attributes["r"]);
      type_ = TypeOf(attributes["t"]);
      return BeginCell(column < 0 ? cells_.size() : static_cast<size_t>(column));
    }
    if (element == "v" || element == "t") in_value_ = true;
    return absl::OkStatus();
  }

  absl::Status End(absl::string_view element) override {
    if (element == "v" || element == "t") in_value_ = false;
    if (element == "c") return EndCell();
    if (element == "row") return EndRow();
    return absl::OkStatus();
  }

  absl::Status Text(absl::string_view text) override {
    if (!in_value_ || cells_.empty()) return absl::OkStatus();
    if (text_.size() + text.size() - cell_begin_ > limits_.max_cell_bytes) {
      return CellTooLong(absl::StrCat("row ", line_), limits_);
    }
    if (text_.size() + text.size() > limits_.max_line_bytes) {
      return absl::ResourceExhaustedError(
          absl::StrCat("row ", line_, " is longer than ", limits_.max_line_bytes, " bytes"));
    }
    text_.append(text.data(), text.size());
    return absl::OkStatus();
  }

 private:
  enum class Type { kNumber, kShared, kLogical, kText };
  // A cell of the row: a piece of `text_`, or a shared string.
  struct Cell {
    size_t begin = 0;
    size_t size = 0;
    absl::string_view shared;
  };

  static Type TypeOf(absl::string_view type) {
    if (type.empty() || type == "n") return Type::kNumber;
    return type == "s" ? Type::kShared : type == "b" ? Type::kLogical : Type::kText;
  }

  absl::Status BeginRow(absl::string_view number) {
    if (++row_count_ > limits_.max_rows) {
      return absl::ResourceExhaustedError(
          absl::StrCat("the workbook has more than ", limits_.max_rows, " rows; split it"));
    }
    int64_t line = 0;
    line_ = absl::SimpleAtoi(number, &line) ? line : line_ + 1;
    text_.clear();
    cells_.clear();
    return absl::OkStatus();
  }

  absl::Status BeginCell(size_t column) {
    if (column >= limits_.max_columns) {
      return absl::ResourceExhaustedError(
          absl::StrCat("row ", line_, " has more than ", limits_.max_columns,
                       " cells; remove the columns that do not belong to it"));
    }
    const size_t skipped = column - std::min(column, cells_.size());
    cells_.resize(column + 1);
    cell_begin_ = text_.size();
    cells_.back() = {.begin = cell_begin_, .size = 0, .shared = {}};
    return archive_.Count(skipped);
  }

  absl::Status EndCell() {
    if (cells_.empty()) return absl::OkStatus();
    Cell& cell = cells_.back();
    const absl::string_view value = absl::string_view(text_).substr(cell_begin_);
    if (type_ == Type::kShared) {
      cell.shared = strings_.Find(value);
      text_.resize(cell_begin_);
      return archive_.Count(cell.shared.size());
    }
    if (type_ == Type::kLogical) {
      Replace(value == "1" ? "TRUE" : "FALSE");
    } else if (type_ == Type::kNumber) {
      double number = 0;
      // A whole number is already printed in full; only decimals and exponents need the detour.
      const bool whole = !absl::StrContains(value, '.') && !HasLetterE(value);
      if (!whole && !LacksDigits(value)) {
        if (absl::SimpleAtod(value, &number)) Replace(absl::StrFormat("%.15g", number));
      }
    }
    cell.size = text_.size() - cell_begin_;
    return absl::OkStatus();
  }

  // Puts `text` in the place of the last cell's.
  void Replace(absl::string_view text) {
    text_.resize(cell_begin_);
    text_.append(text.data(), text.size());
  }

  absl::Status EndRow() {
    views_.clear();
    bool blank = true;
    for (const Cell& cell : cells_) {
      const absl::string_view own = absl::string_view(text_).substr(cell.begin, cell.size);
      views_.push_back(absl::StripAsciiWhitespace(cell.shared.empty() ? own : cell.shared));
      blank = blank && views_.back().empty();
    }
    if (blank) return absl::OkStatus();
    return visitor_.VisitRow({.line = line_, .cells = views_});
  }

  const SharedStrings& strings_;
  const TableLimits& limits_;
  WorkbookArchive& archive_;
  // Of all sheets so far.
  int64_t& row_count_;
  RowVisitor& visitor_;
  // The texts of the row's own cells.
  std::string text_;
  std::vector<Cell> cells_;
  // Where the last cell begins in `text_`.
  size_t cell_begin_ = 0;
  std::vector<absl::string_view> views_;
  int64_t line_ = 0;
  Type type_ = Type::kNumber;
  bool in_value_ = false;
};

}  // namespace

absl::Status ReadWorkbook(absl::string_view bytes, const TableLimits& limits, RowVisitor& visitor) {
  SOS_ASSIGN_OR_RETURN(WorkbookArchive archive, WorkbookArchive::Open(bytes, limits));
  SheetList list(limits);
  SOS_RETURN_IF_ERROR(archive.Parse("xl/workbook.xml", list));
  Relationships relationships(list);
  SOS_RETURN_IF_ERROR(archive.Parse("xl/_rels/workbook.xml.rels", relationships));
  SharedStrings shared(limits);
  if (archive.Has("xl/sharedStrings.xml")) {
    SOS_RETURN_IF_ERROR(archive.Parse("xl/sharedStrings.xml", shared));
  }
  int64_t row_count = 0;
  for (const auto& [name, id] : list.sheets) {
    const std::string& part = relationships.parts[id];
    if (part.empty()) continue;  // A chart sheet has no rows.
    visitor.BeginSheet(name);
    SheetRows rows(shared, limits, archive, row_count, visitor);
    SOS_RETURN_IF_ERROR(archive.Parse(part, rows));
  }
  return absl::OkStatus();
}

}  // namespace sos::table
