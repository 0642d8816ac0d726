// SPDX-License-Identifier: Apache-2.0
#include "services/suite/print.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/text/csv_cell.h"
#include "common/text/printable.h"
#include "common/workbook/workbook.h"
#include "nlohmann/json.hpp"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

// Every message of the contract has a form in JSON.
std::string ToJson(const google::protobuf::Message& message, bool indented) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = indented;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) std::abort();
  return json;
}

// Blanks between columns.
constexpr size_t kGap = 2;
// Letters that a text column keeps however narrow the terminal is.
constexpr size_t kLeastWidth = 8;

// The first `width` letters of a text, the last an ellipsis where it has more.
std::string CutTo(const std::string& text, size_t width) {
  if (DisplayWidth(text) <= width) return text;
  size_t end = 0;
  for (size_t letters = 0; end < text.size(); ++end) {
    const bool begins = (static_cast<unsigned char>(text[end]) & 0xc0) != 0x80;
    if (begins && letters++ == width - 1) break;
  }
  return absl::StrCat(text.substr(0, end), "\u2026");
}

// The name of a column as protobuf's JSON writes names: `counts_from` is `countsFrom`.
std::string LowerCamel(absl::string_view name) {
  std::string camel;
  bool raise = false;
  for (const char c : name) {
    if (c != '_') camel += raise ? absl::ascii_toupper(static_cast<unsigned char>(c)) : c;
    raise = c == '_';
  }
  return camel;
}

}  // namespace

std::string JsonLine(const google::protobuf::Message& message) {
  return ToJson(message, false) + "\n";
}

std::string JsonDocument(const google::protobuf::Message& message) { return ToJson(message, true); }

size_t DisplayWidth(absl::string_view text) {
  // Every byte of UTF-8 but the continuation bytes begins a code point.
  return std::count_if(text.begin(), text.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
}

std::string ColorWord(int color) {
  switch (color) {
    case 1:
      return "R red";
    case 2:
      return "O orange";
    case 3:
      return "Y yellow";
    case 4:
      return "G green";
    case 5:
      return "B blue";
    default:
      return "none";
  }
}

std::vector<size_t> Listing::WidthsIn(const std::vector<std::vector<std::string>>& rows,
                                      size_t width) const {
  std::vector<size_t> widths;
  for (const Column& column : columns_) widths.push_back(DisplayWidth(column.name));
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], DisplayWidth(row[i]));
  }
  size_t total = widths.empty() ? 0 : kGap * (widths.size() - 1);
  for (const size_t column : widths) total += column;
  while (width > 0 && total > width) {
    size_t widest = widths.size();
    for (size_t i = 0; i < widths.size(); ++i) {
      // Codes and numbers are of no use in part.
      const bool can_be_cut =
          columns_[i].kind == Kind::kText && columns_[i].name != "cds" && widths[i] > kLeastWidth;
      if (can_be_cut && (widest == widths.size() || widths[i] > widths[widest])) widest = i;
    }
    if (widest == widths.size()) break;
    --widths[widest];
    --total;
  }
  return widths;
}

std::vector<size_t> Listing::ShownColumns(const std::vector<size_t>& widths, size_t width) const {
  std::vector<size_t> shown(widths.size());
  std::iota(shown.begin(), shown.end(), size_t{0});
  const auto total = [&] {
    size_t sum = shown.empty() ? 0 : kGap * (shown.size() - 1);
    for (const size_t column : shown) sum += widths[column];
    return sum;
  };
  // Minor columns go first, and each time the last.
  for (const bool minor : {true, false}) {
    for (size_t i = shown.size(); i-- > 0 && width > 0 && total() > width && shown.size() > 1;) {
      if (columns_[shown[i]].minor || !minor) shown.erase(shown.begin() + static_cast<long>(i));
    }
  }
  return shown;
}

std::string Listing::Text(size_t width) const {
  std::vector<std::vector<std::string>> rows = rows_;
  for (auto& row : rows) {
    for (std::string& cell : row) cell = Printable(cell);
  }
  // Every text at its least: what does not fit even so is left out.
  const std::vector<size_t> shown = ShownColumns(WidthsIn(rows, width), width);
  Listing part({});
  for (const size_t column : shown) part.columns_.push_back(columns_[column]);
  for (auto& row : rows) {
    std::vector<std::string> cells;
    cells.reserve(shown.size());
    for (const size_t column : shown) cells.push_back(std::move(row[column]));
    part.Add(std::move(cells));
  }
  std::string text = part.AlignedText(width);
  if (shown.size() == columns_.size()) return text;
  std::vector<std::string> left_out;
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (!absl::c_linear_search(shown, i)) left_out.push_back(columns_[i].name);
  }
  std::string note = absl::StrCat("--wide shows also: ", absl::StrJoin(left_out, ", "));
  return absl::StrCat(text, CutTo(note, width), "\n");
}

std::string Listing::AlignedText(size_t width) {
  const std::vector<size_t> widths = WidthsIn(rows_, width);
  for (auto& row : rows_) {
    for (size_t i = 0; i < row.size(); ++i) row[i] = CutTo(row[i], widths[i]);
  }
  std::string text;
  const auto add_row = [&](const std::vector<std::string>& cells) {
    std::string line;
    for (size_t i = 0; i < cells.size(); ++i) {
      const std::string padding(widths[i] - DisplayWidth(cells[i]), ' ');
      if (i > 0) line.append(kGap, ' ');
      line += columns_[i].kind == Kind::kNumber ? padding + cells[i] : cells[i] + padding;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  };
  std::vector<std::string> names;
  std::vector<std::string> rules;
  for (size_t i = 0; i < columns_.size(); ++i) {
    names.push_back(CutTo(columns_[i].name, widths[i]));
    rules.emplace_back(widths[i], '-');
  }
  add_row(names);
  add_row(rules);
  for (const auto& row : rows_) add_row(row);
  return text;
}

std::string Listing::Csv() const {
  std::string text = absl::StrJoin(columns_, ",", [](std::string* out, const Column& column) {
    absl::StrAppend(out, CsvCell(column.name));
  });
  text += "\n";
  for (const auto& row : rows_) {
    absl::StrAppend(&text,
                    absl::StrJoin(row, ",",
                                  [](std::string* out, const std::string& cell) {
                                    absl::StrAppend(out, CsvCell(cell));
                                  }),
                    "\n");
  }
  return text;
}

std::string Listing::Json() const {
  // A number is written as its text, so that decimals keep their last zero: no binary float.
  std::string text = "[";
  for (size_t r = 0; r < rows_.size(); ++r) {
    absl::StrAppend(&text, r > 0 ? ",\n " : "\n ", "{");
    for (size_t i = 0; i < columns_.size(); ++i) {
      const std::string& cell = rows_[r][i];
      absl::StrAppend(&text, i > 0 ? "," : "", nlohmann::json(LowerCamel(columns_[i].name)).dump(),
                      ":");
      if (columns_[i].kind == Kind::kNumber) {
        absl::StrAppend(&text, cell.empty() ? "null" : cell);
      } else {
        absl::StrAppend(&text, nlohmann::json(cell).dump(-1, ' ', false,
                                                         nlohmann::json::error_handler_t::replace));
      }
    }
    text += "}";
  }
  text += rows_.empty() ? "]\n" : "\n]\n";
  return text;
}

std::string Listing::Xlsx() const {
  Sheet sheet{.name = "Sheet1"};
  for (const Column& column : columns_) {
    sheet.columns.push_back({.key = column.name, .heading = column.name});
  }
  for (const auto& row : rows_) {
    std::vector<SheetCell>& cells = sheet.rows.emplace_back();
    for (size_t i = 0; i < row.size(); ++i) {
      cells.push_back({.text = Printable(row[i]),
                       .is_number = columns_[i].kind == Kind::kNumber && !row[i].empty()});
    }
  }
  return WriteWorkbook({sheet});
}

std::string Listing::In(const GlobalOptions& options) const {
  switch (options.format) {
    case Format::kXlsx:
      return Xlsx();
    case Format::kCsv:
      return Csv();
    case Format::kJson:
      return Json();
    case Format::kText:
    case Format::kHtml:
    case Format::kSvg:
    case Format::kPng:
      break;
  }
  return Text(options.output.empty() && !options.wide ? TerminalColumns() : 0);
}

}  // namespace sos::suite
