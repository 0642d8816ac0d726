// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/cell.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "common/text/printable.h"
#include "services/ingestion/domain/records.h"

namespace sos::ingestion {
namespace {

// The shortest names that were published have four characters; flags, record types and the codes of
// student groups have one or two.
constexpr size_t kShortestName = 3;

constexpr absl::string_view kYes[] = {"Y", "Yes", "TRUE", "T", "1", "1.0"};
constexpr absl::string_view kNo[] = {"N", "No", "FALSE", "F", "0", "0.0"};
constexpr int64_t kWhole = 100;  // No percentage is above.

bool IsOneOf(absl::Span<const absl::string_view> words, absl::string_view text) {
  return std::any_of(words.begin(), words.end(),
                     [text](absl::string_view word) { return absl::EqualsIgnoreCase(text, word); });
}

// Why `text` is not read as a number, and what to do.
std::string NotANumber(absl::string_view text, absl::string_view expected) {
  if (HasExponent(text)) {
    return absl::StrCat(
        "a number with an exponent has lost digits; format the column as a number "
        "without exponent where it was made and save it again; ",
        expected);
  }
  return std::string(expected);
}

}  // namespace

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
  if (column < 0 || column >= static_cast<int>(cells_.size()) || column >= header_.size()) {
    return {};
  }
  const absl::string_view bare = BareCell(cells_[column]);
  if (!IsBlankCell(bare)) return bare;
  const int twin = header_.Twin(column);
  return twin < 0 ? absl::string_view() : Text(twin);
}

int64_t RowCells::Count(int column, int64_t maximum) {
  const absl::string_view text = Text(column);
  if (text.empty()) return kNoCount;
  const std::optional<int64_t> value = ParseWhole(text, header_.decimal_comma());
  if (!value) {
    Reject(IssueKind::kMalformedValue, column,
           NotANumber(text, header_.decimal_comma()
                                ? "a count is a whole number, such as 1314; between semicolons a "
                                  "comma begins the decimals"
                                : "a count is a whole number, such as 1314 or 1,314"));
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
  std::optional<Tenths> value = ParseTenths(text);
  if (!value) {
    absl::string_view number = text;
    if (maximum <= kWhole && absl::ConsumeSuffix(&number, "%")) {
      number = absl::StripTrailingAsciiWhitespace(number);
    }
    const auto plain = PlainNumber(number, header_.decimal_comma());
    if (plain) value = ParseTenths(*plain);
  }
  if (!value) {
    Reject(IssueKind::kMalformedValue, column, NotANumber(text, "expected a number such as 12.3"));
  } else if (value->count > maximum * 10 || value->count < minimum * 10) {
    Reject(IssueKind::kOutOfRange, column, absl::StrCat("expected ", minimum, " to ", maximum));
  }
  return value;
}

OutputNumber RowCells::Output(int column, int maximum) {
  const absl::string_view text = Text(column);
  if (text.empty()) return {};
  const std::optional<int64_t> value = ParseWhole(text, header_.decimal_comma());
  if (!value) return {.value = 0, .readable = false};
  if (*value < 0 || *value > maximum) {
    Reject(IssueKind::kOutOfRange, column, absl::StrCat("expected 0 to ", maximum));
    return {};
  }
  return {.value = static_cast<int>(*value)};
}

std::optional<bool> RowCells::Remark(int column) const {
  const absl::string_view text = Text(column);
  if (IsOneOf(kYes, text)) return true;
  return IsOneOf(kNo, text) ? std::optional<bool>(false) : std::nullopt;
}

std::optional<bool> RowCells::Answer(int column) {
  const std::optional<bool> answer = Remark(column);
  if (!answer && !Text(column).empty()) {
    Reject(IssueKind::kUnknownCode, column, "expected Y or N");
  }
  return answer;
}

bool RowCells::Given(int column) const {
  const absl::string_view text = Text(column);
  return !text.empty() && !IsOneOf(kNo, text);
}

bool RowCells::Flag(int column) { return Answer(column).value_or(false); }

absl::string_view RowCells::Name(int column) {
  const absl::string_view text = Text(column);
  if (IsPrintable(text)) return text;
  Reject(IssueKind::kMalformedValue, column,
         "it has characters that no name has (shown as escapes); take them out");
  return {};
}

void RowCells::CheckTwins() {
  for (int column = 0; column < header_.size(); ++column) {
    const int twin = header_.Twin(column);
    if (twin < 0 || column >= static_cast<int>(cells_.size())) continue;
    const absl::string_view own = BareCell(cells_[column]);
    if (IsBlankCell(own)) continue;  // Whoever stands before it looks beyond it.
    const absl::string_view other = Text(twin);
    if (other.empty() || own == other) continue;
    Reject(IssueKind::kContradiction, column,
           absl::StrCat("the column ", header_.name(twin), " is the same, and says otherwise"));
    return;
  }
}

void RowCells::Reject(IssueKind kind, int column, std::string description) {
  bad_ = true;
  Note(kind, Severity::kFatal, column, std::move(description));
}

void RowCells::Warn(IssueKind kind, int column, std::string description) {
  Note(kind, Severity::kWarning, column, std::move(description));
}

void RowCells::Note(IssueKind kind, Severity severity, int column, std::string description) {
  absl::string_view value;
  if (column >= 0 && column < static_cast<int>(cells_.size())) value = cells_[column];
  size_t end = std::min(value.size(), kMaxIssueValueBytes);
  // Between two characters: half a one would be shown as bytes.
  while (end > 0 && end < value.size() && (static_cast<uint8_t>(value[end]) & 0xc0) == 0x80) --end;
  issues_.push_back({.kind = kind,
                     .severity = severity,
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
