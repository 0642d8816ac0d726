// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/code_sample.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/text/printable.h"
#include "services/ingestion/domain/cell_value.h"
#include "services/ingestion/domain/columns.h"

namespace sos::ingestion {
namespace {

absl::string_view SampledCell(absl::Span<const absl::string_view> cells, int column) {
  if (column < 0 || column >= static_cast<int>(cells.size())) return {};
  const absl::string_view cell = BareCell(cells[column]);
  return IsBlankCell(cell) ? absl::string_view() : cell;
}

}  // namespace

bool EndsInManyZeros(absl::string_view digits) {
  constexpr absl::string_view kZeros = "00000000";  // An LEA's seven, and one of its own digits.
  return absl::EndsWith(digits, kZeros) && digits.find_first_not_of('0') != absl::string_view::npos;
}

CodeSample::CodeSample(const Header& header)
    : code_(header.Find(columns::kCds)),
      record_type_(header.Find(columns::kRecordType)),
      school_(header.Find(columns::kSchoolName)),
      district_(header.Find(columns::kDistrictName)),
      parts_{header.Find(columns::kYear), header.Find(columns::kIndicator),
             header.Find(columns::kPriority)} {}

void CodeSample::Add(absl::Span<const absl::string_view> cells) {
  const std::string code = BareCode(SampledCell(cells, code_));
  if (code.empty()) return;
  const bool zeros = EndsInManyZeros(code);
  findings_.cut =
      findings_.cut || (zeros && absl::EqualsIgnoreCase(SampledCell(cells, record_type_), "S"));
  const bool of_school = school_ >= 0 && !absl::EndsWith(code, "0000000");
  const absl::string_view name = SampledCell(cells, of_school ? school_ : district_);
  const std::string normalized = NormalizedColumn(name);
  // A name that cannot be seen is no second name: its row is refused for itself.
  if (normalized.empty() || !IsPrintable(name)) return;
  std::string key = code;
  for (const int part : parts_) absl::StrAppend(&key, "|", SampledCell(cells, part));
  const auto [found, added] = names_.try_emplace(key, normalized);
  if (added || found->second == normalized) return;
  findings_.of_two_names.insert(code);
  findings_.cut = findings_.cut || zeros;
}

}  // namespace sos::ingestion
