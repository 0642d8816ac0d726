// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_CONVERT_PARTITION_BUILDER_H_
#define SOS_SERVICES_INGESTION_CONVERT_PARTITION_BUILDER_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/education/cds_code.h"
#include "common/memory/memory_budget.h"
#include "services/ingestion/domain/records.h"
#include "services/ingestion/domain/student/student_rows.h"
#include "sos/ingestion/v1/partition.pb.h"

namespace sos::ingestion {

// Identifies a partition. Ordered as partitions are streamed.
struct PartitionKey {
  CdsCode lea;
  Collection collection = Collection::kGraduation;
  int dashboard_year = 0;

  friend auto operator<=>(const PartitionKey&, const PartitionKey&) = default;
};

// The key of a partition that was made by a PartitionBuilder.
PartitionKey KeyOf(const v1::Partition& partition);

// The resource name: `partitions/graduation-2023-27102720000000`.
std::string PartitionName(const PartitionKey& key);

// Sorts the accepted rows of a file into partitions.
class PartitionBuilder : public RecordSink {
 public:
  // What is kept is counted in `memory`, unless that is null; it is for the reader to look there
  // and to end.
  explicit PartitionBuilder(MemoryAccount* memory = nullptr) : held_(memory) {}

  void OnMeasure(const MeasureRow& row) override;
  void OnLocalRating(const LocalRatingRow& row) override;
  void OnAssistance(const AssistanceRow& row) override;
  void OnLowestPerformance(const LowestPerformanceRow& row) override;
  void OnEntity(const EntityRow& row) override;
  void OnSchoolSupport(const SchoolSupportRow& row) override;
  void OnColor(const ColorRow& row) override;
  void OnEquityMultiplier(const EquityMultiplierRow& row) override;
  void OnRequiredGoal(const RequiredGoalRow& row) override;
  void OnRecord(const RecordRow& row) override;
  void OnStudentRecord(const StudentRecordRow& row) override;

  // Adds the student records of `part`, whose lines begin after `line_offset` others.
  void Append(PartitionBuilder&& part, int64_t line_offset);

  // Keeps ratings of local indicators as those of the agency itself: see SelfReflectionOf().
  void KeepAsSelfReflections();

  // Says of all partitions which columns the file had, and packs the columns of student records.
  // Called once, after the last row.
  void Finish();

  // The student records, while they are not packed yet.
  const std::map<PartitionKey, StudentRows>& student_rows() const { return student_rows_; }
  // The partitions, in order.
  const std::map<PartitionKey, v1::Partition>& partitions() const { return partitions_; }
  // The first line of each LEA's rows, other than student records.
  const std::map<CdsCode, int64_t>& first_lines() const { return first_lines_; }
  // The entities so far.
  const absl::flat_hash_map<CdsCode, education::v1::Entity>& entities() const { return entities_; }

 private:
  // A column that some rows of the file have is one of all its rows of that collection and year,
  // also of an LEA whose rows leave it blank.
  void ShareColumns();
  v1::Partition& PartitionOf(const PartitionKey& key);
  v1::Partition& PartitionOf(const RowHeader& row);
  // Counts a message that was added to a partition.
  void Count(const google::protobuf::Message& added);
  const education::v1::Entity& EntityOf(const RowHeader& row);
  int EntityIndex(const MeasureRow& row, v1::MeasureBlock& block);

  HeldMemory held_;
  std::map<PartitionKey, v1::Partition> partitions_;
  absl::flat_hash_map<CdsCode, education::v1::Entity> entities_;
  std::map<CdsCode, int64_t> first_lines_;
  // The partition of the row before: files are sorted by entity, mostly.
  PartitionKey last_key_;
  v1::Partition* last_partition_ = nullptr;
  // Where entities stand in blocks of columns.
  absl::flat_hash_map<std::pair<const void*, CdsCode>, int> entity_indexes_;
  std::map<PartitionKey, StudentRows> student_rows_;
  // The rows of the student record before, likewise.
  PartitionKey last_student_key_;
  StudentRows* last_student_rows_ = nullptr;
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_CONVERT_PARTITION_BUILDER_H_
