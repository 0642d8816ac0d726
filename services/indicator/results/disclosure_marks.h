// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_RESULTS_DISCLOSURE_MARKS_H_
#define SOS_SERVICES_INDICATOR_RESULTS_DISCLOSURE_MARKS_H_

#include <cstdint>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"
#include "common/education/cds_code.h"
#include "common/education/student_group.h"
#include "services/indicator/domain/disclosure.h"
#include "sos/indicator/v1/indicator_service.pb.h"
#include "sos/ingestion/v1/ingestion_service.pb.h"
#include "sos/ingestion/v1/partition.pb.h"

namespace sos::indicator {

// `partitions`, and what the marks of their rows rest on besides: the year before, and all LEAs
// below a county or the state.
ingestion::v1::PartitionFilter WithWhatMarksRestOn(ingestion::v1::PartitionFilter partitions);

// True for a partition of a county's rows or the state's.
bool IsAboveLeas(const ingestion::v1::Partition& partition);

// Says of the rows of partitions what callers without the right to counts may see. Thread-safe.
//
// Partitions must be announced in their order (a year after the one before) and marked each once,
// those of LEAs in any order, then those of counties, then the state's. Of several thousand LEAs at
// once, the state's rows are compared with the rows of LEAs, and not of every school.
class DisclosureMarks {
 public:
  // Where the marks of one partition will be, for the year after.
  struct Place {
    std::promise<void> marked;
    std::shared_future<void> is_marked = marked.get_future().share();
    // The withheld cells: code of the entity and group.
    absl::flat_hash_set<int64_t> withheld;
    // Null: the year before is not stored, or comes later; then the counts that this year's rows
    // repeat of it decide.
    std::shared_ptr<const Place> year_before;
  };

  // `for_counties_and_state` keeps all cells until their rows are marked. Without, these are
  // withheld.
  explicit DisclosureMarks(bool for_counties_and_state) : keeps_families_(for_counties_and_state) {}

  std::shared_ptr<Place> Announce(const ingestion::v1::Partition& partition);

  // Row by row. Waits for the year before.
  std::vector<education::v1::Disclosure> Mark(const ingestion::v1::Partition& partition,
                                              Place& place);

 private:
  // The cells of a partition, with what was decided on them.
  struct Family {
    CdsCode code;
    std::vector<DisclosedEntity> entities;
    std::vector<DisclosedCell> cells;
    std::vector<bool> withheld;
  };

  // Keeps what a county or the state above is decided by.
  void Keep(const ingestion::v1::Partition& partition, Family family);
  // A county's or the state's family with all that lies below it.
  Family WithAllBelow(const ingestion::v1::Partition& partition, Family above);

  const bool keeps_families_;
  absl::Mutex mutex_;
  // By LEA, collection and year.
  std::map<std::tuple<std::string, int, int>, std::shared_ptr<const Place>> places_
      ABSL_GUARDED_BY(mutex_);
  // By collection and year.
  std::map<std::pair<int, int>, std::vector<Family>> families_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_RESULTS_DISCLOSURE_MARKS_H_
