// SPDX-License-Identifier: Apache-2.0

// Any bytes as what a person is shown: text, JSON, a cell of a spreadsheet.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "common/text/csv_cell.h"
#include "common/text/printable.h"
#include "nlohmann/json.hpp"

namespace {

void Check(bool holds) {
  if (!holds) std::abort();
}

// What a reader of comma-separated values makes of a cell.
std::string Unquoted(const std::string& cell) {
  if (cell.empty() || cell[0] != '"') {
    Check(cell.find_first_of(",\"\r\n") == std::string::npos);
    return cell;
  }
  std::string text;
  for (size_t i = 1; i + 1 < cell.size(); ++i) {
    text += cell[i];
    if (cell[i] == '"') Check(cell[++i] == '"' && i + 1 < cell.size());
  }
  Check(cell.size() > 1 && cell.back() == '"');
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);

  const std::string shown = sos::Printable(text);
  Check(sos::IsPrintable(shown) && sos::Printable(shown) == shown);
  Check(sos::IsPrintable(text) == (shown == text));
  for (const sos::Keep keep : {sos::Keep::kLines, sos::Keep::kLinesAndColors}) {
    const std::string lines = sos::Printable(text, keep);
    Check(sos::Printable(lines) == shown && sos::Printable(lines, keep) == lines);
  }

  const nlohmann::json value = text;
  const std::string json =
      value.dump(-1, ' ', /*ensure_ascii=*/false, nlohmann::json::error_handler_t::replace);
  const std::string printable = sos::PrintableJson(json);
  Check(sos::IsPrintable(printable));
  Check(nlohmann::json::parse(printable) == nlohmann::json::parse(json));

  const std::string cell = Unquoted(sos::CsvCell(text));
  Check(cell == sos::SpreadsheetText(shown));
  Check(cell == shown || cell == "'" + shown);
  // Whatever begins like a formula is a number, or a lone hyphen.
  if (!cell.empty() && std::string("=+-@").find(cell[0]) != std::string::npos) {
    Check(cell == "-" || cell.find_first_not_of("0123456789.", 1) == std::string::npos);
  }
  return 0;
}
