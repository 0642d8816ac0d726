// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_TESTS_GOLDEN_CASES_H_
#define SOS_TESTS_GOLDEN_CASES_H_

#include <fstream>
#include <map>
#include <string>
#include <vector>

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

}  // namespace sos

#endif  // SOS_TESTS_GOLDEN_CASES_H_
