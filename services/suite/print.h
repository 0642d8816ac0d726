// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_PRINT_H_
#define SOS_SERVICES_SUITE_PRINT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "services/suite/session.h"

namespace sos::suite {

// A list for people and machines: aligned text, CSV, or an array of JSON objects. Cells may hold
// anything: text and CSV show them in printable characters, JSON has them as they are and names
// columns as it names the fields of messages, `countsFrom` for `counts_from`.
class Listing {
 public:
  // How a column's values are shown: numbers stand right in text and bare in JSON.
  enum class Kind { kText, kNumber };
  struct Column {
    std::string name;
    Kind kind = Kind::kText;
    // Of less use to who reads: left out first where a terminal is too narrow for all columns.
    bool minor = false;
  };

  explicit Listing(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // Adds a row with one cell a column. An empty cell of a number is null in JSON.
  void Add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

  size_t size() const { return rows_.size(); }

  // `width` is how many letters a line may have: the widest texts are cut with an ellipsis then,
  // and columns that do not fit even so are left out and named below. 0 for any number.
  std::string Text(size_t width = 0) const;
  std::string Csv() const;
  std::string Json() const;
  // A workbook of one sheet; codes are text and keep their zeros.
  std::string Xlsx() const;
  // One of them, as the command line asks for it.
  std::string In(const GlobalOptions& options) const;

 private:
  // The widths of the columns, so that a line has at most `width` letters where that can be had.
  std::vector<size_t> WidthsIn(const std::vector<std::vector<std::string>>& rows,
                               size_t width) const;

  // The numbers of the columns that fit into a line of `width` letters; at least one.
  std::vector<size_t> ShownColumns(const std::vector<size_t>& widths, size_t width) const;
  // All columns, their cells cut in place.
  std::string AlignedText(size_t width);

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

// A message in protobuf's JSON on a line of its own.
std::string JsonLine(const google::protobuf::Message& message);

// The same for each of a list.
template <typename Messages>
std::string JsonLines(const Messages& messages) {
  std::string text;
  for (const auto& message : messages) text += JsonLine(message);
  return text;
}

// A single message as JSON that people may read, too.
std::string JsonDocument(const google::protobuf::Message& message);

// A color with a letter beside it, so that it reads without colors: `R red`.
std::string ColorWord(int color);

// The width of `text` on a terminal: code points, not bytes.
size_t DisplayWidth(absl::string_view text);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_PRINT_H_
