// SPDX-License-Identifier: Apache-2.0
#include "common/table/delimited.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"

namespace sos::table {
namespace {

constexpr int kSniffedLines = 40;
constexpr absl::string_view kDelimiters = "\t,;^|";

// The text without white space around it, of which most cells have none.
absl::string_view Stripped(absl::string_view text) {
  constexpr char kGreatestSpace = ' ';
  if (text.empty() || (text.front() > kGreatestSpace && text.back() > kGreatestSpace)) return text;
  return absl::StripAsciiWhitespace(text);
}

// How often one delimiter stands in the first lines.
class DelimiterCounts {
 public:
  void AddLine(size_t count, bool blank) {
    total_ += count;
    if (blank) return;
    ++lines_;
    if (count > 1) ++lines_by_count_[count];
  }
  size_t total() const { return total_; }
  // Nearly all lines have it as often, and more than once.
  bool IsEven() const {
    const size_t nearly_all = lines_ - lines_ / 5;
    return std::any_of(
        lines_by_count_.begin(), lines_by_count_.end(),
        [nearly_all](const std::pair<const size_t, size_t>& n) { return n.second >= nearly_all; });
  }

 private:
  size_t total_ = 0;
  size_t lines_ = 0;
  std::map<size_t, size_t> lines_by_count_;
};

// What ends the lines of `text`: LF, or CR if there is none.
char EndOfLine(absl::string_view text) {
  constexpr char kLineFeed = '\n';
  constexpr char kReturn = '\r';
  if (std::memchr(text.data(), kLineFeed, text.size()) != nullptr) return kLineFeed;
  return std::memchr(text.data(), kReturn, text.size()) == nullptr ? kLineFeed : kReturn;
}

// A code that a file for spreadsheets wraps so that it keeps its zeros: `="0161119"`. Other
// formulas stay as they are, and nothing runs them.
absl::string_view CodeInFormula(absl::string_view cell) {
  constexpr absl::string_view kBegin = "=\"";
  if (cell.size() <= kBegin.size() + 1 || cell.substr(0, kBegin.size()) != kBegin ||
      cell.back() != '"') {
    return cell;
  }
  const absl::string_view code = cell.substr(kBegin.size(), cell.size() - kBegin.size() - 1);
  return std::all_of(code.begin(), code.end(), absl::ascii_isdigit) ? code : cell;
}

// Cuts lines into cells. Cells are views of the text, but for quoted cells with doubled quotes,
// which are rebuilt in a buffer that lives until the next row.
class Cutter {
 public:
  Cutter(absl::string_view text, char delimiter, const TableLimits& limits)
      : text_(text), delimiter_(delimiter), end_of_line_(EndOfLine(text)), limits_(limits) {}

  // Moves to the next row. False at the end of the text.
  absl::StatusOr<bool> Next(Row& row) {
    if (position_ >= text_.size()) return false;
    if (line_ > limits_.max_rows) {
      return absl::ResourceExhaustedError(
          absl::StrCat("the file has more than ", limits_.max_rows, " lines; split it"));
    }
    cells_.clear();
    rebuilt_.clear();
    row.line = line_;
    row.delimiter = delimiter_;
    const size_t begin = position_;
    bool more = true;
    while (more) {
      // Quoted cells that span lines can make a row of many lines.
      if (position_ - begin > limits_.max_line_bytes) return TooLong(row.line);
      if (cells_.size() == limits_.max_columns) {
        return absl::ResourceExhaustedError(
            absl::StrCat("line ", row.line, " has more than ", limits_.max_columns,
                         " cells; remove the columns that do not belong to it"));
      }
      SOS_ASSIGN_OR_RETURN(more, NextCell(row.line));
    }
    row.cells = cells_;
    row.open_ended = text_.back() != end_of_line_ && position_ >= text_.size();
    return true;
  }

 private:
  // Adds the cell at the position and steps over its delimiter or line end. True while the row
  // goes on.
  absl::StatusOr<bool> NextCell(int64_t row_line) {
    if (position_ < text_.size() && text_[position_] == '"') {
      if (const std::optional<absl::string_view> cell = QuotedCell(); cell) {
        SOS_RETURN_IF_ERROR(AddCell(*cell, row_line));
        return StepOver();
      }
    }
    if (line_end_ <= position_) {
      const size_t most = std::min(text_.size() - position_, limits_.max_line_bytes + 1);
      const void* end = std::memchr(text_.data() + position_, end_of_line_, most);
      line_end_ = end == nullptr ? position_ + most : static_cast<const char*>(end) - text_.data();
      if (line_end_ - position_ > limits_.max_line_bytes) return TooLong(row_line);
    }
    const char* begin = text_.data() + position_;
    const void* end = std::memchr(begin, delimiter_, line_end_ - position_);
    const size_t length =
        end == nullptr ? line_end_ - position_ : static_cast<const char*>(end) - begin;
    SOS_RETURN_IF_ERROR(AddCell(Stripped(absl::string_view(begin, length)), row_line));
    position_ += length;
    return StepOver();
  }

  absl::Status TooLong(int64_t row_line) const {
    return absl::ResourceExhaustedError(absl::StrCat("line ", row_line, " is longer than ",
                                                     limits_.max_line_bytes,
                                                     " bytes; is this a table of rows?"));
  }

  absl::Status AddCell(absl::string_view raw, int64_t row_line) {
    const absl::string_view cell = CodeInFormula(raw);
    cells_.push_back(cell);
    if (cell.size() <= limits_.max_cell_bytes) return absl::OkStatus();
    return absl::ResourceExhaustedError(
        absl::StrCat("a cell of line ", row_line, " has ", cell.size(), " bytes, more than the ",
                     limits_.max_cell_bytes, " a cell may have; is a quote missing?"));
  }

  // Reads a quoted cell and steps to its end. Nullopt, having moved nowhere, if the quote does not
  // open one.
  std::optional<absl::string_view> QuotedCell() {
    const bool may_span_lines = delimiter_ == ',' || delimiter_ == ';';
    size_t end = position_ + 1;
    bool doubled = false;
    int64_t lines = 0;
    const size_t limit = std::min(text_.size(), position_ + limits_.max_line_bytes);
    for (;; ++end) {
      if (end >= limit) return std::nullopt;
      if (text_[end] == end_of_line_) {
        if (!may_span_lines) return std::nullopt;
        ++lines;
      }
      if (text_[end] != '"') continue;
      if (end + 1 < text_.size() && text_[end + 1] == '"') {
        doubled = true;
        ++end;
        continue;
      }
      break;
    }
    size_t after = end + 1;
    if (after < text_.size() && text_[after] == '\r' && end_of_line_ != '\r') ++after;
    if (after < text_.size() && text_[after] != delimiter_ && text_[after] != end_of_line_) {
      return std::nullopt;
    }
    absl::string_view cell = text_.substr(position_ + 1, end - position_ - 1);
    if (doubled) cell = rebuilt_.emplace_back(Undoubled(cell));
    line_ += lines;
    position_ = after;
    return absl::StripAsciiWhitespace(cell);
  }

  static std::string Undoubled(absl::string_view cell) {
    std::string out;
    for (size_t i = 0; i < cell.size(); ++i) {
      out.push_back(cell[i]);
      if (cell[i] == '"') ++i;
    }
    return out;
  }

  bool StepOver() {
    if (position_ >= text_.size()) return false;
    const bool line_ends = text_[position_] == end_of_line_;
    ++position_;
    if (line_ends) ++line_;
    return !line_ends;
  }

  const absl::string_view text_;
  const char delimiter_;
  const char end_of_line_;
  const TableLimits& limits_;
  size_t position_ = 0;
  size_t line_end_ = 0;
  int64_t line_ = 1;
  std::vector<absl::string_view> cells_;
  std::deque<std::string> rebuilt_;
};

bool AllBlank(const Row& row) {
  return std::all_of(row.cells.begin(), row.cells.end(),
                     [](absl::string_view cell) { return cell.empty(); });
}

}  // namespace

char SniffDelimiter(absl::string_view text) {
  std::array<DelimiterCounts, kDelimiters.size()> counts;
  std::array<size_t, kDelimiters.size()> in_line = {};
  const char end_of_line = EndOfLine(text);
  int lines = 0;
  bool blank = true;
  const auto end_line = [&] {
    for (size_t i = 0; i < counts.size(); ++i) counts[i].AddLine(in_line[i], blank);
    in_line = {};
    blank = true;
  };
  for (const char c : text) {
    if (c == end_of_line) {
      end_line();
      if (++lines == kSniffedLines) break;
      continue;
    }
    blank = blank && c <= ' ';
    const absl::string_view::size_type found = kDelimiters.find(c);
    if (found != absl::string_view::npos) ++in_line[found];
  }
  if (lines < kSniffedLines) end_line();
  const auto most =
      std::max_element(counts.begin(), counts.end(),
                       [](const auto& a, const auto& b) { return a.total() < b.total(); });
  // Sentences have commas, more than a line has bars, but not as many in each line.
  const auto even = std::find_if(counts.begin(), counts.end(),
                                 [](const DelimiterCounts& one) { return one.IsEven(); });
  const auto chosen = most->IsEven() || even == counts.end() ? most : even;
  return kDelimiters[chosen - counts.begin()];
}

absl::Status ReadDelimited(absl::string_view text, const TableLimits& limits, RowVisitor& visitor) {
  visitor.BeginSheet("");
  const char delimiter = limits.delimiter != '\0' ? limits.delimiter : SniffDelimiter(text);
  Cutter cutter(text, delimiter, limits);
  Row row;
  while (true) {
    SOS_ASSIGN_OR_RETURN(const bool more, cutter.Next(row));
    if (!more) return absl::OkStatus();
    if (!AllBlank(row)) SOS_RETURN_IF_ERROR(visitor.VisitRow(row));
  }
}

}  // namespace sos::table
