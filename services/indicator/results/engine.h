// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_RESULTS_ENGINE_H_
#define SOS_SERVICES_INDICATOR_RESULTS_ENGINE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/revision/revision.h"
#include "services/indicator/convert/convert.h"
#include "services/indicator/convert/rulebook_library.h"
#include "services/indicator/sources/measure_source.h"
#include "sos/indicator/v1/indicator_service.pb.h"

namespace sos::indicator {

// A filter of results, checked and ready for comparison.
class ResultSelection {
 public:
  // Returns FIELD_INVALID for a malformed name or an unknown value.
  static absl::StatusOr<ResultSelection> Create(const v1::ResultFilter& filter);

  // The partitions that can hold such results.
  const ingestion::v1::PartitionFilter& partitions() const { return partitions_; }

  // Whether a partition is one of them.
  bool Wants(const ingestion::v1::Partition& partition) const;
  bool Wants(const education::v1::Entity& entity) const;
  // Whether rows of counties or the state are asked for by name.
  bool WantsAboveLeas() const;
  bool Wants(education::v1::StudentGroup group) const {
    return groups_.empty() || groups_.contains(group);
  }

 private:
  ingestion::v1::PartitionFilter partitions_;
  absl::flat_hash_set<std::string> entities_;
  absl::flat_hash_set<int> groups_;
  bool lea_rows_only_ = false;
};

// A block for results of a partition by `rules` of `rulebook`, without any as yet.
// Says in `block` from how many LEAs the counts of a state's or county's partition were made.
void SetLeaCoverage(const ingestion::v1::Partition& partition, v1::ResultBlock& block);

v1::ResultBlock StartBlock(const ingestion::v1::Partition& partition,
                           const LoadedRulebook& rulebook, const IndicatorRules& rules,
                           const Revision& revision);

// Adds the result of a measure to a block: `entity` is its place in the block, `line` that of the
// measure in its file.
void AddResult(const Score& score, education::v1::StudentGroup group, int entity,
               const Measure& measure, int line, v1::ResultBlock& block);

// Computes the wanted results of one partition of measures. The block is empty if there are none,
// or if the partition's year has no rules for its indicator. `disclosures` has one entry per row of
// the measures, or none.
v1::ResultBlock ComputeBlock(const ingestion::v1::Partition& partition,
                             const RulebookLibrary& rulebooks, const ResultSelection& selection,
                             const Revision& revision,
                             absl::Span<const education::v1::Disclosure> disclosures = {});

// Which results ComputeAll() computes, and how.
struct Computation {
  const RulebookLibrary& rulebooks;
  const ResultSelection& selection;
  Revision revision;
  // Says of each result what callers without the right to counts may see.
  bool with_disclosures = false;
  int worker_count = 1;
};

// Computes all wanted results and passes them on in order, block by block. Partitions are computed
// on worker threads while others are being read.
absl::Status ComputeAll(MeasureSource& source, const Computation& computation,
                        const rpc::CallContext& context,
                        absl::FunctionRef<absl::Status(std::vector<v1::ResultBlock>)> visit);

// One row with everything that is known of it: what GetResult and ExplainResult answer from.
struct ScoredRow {
  // Keeps alive what `measure` points into.
  ingestion::v1::Partition partition;
  const LoadedRulebook* rulebook = nullptr;
  Measure measure;
  Score score;
  v1::Result result;
};

// Computes the single result `key`. Returns RESULT_NOT_FOUND if there is no such row.
absl::StatusOr<std::unique_ptr<ScoredRow>> ComputeOne(MeasureSource& source,
                                                      const RulebookLibrary& rulebooks,
                                                      const ResultId& key, const Revision& revision,
                                                      const rpc::CallContext& context);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_RESULTS_ENGINE_H_
