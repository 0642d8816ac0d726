// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/results/marked_partitions.h"

#include <algorithm>
#include <memory>

#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "common/education/cds_code.h"
#include "common/education/proto.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"
#include "services/indicator/results/disclosure_marks.h"

namespace sos::indicator {
namespace {

using ingestion::v1::Partition;

// More than any student group.
constexpr int64_t kGroups = 64;

// The code of an entity and a group in one number; negative for a name that is none.
int64_t RowNumber(absl::string_view entity_name, education::v1::StudentGroup group) {
  int64_t code = 0;
  if (!absl::ConsumePrefix(&entity_name, kEntityPrefix) || !absl::SimpleAtoi(entity_name, &code)) {
    return -1;
  }
  return code * kGroups + group;
}

int64_t RowNumber(const ingestion::v1::MeasureBlock& measures, int row) {
  return RowNumber(measures.entities(measures.entity_indexes(row)).entity().name(),
                   measures.student_groups(row));
}

}  // namespace

absl::Status VisitPartitions(MeasureSource& source, const ResultSelection& selection,
                             const Revision& revision, const Marking& marking,
                             const rpc::CallContext& context,
                             absl::FunctionRef<absl::Status(const Partition&, Marks)> visit) {
  if (!marking.marked) {
    return source.Visit(selection.partitions(), revision, context,
                        [&](const auto& message) -> absl::Status {
                          for (const Partition& partition : message.partitions()) {
                            SOS_RETURN_IF_ERROR(visit(partition, {}));
                          }
                          return absl::OkStatus();
                        });
  }
  SOS_ASSIGN_OR_RETURN(const EarlierMarks earlier,
                       EarlierMarks::Read(source, selection, marking.public_before, context));
  DisclosureMarks marks(selection.WantsAboveLeas());
  struct Waiting {
    Partition partition;
    std::shared_ptr<DisclosureMarks::Place> place;
  };
  std::vector<Waiting> above_leas;
  const auto mark = [&](const Partition& partition, DisclosureMarks::Place& place) -> absl::Status {
    auto of_rows = marks.Mark(partition, place);
    if (!selection.Wants(partition)) return absl::OkStatus();
    earlier.Restrict(partition, of_rows);
    return visit(partition, of_rows);
  };
  SOS_RETURN_IF_ERROR(
      source.Visit(WithWhatMarksRestOn(selection.partitions()), revision, context,
                   [&](auto message) -> absl::Status {
                     for (Partition& partition : *message.mutable_partitions()) {
                       auto place = marks.Announce(partition);
                       if (IsAboveLeas(partition)) {
                         above_leas.push_back({std::move(partition), std::move(place)});
                       } else {
                         SOS_RETURN_IF_ERROR(mark(partition, *place));
                       }
                     }
                     return absl::OkStatus();
                   }));
  // What is withheld of counties depends on their LEAs, and of the state on both.
  std::stable_partition(above_leas.begin(), above_leas.end(), [](const Waiting& waiting) {
    return waiting.partition.lea_cds() != CdsCode().text();
  });
  for (const Waiting& waiting : above_leas) {
    SOS_RETURN_IF_ERROR(mark(waiting.partition, *waiting.place));
  }
  return absl::OkStatus();
}

absl::StatusOr<StoredMarks> StoredMarks::Read(MeasureSource& source,
                                              const ResultSelection& selection,
                                              const Revision& revision,
                                              const std::vector<Revision>& public_before,
                                              const rpc::CallContext& context) {
  StoredMarks stored;
  SOS_RETURN_IF_ERROR(VisitPartitions(
      source, selection, revision, {.marked = true, .public_before = public_before}, context,
      [&](const Partition& partition, Marks marks) {
        auto& rows = stored.marks_[{partition.lea_cds(), static_cast<int>(partition.collection()),
                                    partition.dashboard_year()}];
        const ingestion::v1::MeasureBlock& measures = partition.measures();
        for (int row = 0; row < measures.entity_indexes_size(); ++row) {
          rows[RowNumber(measures, row)] = marks[row];
        }
        return absl::OkStatus();
      }));
  return stored;
}

education::v1::Disclosure StoredMarks::Of(const ResultId& key) const {
  const auto rows = marks_.find(
      {key.cds.Lea().ToString(), static_cast<int>(MeasuresOf(key.indicator)), key.dashboard_year});
  if (rows == marks_.end()) return education::v1::DISCLOSURE_WITHHELD;
  const auto found = rows->second.find(RowNumber(EntityName(key.cds), ToProto(key.group)));
  return found == rows->second.end() ? education::v1::DISCLOSURE_WITHHELD : found->second;
}

std::vector<education::v1::Disclosure> StoredMarks::Of(const Partition& partition) const {
  const ingestion::v1::MeasureBlock& measures = partition.measures();
  std::vector<education::v1::Disclosure> marks(measures.entity_indexes_size(),
                                               education::v1::DISCLOSURE_WITHHELD);
  const auto rows = marks_.find(
      {partition.lea_cds(), static_cast<int>(partition.collection()), partition.dashboard_year()});
  if (rows == marks_.end()) return marks;
  for (int row = 0; row < measures.entity_indexes_size(); ++row) {
    const auto found = rows->second.find(RowNumber(measures, row));
    if (found != rows->second.end()) marks[row] = found->second;
  }
  return marks;
}

void StoredMarks::Restrict(const Partition& partition,
                           std::vector<education::v1::Disclosure>& marks) const {
  const auto rows = marks_.find(
      {partition.lea_cds(), static_cast<int>(partition.collection()), partition.dashboard_year()});
  if (rows == marks_.end()) return;
  const ingestion::v1::MeasureBlock& measures = partition.measures();
  for (int row = 0; row < measures.entity_indexes_size(); ++row) {
    const auto found = rows->second.find(RowNumber(measures, row));
    // The values ascend with what they withhold.
    if (found != rows->second.end()) marks[row] = std::max(marks[row], found->second);
  }
}

absl::StatusOr<EarlierMarks> EarlierMarks::Read(MeasureSource& source,
                                                const ResultSelection& selection,
                                                const std::vector<Revision>& revisions,
                                                const rpc::CallContext& context) {
  EarlierMarks earlier;
  for (const Revision& revision : revisions) {
    SOS_ASSIGN_OR_RETURN(StoredMarks marks,
                         StoredMarks::Read(source, selection, revision, {}, context));
    earlier.marks_.push_back(std::move(marks));
  }
  return earlier;
}

void EarlierMarks::Restrict(const Partition& partition,
                            std::vector<education::v1::Disclosure>& marks) const {
  for (const StoredMarks& of_revision : marks_) of_revision.Restrict(partition, marks);
}

}  // namespace sos::indicator
