#ifndef SOS_SERVICES_INDICATOR_RECORDS_RECORD_MEASURE_SOURCE_H_
#define SOS_SERVICES_INDICATOR_RECORDS_RECORD_MEASURE_SOURCE_H_

#include <deque>
#include <map>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "services/indicator/measure_source.h"
#include "services/indicator/records/school_directory.h"
#include "services/indicator/records/year_counts.h"
#include "services/indicator/rulebook_library.h"

namespace sos::indicator {

// Measures from published files, and beside them those that are made from student records: for an
// LEA and year the published ones win, so that an estimate gives way to the state's own counts.
//
// Counts of a year are kept as long as the partitions they rest on stay as they are. Thread-safe.
class RecordMeasureSource : public MeasureSource {
 public:
  // `stored` and `rulebooks` must outlive the source.
  RecordMeasureSource(MeasureSource* stored, const RulebookLibrary* rulebooks, int worker_count)
      : stored_(stored), rulebooks_(rulebooks), worker_count_(worker_count) {}

  absl::Status Visit(
      const ingestion::v1::PartitionFilter& filter, int64_t revision,
      const rpc::CallContext& context,
      absl::FunctionRef<absl::Status(ingestion::v1::StreamPartitionsResponse)> visit) override;

 private:
  // Everything that a year's measures are made of.
  struct Year {
    // The year, and the partitions it rests on: changes when one of them does.
    std::string fingerprint;
    SchoolDirectory directory;
    YearCounts current;
    YearCounts prior;
  };

  // What is stored of records and directories at a revision.
  struct Inventory {
    struct Stored {
      Collections collections;
      // The names and revisions of the partitions.
      std::string fingerprint;
    };
    std::map<int, Stored> records_by_year;
  };

  absl::StatusOr<Inventory> TakeInventory(int64_t revision, const rpc::CallContext& context);
  // Null where no indicator of the year can be made from records.
  absl::StatusOr<std::shared_ptr<const Year>> CountedYear(int year, const Inventory& inventory,
                                                          int64_t revision,
                                                          const rpc::CallContext& context);

  MeasureSource* const stored_;
  const RulebookLibrary* const rulebooks_;
  const int worker_count_;
  absl::Mutex mutex_;
  // The years counted last, newest first.
  std::deque<std::shared_ptr<const Year>> years_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_RECORDS_RECORD_MEASURE_SOURCE_H_
