// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/correction.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "services/ingestion/domain/layout.h"
#include "services/ingestion/files/correction_columns.h"
#include "services/ingestion/files/row_keys.h"

namespace sos::ingestion {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Where a row of the merged partition comes from.
struct RowSource {
  bool corrected = false;
  int row = 0;
};

// The stored rows in their order, each with its correction if it has one, and then the new ones. Of
// the stored ones without a correction, those that `keeps` admits.
std::vector<RowSource> MergedOrder(const std::vector<RowKey>& stored,
                                   const std::vector<RowKey>& file,
                                   absl::FunctionRef<bool(const RowKey&)> keeps) {
  absl::flat_hash_map<RowKey, int> corrections;
  for (size_t i = 0; i < file.size(); ++i) corrections.try_emplace(file[i], static_cast<int>(i));
  std::vector<bool> placed(file.size());
  std::vector<RowSource> order;
  for (size_t i = 0; i < stored.size(); ++i) {
    const auto found = corrections.find(stored[i]);
    if (found == corrections.end()) {
      if (keeps(stored[i])) order.push_back({.corrected = false, .row = static_cast<int>(i)});
    } else if (!placed[found->second]) {
      placed[found->second] = true;
      order.push_back({.corrected = true, .row = found->second});
    }
  }
  for (size_t i = 0; i < file.size(); ++i) {
    const int row = static_cast<int>(i);
    if (!placed[i] && corrections.at(file[i]) == row) {
      order.push_back({.corrected = true, .row = row});
    }
  }
  return order;
}

// A file without a column of names does not take them away.
void KeepNames(const education::v1::Entity& stored, education::v1::Entity& corrected) {
  if (corrected.display_name().empty()) corrected.set_display_name(stored.display_name());
  if (corrected.district_name().empty()) corrected.set_district_name(stored.district_name());
  if (corrected.county_name().empty()) corrected.set_county_name(stored.county_name());
}

const education::v1::Entity& EntityOf(const education::v1::Entity& entity) { return entity; }
template <typename Row>
const education::v1::Entity& EntityOf(const Row& row) {
  return row.entity();
}
education::v1::Entity& MutableEntityOf(education::v1::Entity& entity) { return entity; }
template <typename Row>
education::v1::Entity& MutableEntityOf(Row& row) {
  return *row.mutable_entity();
}

// Rows that are messages about an entity.
template <typename Rows>
void MergeRows(const std::vector<RowSource>& order, const Rows& stored, Rows& file, Rows& merged) {
  absl::flat_hash_map<std::string, const education::v1::Entity*> known;
  for (const auto& row : stored) known.emplace(EntityOf(row).name(), &EntityOf(row));
  merged.Clear();
  for (const RowSource& source : order) {
    auto& row = *merged.Add();
    if (!source.corrected) {
      row = stored[source.row];
      continue;
    }
    row = std::move(file[source.row]);
    if (const auto found = known.find(EntityOf(row).name()); found != known.end()) {
      KeepNames(*found->second, MutableEntityOf(row));
    }
  }
}

// Adds the entities of the file's block to those of `merged`, corrects what they have in common,
// and makes the rows of `file` name them by their new places.
template <typename Block>
void MergeEntityTable(Block& file, Block& merged) {
  absl::flat_hash_map<std::string, int> places;
  for (int i = 0; i < merged.entities_size(); ++i) {
    places.emplace(EntityOf(merged.entities(i)).name(), i);
  }
  std::vector<int> place_of(file.entities_size());
  for (int i = 0; i < file.entities_size(); ++i) {
    auto& corrected = *file.mutable_entities(i);
    const auto [found, added] = places.emplace(EntityOf(corrected).name(), merged.entities_size());
    place_of[i] = found->second;
    if (added) {
      *merged.add_entities() = std::move(corrected);
    } else {
      KeepNames(EntityOf(merged.entities(found->second)), MutableEntityOf(corrected));
      *merged.mutable_entities(found->second) = std::move(corrected);
    }
  }
  for (int& index : *file.mutable_entity_indexes()) index = place_of[index];
}

void AddCell(const Message& from, const FieldDescriptor* column, int index, Message& to) {
  const Reflection& reflection = *from.GetReflection();
  switch (column->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection.AddInt64(&to, column, reflection.GetRepeatedInt64(from, column, index));
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.AddEnumValue(&to, column,
                                     reflection.GetRepeatedEnumValue(from, column, index));
    default:
      return reflection.AddInt32(&to, column, reflection.GetRepeatedInt32(from, column, index));
  }
}

// Blocks of columns. Every list of numbers is one but `indicators`, which says what the columns
// are; `colors` has several entries a row.
template <typename Block>
absl::Status MergeColumns(const std::vector<RowSource>& order, const Block& stored, Block& file,
                          Block& merged) {
  const int stored_rows = stored.entity_indexes_size();
  const int file_rows = file.entity_indexes_size();
  if (stored_rows == 0 || file_rows == 0) {
    merged = stored_rows == 0 ? file : stored;
    return absl::OkStatus();
  }
  merged = stored;
  MergeEntityTable(file, merged);
  const Reflection& reflection = *merged.GetReflection();
  for (int i = 0; i < merged.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* const column = merged.GetDescriptor()->field(i);
    if (!column->is_repeated() || column->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE ||
        column->name() == "indicators") {
      continue;
    }
    const int width = reflection.FieldSize(stored, column) / stored_rows;
    if (reflection.FieldSize(file, column) / file_rows != width) {
      return absl::FailedPreconditionError(
          absl::StrCat("what is stored and the file do not both have the column ", column->name()));
    }
    reflection.ClearField(&merged, column);
    for (const RowSource& source : order) {
      const Block& from = source.corrected ? file : stored;
      for (int j = 0; j < width; ++j) AddCell(from, column, source.row * width + j, merged);
    }
  }
  return absl::OkStatus();
}

// Facts stand beside the entities; an old partition may have none.
void MergeDirectory(const std::vector<RowSource>& order, const v1::EntityBlock& stored,
                    v1::EntityBlock& file, v1::EntityBlock& merged) {
  MergeRows(order, stored.entities(), *file.mutable_entities(), *merged.mutable_entities());
  merged.clear_facts();
  for (const RowSource& source : order) {
    const auto& facts = source.corrected ? file.facts() : stored.facts();
    v1::DirectoryFacts& added = *merged.add_facts();
    if (source.row < facts.size()) added = facts[source.row];
  }
}

// Puts the cells of the file's rows into the order of the stored columns, which are the same.
void ArrangeCells(const v1::RecordBlock& stored, v1::RecordBlock& file) {
  std::vector<int> places;
  for (const std::string& column : stored.columns()) {
    const auto found =
        std::find_if(file.columns().begin(), file.columns().end(), [&](const std::string& name) {
          return NormalizedColumn(name) == NormalizedColumn(column);
        });
    places.push_back(static_cast<int>(found - file.columns().begin()));
  }
  for (v1::Record& record : *file.mutable_records()) {
    v1::Record arranged;
    for (const int place : places) {
      arranged.add_cells(place < record.cells_size() ? record.cells(place) : "");
    }
    record.mutable_cells()->Swap(arranged.mutable_cells());
  }
}

void MergeRecords(const std::vector<RowSource>& order, const v1::RecordBlock& stored,
                  v1::RecordBlock& file, v1::RecordBlock& merged) {
  ArrangeCells(stored, file);
  merged.clear_records();
  for (const RowSource& source : order) {
    if (source.corrected) {
      merged.add_records()->Swap(file.mutable_records(source.row));
    } else {
      *merged.add_records() = stored.records(source.row);
    }
  }
}

}  // namespace

absl::StatusOr<v1::Partition> MergeCorrection(const v1::Partition& stored, v1::Partition file,
                                              absl::Span<const std::string> columns) {
  return MergeReplacement(stored, std::move(file), columns, [](const RowKey&) { return true; });
}

absl::StatusOr<v1::Partition> MergeReplacement(const v1::Partition& stored, v1::Partition file,
                                               absl::Span<const std::string> columns,
                                               absl::FunctionRef<bool(const RowKey&)> keeps) {
  if (stored.contents_case() != file.contents_case()) {
    return absl::FailedPreconditionError("what is stored are rows of another kind");
  }
  SOS_RETURN_IF_ERROR(CheckColumns(stored, file, columns));
  const std::vector<RowSource> order = MergedOrder(RowKeys(stored), RowKeys(file), keeps);
  v1::Partition merged = stored;
  merged.clear_revision();
  merged.clear_revision_identity();
  switch (stored.contents_case()) {
    case v1::Partition::kMeasures:
      SOS_RETURN_IF_ERROR(MergeColumns(order, stored.measures(), *file.mutable_measures(),
                                       *merged.mutable_measures()));
      break;
    case v1::Partition::kColors:
      SOS_RETURN_IF_ERROR(
          MergeColumns(order, stored.colors(), *file.mutable_colors(), *merged.mutable_colors()));
      break;
    case v1::Partition::kLocalRatings:
      MergeRows(order, stored.local_ratings().ratings(),
                *file.mutable_local_ratings()->mutable_ratings(),
                *merged.mutable_local_ratings()->mutable_ratings());
      break;
    case v1::Partition::kAssistance:
      MergeRows(order, stored.assistance().records(), *file.mutable_assistance()->mutable_records(),
                *merged.mutable_assistance()->mutable_records());
      break;
    case v1::Partition::kLowestPerformance:
      MergeRows(order, stored.lowest_performance().entries(),
                *file.mutable_lowest_performance()->mutable_entries(),
                *merged.mutable_lowest_performance()->mutable_entries());
      break;
    case v1::Partition::kSchoolSupport:
      MergeRows(order, stored.school_support().records(),
                *file.mutable_school_support()->mutable_records(),
                *merged.mutable_school_support()->mutable_records());
      break;
    case v1::Partition::kEquityMultiplier:
      MergeRows(order, stored.equity_multiplier().records(),
                *file.mutable_equity_multiplier()->mutable_records(),
                *merged.mutable_equity_multiplier()->mutable_records());
      break;
    case v1::Partition::kRequiredGoals:
      MergeRows(order, stored.required_goals().records(),
                *file.mutable_required_goals()->mutable_records(),
                *merged.mutable_required_goals()->mutable_records());
      break;
    case v1::Partition::kEntities:
      MergeDirectory(order, stored.entities(), *file.mutable_entities(),
                     *merged.mutable_entities());
      break;
    case v1::Partition::kRecords:
      MergeRecords(order, stored.records(), *file.mutable_records(), *merged.mutable_records());
      break;
    case v1::Partition::kStudentRecords:
    case v1::Partition::CONTENTS_NOT_SET:
      return absl::FailedPreconditionError("student records are replaced, not corrected");
  }
  return merged;
}

}  // namespace sos::ingestion
