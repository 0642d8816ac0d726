// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/list_rows.h"

#include <optional>

#include "absl/strings/match.h"
#include "common/education/student_group.h"
#include "services/ingestion/domain/cell_value.h"
#include "services/ingestion/domain/columns.h"

namespace sos::ingestion {
namespace {

absl::string_view CellAt(absl::Span<const absl::string_view> cells, int column) {
  if (column < 0 || column >= static_cast<int>(cells.size())) return {};
  const absl::string_view cell = BareCell(cells[column]);
  return IsBlankCell(cell) ? absl::string_view() : cell;
}

}  // namespace

ListRows::ListRows(const Header& header)
    : record_type_(header.Find(columns::kRecordType)),
      group_(header.Find(columns::kStudentGroup)),
      charter_(header.Find(columns::kCharterFlag)) {}

void ListRows::Add(absl::Span<const absl::string_view> cells) {
  const absl::string_view type = CellAt(cells, record_type_);
  has_lea_ = has_lea_ || absl::EqualsIgnoreCase(type, "D");
  const absl::string_view charter = CellAt(cells, charter_);
  const bool other = charter_ >= 0 && (charter.empty() || absl::StartsWithIgnoreCase(charter, "N"));
  has_other_school_ = has_other_school_ || (absl::EqualsIgnoreCase(type, "S") && other);
  const std::optional<StudentGroup> group = ParseStudentGroup(CellAt(cells, group_));
  has_group_ = has_group_ || (group && *group != StudentGroup::kAll);
}

std::optional<Collection> ListRows::Kind() const {
  if (has_lea_) return Collection::kLowestPerformanceLeaGroups;
  if (!has_other_school_) return std::nullopt;
  return has_group_ ? Collection::kLowestPerformanceSchoolGroups
                    : Collection::kLowestPerformanceSchools;
}

}  // namespace sos::ingestion
