// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/row_keys.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/education/proto.h"
#include "common/education/student_group.h"
#include "common/resource_names/resource_names.h"
#include "services/ingestion/domain/layout.h"

namespace sos::ingestion {
namespace {

std::string CdsOf(const education::v1::Entity& entity) {
  return std::string(EntityId(entity.name()));
}

std::string GroupCode(int group) {
  return std::string(Code(static_cast<education::v1::StudentGroup>(group)));
}

const education::v1::Entity& EntityIn(const education::v1::Entity& entity) { return entity; }
const education::v1::Entity& EntityIn(const v1::MeasuredEntity& entity) { return entity.entity(); }

// Blocks of columns: rows name their entity by its place.
template <typename Block>
std::vector<RowKey> KeysOfColumns(const Block& block) {
  std::vector<std::string> codes;
  codes.reserve(block.entities_size());
  for (const auto& entity : block.entities()) codes.push_back(CdsOf(EntityIn(entity)));
  std::vector<RowKey> keys;
  keys.reserve(block.entity_indexes_size());
  for (int row = 0; row < block.entity_indexes_size(); ++row) {
    keys.push_back({codes[block.entity_indexes(row)], GroupCode(block.student_groups(row))});
  }
  return keys;
}

// Rows that are messages, one an entity.
template <typename Rows>
std::vector<RowKey> KeysOfEntities(const Rows& rows) {
  std::vector<RowKey> keys;
  keys.reserve(rows.size());
  for (const auto& row : rows) keys.push_back({.cds = CdsOf(row.entity()), .group = {}});
  return keys;
}

std::vector<RowKey> KeysOfRecords(const v1::RecordBlock& block) {
  const auto column = std::find_if(
      block.columns().begin(), block.columns().end(),
      [](const std::string& name) { return NormalizedColumn(name) == "studentgroup"; });
  const int group = static_cast<int>(column - block.columns().begin());
  std::vector<RowKey> keys;
  keys.reserve(block.records_size());
  for (const v1::Record& record : block.records()) {
    RowKey& key = keys.emplace_back(RowKey{.cds = record.cds(), .group = {}});
    if (group >= record.cells_size()) continue;
    // Names and codes of a group are the same group; a word that is neither stands for itself.
    const std::optional<StudentGroup> known = ParseStudentGroup(record.cells(group));
    key.group = known ? std::string(kStudentGroups.Code(*known)) : record.cells(group);
  }
  return keys;
}

// Each row's entries in the columns of a block, but for its place in the file.
template <typename Block>
std::vector<std::string> ValuesOfColumns(const Block& block) {
  using google::protobuf::FieldDescriptor;
  const auto& reflection = *block.GetReflection();
  const int rows = block.entity_indexes_size();
  std::vector<std::string> values(rows);
  for (int i = 0; rows > 0 && i < block.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* const column = block.GetDescriptor()->field(i);
    if (!column->is_repeated() || column->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE ||
        column->name() == "lines" || column->name() == "entity_indexes" ||
        column->name() == "indicators") {
      continue;
    }
    const int width = reflection.FieldSize(block, column) / rows;
    for (int j = 0; j < width * rows; ++j) {
      const int64_t value = column->cpp_type() == FieldDescriptor::CPPTYPE_INT64
                                ? reflection.GetRepeatedInt64(block, column, j)
                            : column->cpp_type() == FieldDescriptor::CPPTYPE_ENUM
                                ? reflection.GetRepeatedEnumValue(block, column, j)
                                : reflection.GetRepeatedInt32(block, column, j);
      absl::StrAppend(&values[j / width], column->number(), ":", value, ";");
    }
  }
  return values;
}

// Rows that are messages, without the entity and the line.
template <typename Rows>
std::vector<std::string> ValuesOfMessages(const Rows& rows) {
  std::vector<std::string> values;
  values.reserve(rows.size());
  for (const auto& row : rows) {
    auto bare = row;
    for (const char* const name : {"entity", "line", "cds"}) {
      const auto* const field = bare.GetDescriptor()->FindFieldByName(name);
      if (field != nullptr) bare.GetReflection()->ClearField(&bare, field);
    }
    values.push_back(bare.SerializeAsString());
  }
  return values;
}

}  // namespace

std::vector<std::string> RowValues(const v1::Partition& partition) {
  switch (partition.contents_case()) {
    case v1::Partition::kMeasures:
      return ValuesOfColumns(partition.measures());
    case v1::Partition::kColors:
      return ValuesOfColumns(partition.colors());
    case v1::Partition::kLocalRatings:
      return ValuesOfMessages(partition.local_ratings().ratings());
    case v1::Partition::kAssistance:
      return ValuesOfMessages(partition.assistance().records());
    case v1::Partition::kSchoolSupport:
      return ValuesOfMessages(partition.school_support().records());
    case v1::Partition::kEquityMultiplier:
      return ValuesOfMessages(partition.equity_multiplier().records());
    case v1::Partition::kRequiredGoals:
      return ValuesOfMessages(partition.required_goals().records());
    case v1::Partition::kLowestPerformance:
      return ValuesOfMessages(partition.lowest_performance().entries());
    case v1::Partition::kRecords:
      return ValuesOfMessages(partition.records().records());
    case v1::Partition::kEntities:
      return std::vector<std::string>(partition.entities().entities_size());
    case v1::Partition::kStudentRecords:
    case v1::Partition::CONTENTS_NOT_SET:
      break;
  }
  return {};
}

std::vector<RowKey> RowKeys(const v1::Partition& partition) {
  std::vector<RowKey> keys;
  switch (partition.contents_case()) {
    case v1::Partition::kMeasures:
      return KeysOfColumns(partition.measures());
    case v1::Partition::kColors:
      return KeysOfColumns(partition.colors());
    case v1::Partition::kLocalRatings:
      return KeysOfEntities(partition.local_ratings().ratings());
    case v1::Partition::kAssistance:
      return KeysOfEntities(partition.assistance().records());
    case v1::Partition::kSchoolSupport:
      return KeysOfEntities(partition.school_support().records());
    case v1::Partition::kEquityMultiplier:
      return KeysOfEntities(partition.equity_multiplier().records());
    case v1::Partition::kRequiredGoals:
      return KeysOfEntities(partition.required_goals().records());
    case v1::Partition::kLowestPerformance:
      for (const v1::LowestPerformance& entry : partition.lowest_performance().entries()) {
        keys.push_back({CdsOf(entry.entity()), GroupCode(entry.student_group())});
      }
      return keys;
    case v1::Partition::kEntities:
      for (const auto& entity : partition.entities().entities()) {
        keys.push_back({.cds = CdsOf(entity), .group = {}});
      }
      return keys;
    case v1::Partition::kRecords:
      return KeysOfRecords(partition.records());
    case v1::Partition::kStudentRecords:
    case v1::Partition::CONTENTS_NOT_SET:
      return keys;
  }
  return keys;
}

}  // namespace sos::ingestion
