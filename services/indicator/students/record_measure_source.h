// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_STUDENTS_RECORD_MEASURE_SOURCE_H_
#define SOS_SERVICES_INDICATOR_STUDENTS_RECORD_MEASURE_SOURCE_H_

#include <cstdint>
#include <deque>
#include <list>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/revision/revision.h"
#include "services/indicator/convert/rulebook_library.h"
#include "services/indicator/sources/measure_source.h"
#include "services/indicator/students/record_inventory.h"
#include "services/indicator/students/school_directory.h"
#include "services/indicator/students/year_counts.h"

namespace sos::indicator {

// The students of one entity, and the directory that numbers their schools.
struct CountedEntity {
  std::vector<records::StudentAt> students;
  std::shared_ptr<const SchoolDirectory> directory;
};

// Measures from published files, and beside them those that are made from student records: for an
// LEA and year the published ones win, so that an estimate gives way to the state's own counts.
//
// The same holds for the year before. The years that were asked for last are kept counted; when an
// LEA's records change, that LEA is counted again. Thread-safe.
class RecordMeasureSource : public MeasureSource {
 public:
  // All must outlive the source.
  RecordMeasureSource(MeasureSource* stored, const RulebookLibrary* rulebooks, ShareMaker* shares,
                      int worker_count)
      : stored_(stored), rulebooks_(rulebooks), shares_(shares), worker_count_(worker_count) {}

  absl::Status Visit(
      const ingestion::v1::PartitionFilter& filter, const Revision& revision,
      const rpc::CallContext& context,
      absl::FunctionRef<absl::Status(ingestion::v1::StreamPartitionsResponse)> visit) override;

  // What is stored of student records at a revision.
  absl::StatusOr<std::shared_ptr<const RecordInventory>> Inventory(const Revision& revision,
                                                                   const rpc::CallContext& context);

  // Everyone who has a share in an entity's rate, whether or not the state has published it.
  // Returns RESULT_NOT_FOUND if no student records make it.
  absl::StatusOr<CountedEntity> StudentsAt(const CdsCode& entity, int dashboard_year,
                                           Indicator indicator, const Revision& revision,
                                           const rpc::CallContext& context);

  // The directory of schools of a revision. Null where no records are stored.
  absl::StatusOr<std::shared_ptr<const SchoolDirectory>> Directory(const Revision& revision,
                                                                   const rpc::CallContext& context);

  // Whether a directory of schools is stored, without which no record counts.
  absl::StatusOr<bool> HasSchools(const Revision& revision, const rpc::CallContext& context);

  // What the measures are made of.
  MeasureSource& stored() { return *stored_; }

 private:
  // Everything that is stored at a revision but the records themselves.
  struct Stock {
    std::shared_ptr<const RecordInventory> inventory;
    std::shared_ptr<const SchoolDirectory> directory;
  };
  // A Dashboard year's counts and those of the year before, by the same rules.
  struct CountedYear {
    int dashboard_year;
    // Of which view; empty for all LEAs.
    std::string view;
    std::shared_ptr<const SchoolDirectory> directory;
    YearCounts current;
    YearCounts prior;
  };
  // What a year's measures are made of. Empty where no indicator can be made from records.
  struct YearMeasures {
    std::shared_ptr<const SchoolDirectory> directory;
    YearCounts::Counts current;
    YearCounts::Counts prior;
  };

  // A collection, year and LEA that the state has published.
  using PartitionKey = std::tuple<int, int, std::string>;

  // Sends the measures that are made from records at a revision, but for those that are published,
  // of entities that are wanted.
  absl::Status SendMeasures(
      const ingestion::v1::PartitionFilter& filter, const Revision& revision,
      const rpc::CallContext& context, const std::set<PartitionKey>& published,
      absl::FunctionRef<bool(int dashboard_year, const CdsCode& lea)> is_wanted,
      absl::FunctionRef<absl::Status(ingestion::v1::StreamPartitionsResponse)> visit);
  absl::StatusOr<Stock> TakeStock(const Revision& revision, const rpc::CallContext& context)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::StatusOr<YearMeasures> Measures(int dashboard_year, const Revision& revision,
                                        const rpc::CallContext& context);
  // The year's counts as of `revision`. Null where there is no rulebook of the year.
  absl::StatusOr<CountedYear*> Counted(int dashboard_year, const Revision& revision,
                                       const rpc::CallContext& context)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Lets go of the years that were counted first, as long as there are too many shares.
  void MakeRoom() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Takes LEAs of whose fifth-year graduates of `year` nothing is known out of last year's counts
  // of graduation.
  static void DropWithoutFifthYear(const Rulebook& rules, const RecordInventory& inventory,
                                   int year, YearMeasures& measures);
  // Puts the published counts of the year before in the place of those made from records.
  absl::Status AddPublishedPriors(const ingestion::v1::PartitionFilter& filter,
                                  const Rulebook& rules, const YearStock& stock,
                                  const Revision& revision, const rpc::CallContext& context,
                                  YearMeasures& measures);

  MeasureSource* const stored_;
  const RulebookLibrary* const rulebooks_;
  ShareMaker* const shares_;
  const int worker_count_;
  absl::Mutex mutex_;
  // The newest first.
  std::deque<Stock> stocks_ ABSL_GUARDED_BY(mutex_);
  // The one that was asked for last first.
  std::list<CountedYear> years_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_STUDENTS_RECORD_MEASURE_SOURCE_H_
