// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_TESTS_GOLDEN_CASES_H_
#define SOS_TESTS_GOLDEN_CASES_H_

#include <fstream>
#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"

namespace sos {

// One line of a file of golden cases, by column.
using Case = std::map<std::string, std::string>;

// A file of golden cases has fewer lines than this only if something is wrong with it.
inline constexpr size_t kFewestCases = 20;

// Reads a CSV file of this directory. Lines that begin with # are for people.
inline std::vector<Case> ReadCases(const std::string& file) {
  std::ifstream in(absl::StrCat(SOS_SOURCE_DIR, "/tests/golden/", file));
  std::vector<Case> cases;
  std::vector<std::string> columns;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> cells = absl::StrSplit(line, ',');
    if (columns.empty()) {
      columns = cells;
      continue;
    }
    EXPECT_EQ(cells.size(), columns.size()) << line;
    Case& added = cases.emplace_back();
    for (size_t i = 0; i < columns.size() && i < cells.size(); ++i) added[columns[i]] = cells[i];
  }
  EXPECT_GT(cases.size(), kFewestCases) << file;
  return cases;
}

// The name of a case's test: the words of its sentence, and its place in the file, as in
// `007_RedWithOrangeCounts`.
inline std::string CaseName(const testing::TestParamInfo<Case>& info) {
  std::string name = absl::StrCat(absl::Dec(info.index, absl::kZeroPad3), "_");
  bool starts_word = true;
  for (const char letter : info.param.at("case")) {
    if (absl::ascii_isalnum(letter)) name += starts_word ? absl::ascii_toupper(letter) : letter;
    starts_word = !absl::ascii_isalnum(letter);
  }
  return name;
}

// A failed case is printed as its line of the file.
inline void PrintTo(const Case& c, std::ostream* out) {
  for (const auto& [column, cell] : c) *out << column << "=" << cell << " ";
}

}  // namespace sos

#endif  // SOS_TESTS_GOLDEN_CASES_H_
