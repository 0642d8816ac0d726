// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_WORKBOOK_WORKBOOK_H_
#define SOS_COMMON_WORKBOOK_WORKBOOK_H_

#include <string>
#include <vector>

namespace sos {

// One cell. Codes are text, so that they keep their zeros.
struct SheetCell {
  std::string text;
  // `text` is a decimal number, which a workbook may compute with.
  bool is_number = false;
};

// One column: the name for programs, which no language changes, and the heading for people.
struct SheetColumn {
  std::string key;
  std::string heading;
};

struct Sheet {
  // At most 31 characters.
  std::string name;
  std::vector<SheetColumn> columns;
  std::vector<std::vector<SheetCell>> rows;
};

// The sheets as a workbook (.xlsx): header rows stay in view, no cell is a formula or a link, and
// the same sheets give the same bytes. Empty where a workbook cannot be written.
std::string WriteWorkbook(const std::vector<Sheet>& sheets);

}  // namespace sos

#endif  // SOS_COMMON_WORKBOOK_WORKBOOK_H_
