// SPDX-License-Identifier: Apache-2.0
#include "services/suite/print.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/text/csv_cell.h"
#include "common/text/printable.h"
#include "common/workbook/workbook.h"
#include "nlohmann/json.hpp"

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

std::string Listing::Text() const {
  std::vector<std::vector<std::string>> rows = rows_;
  for (auto& row : rows) {
    for (std::string& cell : row) cell = Printable(cell);
  }
  std::vector<size_t> widths;
  for (const Column& column : columns_) widths.push_back(DisplayWidth(column.name));
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], DisplayWidth(row[i]));
  }
  std::string text;
  const auto add_row = [&](const std::vector<std::string>& cells) {
    std::string line;
    for (size_t i = 0; i < cells.size(); ++i) {
      const std::string padding(widths[i] - DisplayWidth(cells[i]), ' ');
      if (i > 0) line += "  ";
      line += columns_[i].kind == Kind::kNumber ? padding + cells[i] : cells[i] + padding;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  };
  std::vector<std::string> names;
  std::vector<std::string> rules;
  for (size_t i = 0; i < columns_.size(); ++i) {
    names.push_back(columns_[i].name);
    rules.emplace_back(widths[i], '-');
  }
  add_row(names);
  add_row(rules);
  for (const auto& row : rows) add_row(row);
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

std::string Listing::In(Format format) const {
  switch (format) {
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
      return Text();
  }
  return Text();
}

}  // namespace sos::suite
