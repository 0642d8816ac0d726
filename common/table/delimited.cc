#include "common/table/delimited.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <deque>
#include <optional>
#include <string>
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

// Cuts lines into cells. Cells are views of the text, but for quoted cells with doubled quotes,
// which are rebuilt in a buffer that lives until the next row.
class Cutter {
 public:
  Cutter(absl::string_view text, char delimiter, const TableLimits& limits)
      : text_(text), delimiter_(delimiter), limits_(limits) {}

  // Moves to the next row. False at the end of the text.
  absl::StatusOr<bool> Next(Row& row) {
    if (position_ >= text_.size()) return false;
    cells_.clear();
    rebuilt_.clear();
    row.line = line_;
    bool more = true;
    while (more) {
      if (cells_.size() == limits_.max_columns) {
        return absl::ResourceExhaustedError(
            absl::StrCat("line ", row.line, " has more than ", limits_.max_columns, " cells"));
      }
      SOS_ASSIGN_OR_RETURN(more, NextCell(row.line));
    }
    row.cells = cells_;
    return true;
  }

 private:
  // Adds the cell at the position and steps over its delimiter or line end. True while the row
  // goes on.
  absl::StatusOr<bool> NextCell(int64_t row_line) {
    if (position_ < text_.size() && text_[position_] == '"') {
      if (const std::optional<bool> more = QuotedCell(); more) return *more;
    }
    if (line_end_ <= position_) {
      const void* end = std::memchr(text_.data() + position_, '\n', text_.size() - position_);
      line_end_ = end == nullptr ? text_.size() : static_cast<const char*>(end) - text_.data();
      if (line_end_ - position_ > limits_.max_line_bytes) {
        return absl::ResourceExhaustedError(
            absl::StrCat("line ", row_line, " is longer than ", limits_.max_line_bytes, " bytes"));
      }
    }
    const char* begin = text_.data() + position_;
    const void* end = std::memchr(begin, delimiter_, line_end_ - position_);
    const size_t length =
        end == nullptr ? line_end_ - position_ : static_cast<const char*>(end) - begin;
    cells_.push_back(Stripped(absl::string_view(begin, length)));
    position_ += length;
    return StepOver();
  }

  // Reads a quoted cell. Nullopt, having moved nowhere, if the quote does not open one.
  std::optional<bool> QuotedCell() {
    const bool may_span_lines = delimiter_ == ',';
    size_t end = position_ + 1;
    bool doubled = false;
    int64_t lines = 0;
    const size_t limit = std::min(text_.size(), position_ + limits_.max_line_bytes);
    for (;; ++end) {
      if (end >= limit) return std::nullopt;
      if (text_[end] == '\n') {
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
    if (after < text_.size() && text_[after] == '\r') ++after;
    if (after < text_.size() && text_[after] != delimiter_ && text_[after] != '\n') {
      return std::nullopt;
    }
    absl::string_view cell = text_.substr(position_ + 1, end - position_ - 1);
    if (doubled) cell = rebuilt_.emplace_back(Undoubled(cell));
    cells_.push_back(absl::StripAsciiWhitespace(cell));
    line_ += lines;
    position_ = after;
    return StepOver();
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
    const bool line_ends = text_[position_] == '\n';
    ++position_;
    if (line_ends) ++line_;
    return !line_ends;
  }

  const absl::string_view text_;
  const char delimiter_;
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
  std::array<size_t, kDelimiters.size()> counts = {};
  int lines = 0;
  for (const char c : text) {
    if (c == '\n' && ++lines == kSniffedLines) break;
    const absl::string_view::size_type found = kDelimiters.find(c);
    if (found != absl::string_view::npos) ++counts[found];
  }
  return kDelimiters[std::max_element(counts.begin(), counts.end()) - counts.begin()];
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
