// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/cell.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/text/printable.h"
#include "services/ingestion/domain/records.h"

namespace sos::ingestion {
namespace {

constexpr absl::string_view kBlankMarks[] = {"*", "--", "N/A", "NA", "Null"};

// The shortest names that were published have four characters; flags, record types and the codes of
// student groups have one or two.
constexpr size_t kShortestName = 3;

// A whole number, also printed as `72.0`. Nullopt for anything else.
std::optional<int64_t> ParseWhole(absl::string_view text) {
  int64_t value = 0;
  if (absl::EndsWith(text, ".0")) text.remove_suffix(2);
  if (!absl::SimpleAtoi(text, &value)) return std::nullopt;
  return value;
}

}  // namespace

bool IsBlankCell(absl::string_view cell) {
  if (cell.empty()) return true;
  // Almost every cell ends here: all marks begin with one of these.
  if (cell.size() > 4 || !absl::StrContains("*-Nn", cell[0])) return false;
  return std::any_of(std::begin(kBlankMarks), std::end(kBlankMarks),
                     [cell](absl::string_view mark) { return absl::EqualsIgnoreCase(cell, mark); });
}

bool LooksLikeName(absl::string_view text) {
  if (text.size() < kShortestName || absl::StrContains(text, "://") ||
      absl::StartsWithIgnoreCase(text, "www.")) {
    return false;
  }
  // Bytes outside ASCII are of letters with accents.
  return std::any_of(text.begin(), text.end(), [](unsigned char c) {
    return absl::ascii_isalpha(c) || !absl::ascii_isascii(c);
  });
}

absl::string_view RowCells::Text(int column) const {
  if (column < 0 || column >= static_cast<int>(cells_.size())) return {};
  return IsBlankCell(cells_[column]) ? absl::string_view() : cells_[column];
}

int64_t RowCells::Count(int column, int64_t maximum) {
  const absl::string_view text = Text(column);
  if (text.empty()) return kNoCount;
  const std::optional<int64_t> value = ParseWhole(text);
  if (!value) {
    Reject(IssueKind::kMalformedValue, column, "a count is a whole number");
  } else if (*value < 0) {
    Reject(IssueKind::kOutOfRange, column, "a count is never negative");
  } else if (*value > maximum) {
    Reject(IssueKind::kOutOfRange, column, absl::StrCat("no such count is above ", maximum));
  }
  return value.value_or(kNoCount);
}

std::optional<Tenths> RowCells::Number(int column, int64_t minimum, int64_t maximum) {
  const absl::string_view text = Text(column);
  if (text.empty()) return std::nullopt;
  const std::optional<Tenths> value = ParseTenths(text);
  if (!value) {
    Reject(IssueKind::kMalformedValue, column, "expected a number such as 12.3");
  } else if (value->count > maximum * 10 || value->count < minimum * 10) {
    Reject(IssueKind::kOutOfRange, column, absl::StrCat("expected ", minimum, " to ", maximum));
  }
  return value;
}

int RowCells::Level(int column, int maximum) {
  const absl::string_view text = Text(column);
  if (text.empty()) return 0;
  const std::optional<int64_t> value = ParseWhole(text);
  if (!value) {
    Reject(IssueKind::kMalformedValue, column, "expected a whole number");
    return 0;
  }
  if (*value < 0 || *value > maximum) {
    Reject(IssueKind::kOutOfRange, column, absl::StrCat("expected 0 to ", maximum));
    return 0;
  }
  return static_cast<int>(*value);
}

std::optional<bool> RowCells::Answer(int column) {
  const absl::string_view text = Text(column);
  if (text.empty()) return std::nullopt;
  for (const absl::string_view yes : {"Y", "Yes", "TRUE", "1"}) {
    if (absl::EqualsIgnoreCase(text, yes)) return true;
  }
  for (const absl::string_view no : {"N", "No", "FALSE", "0"}) {
    if (absl::EqualsIgnoreCase(text, no)) return false;
  }
  Reject(IssueKind::kUnknownCode, column, "expected Y or N");
  return std::nullopt;
}

bool RowCells::Flag(int column) { return Answer(column).value_or(false); }

absl::string_view RowCells::Name(int column) {
  const absl::string_view text = Text(column);
  if (IsPrintable(text)) return text;
  Reject(IssueKind::kMalformedValue, column,
         "it has characters that no name has (shown as escapes); take them out");
  return {};
}

void RowCells::Reject(IssueKind kind, int column, std::string description) {
  bad_ = true;
  absl::string_view value;
  if (column >= 0 && column < static_cast<int>(cells_.size())) value = cells_[column];
  size_t end = std::min(value.size(), kMaxIssueValueBytes);
  // Between two characters: half a one would be shown as bytes.
  while (end > 0 && end < value.size() && (static_cast<uint8_t>(value[end]) & 0xc0) == 0x80) --end;
  issues_.push_back({.kind = kind,
                     .sheet = std::string(sheet_),
                     .line = line_,
                     .column = column < 0 ? "" : header_.name(column),
                     .value = std::string(value.substr(0, end)),
                     .description = std::move(description)});
}

void RowCells::RejectUnseen(IssueKind kind, int column, std::string description) {
  Reject(kind, column, std::move(description));
  issues_.back().value.clear();
}

void RowCells::NoteStudent(absl::string_view local_student) {
  for (auto issue = issues_.rbegin(); issue != issues_.rend() && issue->line == line_; ++issue) {
    issue->local_student = std::string(local_student);
  }
}

}  // namespace sos::ingestion
