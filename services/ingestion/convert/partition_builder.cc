// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/convert/partition_builder.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/column/column.h"
#include "services/ingestion/convert/convert.h"
#include "services/ingestion/domain/writer.h"

namespace sos::ingestion {
namespace {

constexpr int32_t kNoTenths = std::numeric_limits<int32_t>::min();

// What is counted beside the messages themselves, in bytes. Of a partition: its place in the map,
// its block, and the first room of its columns.
constexpr int64_t kPartitionBytes = 3072;
// Of an entity: its place in two hash maps that are half full, and one in a list.
constexpr int64_t kEntityBytes = 384;
// Of one row of measures, six numbers of 8 bytes and eleven of 4; of one row of colors, beside the
// colors.
constexpr int64_t kMeasureRowBytes = 6 * 8 + 11 * 4;
constexpr int64_t kColorRowBytes = 32;
// The columns of student records grow by half, but first to this many rows.
constexpr size_t kLeastRows = 16;

// The bytes that one more row takes beyond those of kPartitionBytes, where columns of `row_bytes` a
// row double when they are full.
int64_t GrowthBytes(int size, int64_t row_bytes) {
  const bool full = size >= 8 && (size & (size - 1)) == 0;
  return full ? size * row_bytes : 0;
}

// Makes room for more rows, for all columns at once. Returns the bytes that it takes.
int64_t Grow(StudentRows& rows) {
  const size_t before = rows.lines.capacity();
  const size_t capacity = std::max(kLeastRows, before + before / 2);
  rows.lines.reserve(capacity);
  for (std::vector<int64_t>& column : rows.numbers) column.reserve(capacity);
  return static_cast<int64_t>((capacity - before) * (rows.numbers.size() + 1) * sizeof(int64_t));
}

int32_t Column(std::optional<Tenths> value) {
  return value ? static_cast<int32_t>(value->count) : kNoTenths;
}

v1::Answer ToAnswer(std::optional<bool> answer) {
  if (!answer) return v1::ANSWER_UNSPECIFIED;
  return *answer ? v1::ANSWER_YES : v1::ANSWER_NO;
}

// Packs each column of the rows on its own.
void PackRows(const StudentRows& rows, v1::StudentRecordBlock& block) {
  block.set_row_count(static_cast<int64_t>(rows.size()));
  const auto add = [&](RecordField field, absl::Span<const int64_t> numbers) {
    column::PackedNumbers packed = column::PackNumbers(numbers);
    v1::StudentColumn& added = *block.add_columns();
    added.set_field(static_cast<v1::RecordField>(field));
    added.set_width(packed.width);
    added.set_base(packed.base);
    added.set_packed(std::move(packed.bytes));
  };
  for (size_t i = 0; i < rows.numbers.size(); ++i) add(rows.columns.numbers[i], rows.numbers[i]);
  add(RecordField::kLine, rows.lines);
  for (size_t i = 0; i < rows.texts.size(); ++i) {
    v1::StudentColumn& added = *block.add_columns();
    added.set_field(static_cast<v1::RecordField>(rows.columns.texts[i]));
    added.set_text(true);
    added.set_packed(column::PackText(rows.texts[i]));
  }
}

}  // namespace

PartitionKey KeyOf(const v1::Partition& partition) {
  return {.lea = CdsCode::Parse(partition.lea_cds()).value_or(CdsCode()),
          .collection = *FromProto(partition.collection()),
          .dashboard_year = partition.dashboard_year()};
}

std::string PartitionName(const PartitionKey& key) {
  return absl::StrCat("partitions/", kCollections.Code(key.collection), "-", key.dashboard_year,
                      "-", key.lea.text());
}

void PartitionBuilder::KeepAsSelfReflections() {
  std::map<PartitionKey, v1::Partition> kept;
  for (auto& [key, partition] : partitions_) {
    PartitionKey own = key;
    own.collection = SelfReflectionOf(key.collection).value_or(key.collection);
    partition.set_collection(ToProto(own.collection));
    partition.set_name(PartitionName(own));
    kept.emplace(own, std::move(partition));
  }
  partitions_ = std::move(kept);
  last_partition_ = nullptr;
}

v1::Partition& PartitionBuilder::PartitionOf(const PartitionKey& key) {
  if (last_partition_ != nullptr && key == last_key_) return *last_partition_;
  auto [it, added] = partitions_.try_emplace(key);
  if (added) {
    it->second.set_name(PartitionName(key));
    it->second.set_collection(ToProto(key.collection));
    it->second.set_dashboard_year(key.dashboard_year);
    it->second.set_lea_cds(key.lea.ToString());
    held_.Add(kPartitionBytes);
  }
  last_key_ = key;
  last_partition_ = &it->second;
  return it->second;
}

v1::Partition& PartitionBuilder::PartitionOf(const RowHeader& row) {
  const CdsCode lea = row.cds.Lea();
  if (last_partition_ == nullptr || lea != last_key_.lea) first_lines_.try_emplace(lea, row.line);
  return PartitionOf({lea, row.collection, row.dashboard_year});
}

const education::v1::Entity& PartitionBuilder::EntityOf(const RowHeader& row) {
  const auto found = entities_.find(row.cds);
  if (found != entities_.end()) return found->second;
  const education::v1::Entity& added = entities_.emplace(row.cds, ToEntity(row)).first->second;
  held_.Add(kEntityBytes);
  Count(added);
  return added;
}

void PartitionBuilder::Count(const google::protobuf::Message& added) {
  held_.Add(static_cast<int64_t>(added.SpaceUsedLong()));
}

int PartitionBuilder::EntityIndex(const MeasureRow& row, v1::MeasureBlock& block) {
  const auto [it, added] =
      entity_indexes_.try_emplace({&block, row.header.cds}, block.entities_size());
  if (added) {
    v1::MeasuredEntity& entity = *block.add_entities();
    *entity.mutable_entity() = EntityOf(row.header);
    entity.set_charter(row.header.charter);
    entity.set_county_office(row.header.county_office);
    entity.set_alternative(row.alternative);
    entity.set_school_type(std::string(row.school_type));
    Count(entity);
  }
  return it->second;
}

void PartitionBuilder::OnMeasure(const MeasureRow& row) {
  v1::MeasureBlock& block = *PartitionOf(row.header).mutable_measures();
  held_.Add(GrowthBytes(block.entity_indexes_size(), kMeasureRowBytes));
  block.add_entity_indexes(EntityIndex(row, block));
  block.add_student_groups(ToProto(row.group));
  block.add_flags(row.flags);
  block.add_current_numerators(row.current_numerator);
  block.add_current_denominators(row.current_denominator);
  block.add_prior_numerators(row.prior_numerator);
  block.add_prior_denominators(row.prior_denominator);
  block.add_current_test_counts(row.current_test_count);
  block.add_prior_test_counts(row.prior_test_count);
  block.add_current_status_tenths(Column(row.current_status));
  block.add_prior_status_tenths(Column(row.prior_status));
  block.add_change_tenths(Column(row.change));
  block.add_published_status_levels(row.published_status_level);
  block.add_published_change_levels(row.published_change_level);
  block.add_published_colors(row.published_color);
  block.add_published_boxes(row.published_box);
  block.add_lines(static_cast<int32_t>(row.header.line));
  if (row.status_level_published) block.set_status_level_published(true);
  if (row.change_published) block.set_change_published(true);
  if (row.color_published) block.set_color_published(true);
}

void PartitionBuilder::OnLocalRating(const LocalRatingRow& row) {
  v1::LocalRating& rating = *PartitionOf(row.header).mutable_local_ratings()->add_ratings();
  *rating.mutable_entity() = EntityOf(row.header);
  rating.set_priority(row.priority);
  rating.set_performance(ToProto(row.performance));
  Count(rating);
}

void PartitionBuilder::OnAssistance(const AssistanceRow& row) {
  v1::AssistanceRecord& record = *PartitionOf(row.header).mutable_assistance()->add_records();
  *record.mutable_entity() = EntityOf(row.header);
  for (const auto& [group, letter] : row.letters) {
    v1::GroupLetter& added = *record.add_group_letters();
    added.set_student_group(ToProto(group));
    added.set_letter(std::string(1, letter));
  }
  for (const StudentGroup group : row.listed_groups) record.add_listed_groups(ToProto(group));
  record.set_total_group_count(static_cast<int32_t>(row.total_group_count));
  for (const auto& [year, status] : row.statuses) {
    v1::YearStatus& added = *record.add_statuses();
    added.set_dashboard_year(year);
    added.set_status(std::string(status));
  }
  for (const auto& [method, met] : row.methods) {
    v1::MethodAnswer& added = *record.add_methods();
    added.set_method(method);
    added.set_met(met);
  }
  record.set_ec52072(ToAnswer(row.ec52072));
  record.set_ec52071f(ToAnswer(row.ec52071f));
  for (const auto& [group, letter] : row.prior_letters) {
    v1::GroupLetter& added = *record.add_prior_group_letters();
    added.set_student_group(ToProto(group));
    added.set_letter(std::string(1, letter));
  }
  record.set_prior_letters_listed(row.prior_letters_listed);
  record.set_ec47607(ToAnswer(row.ec47607));
  record.set_line(row.header.line);
  Count(record);
}

void PartitionBuilder::OnSchoolSupport(const SchoolSupportRow& row) {
  v1::SchoolSupportRecord& record =
      *PartitionOf(row.header).mutable_school_support()->add_records();
  *record.mutable_entity() = EntityOf(row.header);
  for (const auto& [year, received] : row.title_i) {
    v1::YearAnswer& added = *record.add_title_i();
    added.set_school_year(year);
    added.set_answer(ToAnswer(received));
  }
  for (const auto& [year, status] : row.statuses) {
    v1::YearStatus& added = *record.add_statuses();
    added.set_dashboard_year(year);
    added.set_status(std::string(status));
  }
  record.set_exit(std::string(row.exit));
  for (const StudentGroup group : row.flagged) record.add_flagged_groups(ToProto(group));
  for (const StudentGroup group : row.listed_groups) record.add_listed_groups(ToProto(group));
  record.set_total_group_count(static_cast<int32_t>(row.total_group_count));
  record.set_alternative(ToAnswer(row.alternative));
  record.set_colored(ToAnswer(row.colored));
  record.set_enrollment(row.enrollment);
  record.set_line(row.header.line);
  Count(record);
}

void PartitionBuilder::OnColor(const ColorRow& row) {
  v1::ColorBlock& block = *PartitionOf(row.header).mutable_colors();
  if (block.indicators().empty()) {
    for (const Indicator indicator : row.indicators) block.add_indicators(ToProto(indicator));
    block.set_title_i_school_year(row.title_i_school_year);
  }
  const auto [it, added] =
      entity_indexes_.try_emplace({&block, row.header.cds}, block.entities_size());
  if (added) {
    *block.add_entities() = EntityOf(row.header);
    Count(*block.entities().rbegin());
  }
  held_.Add(GrowthBytes(block.entity_indexes_size(),
                        kColorRowBytes + static_cast<int64_t>(row.colors.size() * sizeof(int))));
  block.add_entity_indexes(it->second);
  block.add_student_groups(ToProto(row.group));
  for (const Color color : row.colors) {
    block.add_colors(ToProto(color));
  }
  if (row.title_i_school_year != 0) block.add_title_i(ToAnswer(row.title_i));
  if (row.graduation_average_listed) {
    block.add_graduation_average_millionths(row.graduation_average);
  }
}

void PartitionBuilder::OnEquityMultiplier(const EquityMultiplierRow& row) {
  v1::EquityMultiplierRecord& record =
      *PartitionOf(row.header).mutable_equity_multiplier()->add_records();
  *record.mutable_entity() = EntityOf(row.header);
  record.set_nonstable_count(row.nonstable_count);
  record.set_enrollment(row.enrollment);
  record.set_disadvantaged_count(row.disadvantaged_count);
  record.set_classroom_based(ToAnswer(row.classroom_based));
  record.set_published_nonstability_millionths(row.published_nonstability);
  record.set_published_disadvantaged_millionths(row.published_disadvantaged);
  record.set_published_nonstability_met(ToAnswer(row.published_nonstability_met));
  record.set_published_disadvantaged_met(ToAnswer(row.published_disadvantaged_met));
  record.set_published_eligible(ToAnswer(row.published_eligible));
  record.set_published_entitlement_dollars(row.published_entitlement);
  record.set_adjustment_dollars(row.adjustment);
  record.set_statewide_rate(row.statewide_rate);
  record.set_line(row.header.line);
  Count(record);
}

void PartitionBuilder::OnRequiredGoal(const RequiredGoalRow& row) {
  v1::RequiredGoalRecord& record = *PartitionOf(row.header).mutable_required_goals()->add_records();
  *record.mutable_entity() = EntityOf(row.header);
  for (const StudentGroup group : row.groups) record.add_student_groups(ToProto(group));
  record.set_line(row.header.line);
  Count(record);
}

void PartitionBuilder::OnLowestPerformance(const LowestPerformanceRow& row) {
  v1::LowestPerformance& entry =
      *PartitionOf(row.header).mutable_lowest_performance()->add_entries();
  *entry.mutable_entity() = EntityOf(row.header);
  entry.set_student_group(ToProto(row.group));
  for (const Indicator indicator : row.indicators) entry.add_indicators(ToProto(indicator));
  Count(entry);
}

void PartitionBuilder::OnEntity(const EntityRow& row) {
  if (row.header.collection == Collection::kEntityDirectory) {
    // A directory lists no county and not the state, but they are what its entities are part of.
    RowHeader above = row.header;
    above.charter = above.county_office = false;
    above.cds = row.header.cds.County();
    EntityOf(above);
    above.cds = CdsCode();
    above.county_name = {};
    EntityOf(above);
  }
  v1::EntityBlock& block = *PartitionOf(row.header).mutable_entities();
  *block.add_entities() = EntityOf(row.header);
  v1::DirectoryFacts& facts = *block.add_facts();
  facts.set_charter(row.charter);
  facts.set_alternative(row.alternative);
  facts.set_district_type(std::string(row.district_type));
  facts.set_level(std::string(row.level));
  facts.set_funding_type(std::string(row.funding_type));
  facts.set_status(std::string(row.status));
  Count(*block.entities().rbegin());
  Count(facts);
}

void PartitionBuilder::OnRecord(const RecordRow& row) {
  v1::RecordBlock& block = *PartitionOf(row.header).mutable_records();
  if (block.columns_size() == 0) {
    for (const absl::string_view column : row.columns) block.add_columns(std::string(column));
    Count(block);
  }
  v1::Record& record = *block.add_records();
  record.set_cds(row.header.cds.ToString());
  for (const absl::string_view cell : row.cells) record.add_cells(std::string(cell));
  record.set_line(row.header.line);
  Count(record);
  EntityOf(row.header);
}

void PartitionBuilder::OnStudentRecord(const StudentRecordRow& row) {
  const PartitionKey key = {row.lea, row.collection, row.dashboard_year};
  if (last_student_rows_ == nullptr || key != last_student_key_) {
    last_student_key_ = key;
    last_student_rows_ = &student_rows_[key];
  }
  StudentRows& rows = *last_student_rows_;
  if (rows.lines.empty()) {
    rows.columns = *row.columns;
    rows.numbers.resize(row.numbers.size());
    rows.texts.resize(row.texts.size());
    held_.Add(kPartitionBytes);
  }
  if (rows.lines.size() == rows.lines.capacity()) held_.Add(Grow(rows));
  for (size_t i = 0; i < row.numbers.size(); ++i) rows.numbers[i].push_back(row.numbers[i]);
  for (size_t i = 0; i < row.texts.size(); ++i) {
    const size_t capacity = rows.texts[i].capacity();
    absl::StrAppend(&rows.texts[i], row.texts[i], "\n");
    held_.Add(static_cast<int64_t>(rows.texts[i].capacity() - capacity));
  }
  rows.lines.push_back(row.line);
}

void PartitionBuilder::Append(PartitionBuilder&& part, int64_t line_offset) {
  held_.Take(std::move(part.held_));
  for (auto& [key, rows] : part.student_rows_) {
    for (int64_t& line : rows.lines) line += line_offset;
    const auto [found, added] = student_rows_.try_emplace(key);
    StudentRows& all = found->second;
    if (added) {
      all = std::move(rows);
      continue;
    }
    // One column after the other, so that never all of them are there twice.
    for (size_t i = 0; i < rows.numbers.size(); ++i) {
      const std::vector<int64_t> more = std::exchange(rows.numbers[i], {});
      all.numbers[i].insert(all.numbers[i].end(), more.begin(), more.end());
    }
    for (size_t i = 0; i < rows.texts.size(); ++i) {
      all.texts[i] += std::exchange(rows.texts[i], std::string());
    }
    all.lines.insert(all.lines.end(), rows.lines.begin(), rows.lines.end());
  }
}

void PartitionBuilder::ShareColumns() {
  // By collection and year: whether rows tell of columns of the status level, of change and color.
  std::map<std::pair<Collection, int>, std::array<bool, 3>> told;
  for (const auto& [key, partition] : partitions_) {
    const v1::MeasureBlock& block = partition.measures();
    std::array<bool, 3>& of_file = told[{key.collection, key.dashboard_year}];
    of_file[0] = of_file[0] || block.status_level_published();
    of_file[1] = of_file[1] || block.change_published();
    of_file[2] = of_file[2] || block.color_published();
  }
  for (auto& [key, partition] : partitions_) {
    if (!partition.has_measures()) continue;
    const std::array<bool, 3>& of_file = told[{key.collection, key.dashboard_year}];
    v1::MeasureBlock& block = *partition.mutable_measures();
    block.set_status_level_published(of_file[0]);
    block.set_change_published(of_file[1]);
    block.set_color_published(of_file[2]);
  }
}

void PartitionBuilder::Finish() {
  ShareColumns();
  std::vector<std::pair<StudentRows*, v1::StudentRecordBlock*>> unpacked;
  unpacked.reserve(student_rows_.size());
  for (auto& [key, rows] : student_rows_) {
    unpacked.emplace_back(&rows, PartitionOf(key).mutable_student_records());
  }
  std::atomic<size_t> next = 0;
  const auto pack = [&] {
    for (size_t i = next++; i < unpacked.size(); i = next++) {
      PackRows(*unpacked[i].first, *unpacked[i].second);
      *unpacked[i].first = {};
    }
  };
  {
    const size_t workers = std::min<size_t>(std::thread::hardware_concurrency(), unpacked.size());
    std::vector<std::jthread> threads;
    for (size_t w = 1; w < workers; ++w) threads.emplace_back(pack);
    pack();
  }
  student_rows_.clear();
  last_student_rows_ = nullptr;
}

}  // namespace sos::ingestion
