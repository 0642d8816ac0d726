// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_RESULTS_MARKED_PARTITIONS_H_
#define SOS_SERVICES_INDICATOR_RESULTS_MARKED_PARTITIONS_H_

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/types/span.h"
#include "common/revision/revision.h"
#include "common/rpc/call.h"
#include "services/indicator/results/engine.h"
#include "services/indicator/sources/measure_source.h"

namespace sos::indicator {

// What callers without the right to counts may see of the rows of a partition, row by row. Empty
// where nobody asked.
using Marks = absl::Span<const education::v1::Disclosure>;

// Whether rows are marked, and by what besides their own revision.
struct Marking {
  bool marked = false;
  // The revisions before it that everybody may read, too (Revisions::PublicBefore): what is
  // withheld in one of them stays withheld.
  std::vector<Revision> public_before;
};

// Visits the partitions of `selection` in their order; if they are marked, with the marks of their
// rows, and then those of counties and of the state come last. Ends with the first error of
// `visit`.
absl::Status VisitPartitions(
    MeasureSource& source, const ResultSelection& selection, const Revision& revision,
    const Marking& marking, const rpc::CallContext& context,
    absl::FunctionRef<absl::Status(const ingestion::v1::Partition&, Marks)> visit);

// The marks of measures as they are stored, for answers about measures as they might be: a number
// that is withheld may not be found by changing others.
class StoredMarks {
 public:
  static absl::StatusOr<StoredMarks> Read(MeasureSource& source, const ResultSelection& selection,
                                          const Revision& revision,
                                          const std::vector<Revision>& public_before,
                                          const rpc::CallContext& context);

  // Row by row; a row that is not stored is withheld.
  std::vector<education::v1::Disclosure> Of(const ingestion::v1::Partition& partition) const;
  // Of one result; a row that is not stored is withheld.
  education::v1::Disclosure Of(const ResultId& key) const;

  // Withholds in `marks` of `partition` what is withheld here. Rows that are not stored here stay
  // as they are.
  void Restrict(const ingestion::v1::Partition& partition,
                std::vector<education::v1::Disclosure>& marks) const;

 private:
  // The code of the LEA, the collection, the Dashboard year.
  using PartitionKey = std::tuple<std::string, int, int>;
  // By the code of the entity and the group, in one number: a state has a million rows.
  using MarksOfRows = absl::flat_hash_map<int64_t, education::v1::Disclosure>;

  std::map<PartitionKey, MarksOfRows> marks_;
};

// The marks of earlier revisions that everybody may read.
class EarlierMarks {
 public:
  static absl::StatusOr<EarlierMarks> Read(MeasureSource& source, const ResultSelection& selection,
                                           const std::vector<Revision>& revisions,
                                           const rpc::CallContext& context);

  // See StoredMarks::Restrict.
  void Restrict(const ingestion::v1::Partition& partition,
                std::vector<education::v1::Disclosure>& marks) const;

 private:
  std::vector<StoredMarks> marks_;
};

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_RESULTS_MARKED_PARTITIONS_H_
