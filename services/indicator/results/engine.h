// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_RESULTS_ENGINE_H_
#define SOS_SERVICES_INDICATOR_RESULTS_ENGINE_H_

#include <cstdint>
#include <functional>
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

class StoredMarks;

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
  // Whether rows that `revision` wrote are wanted. Those made from student records (0) are.
  bool WantsWrittenBy(int64_t revision) const {
    return revision == 0 || revision > since_revision_;
  }
  // Whether only some colors are wanted, and which.
  bool WantsSomeColors() const { return !colors_.empty(); }
  bool Wants(education::v1::Color color) const {
    return colors_.empty() || colors_.contains(color);
  }

 private:
  ingestion::v1::PartitionFilter partitions_;
  absl::flat_hash_set<std::string> entities_;
  absl::flat_hash_set<int> groups_;
  absl::flat_hash_set<int> types_;
  absl::flat_hash_set<int> colors_;
  bool lea_rows_only_ = false;
  int64_t since_revision_ = 0;
};

// The revision that wrote the measures of a partition; 0 where they were made from student records.
int64_t WrittenRevision(const ingestion::v1::Partition& partition);

// Says in `block` from how many LEAs the counts of a state's or county's partition were made.
void SetLeaCoverage(const ingestion::v1::Partition& partition, v1::ResultBlock& block);

// A block for results of a partition by `rules` of `rulebook`, without any as yet.
v1::ResultBlock StartBlock(const ingestion::v1::Partition& partition,
                           const LoadedRulebook& rulebook, const IndicatorRules& rules,
                           const Revision& revision);

// Adds the result of a measure to a block: `entity` is its place in the block, `line` that of the
// measure in its file.
void AddResult(const Score& score, education::v1::StudentGroup group, int entity,
               const Measure& measure, int line, v1::ResultBlock& block);

// Copies what the status can be from a row of measures; nothing where they have no such columns.
void AddRange(const ingestion::v1::MeasureBlock& measures, int row, v1::ResultBlock& block);

// Whether a caller sees every count of an entity. Empty: of all.
using SeesCounts = std::function<bool(const education::v1::Entity&)>;

// Whether the color of a result is one of those wanted, for a caller who sees it. A color that is
// withheld is none of them.
bool WantsColor(const ResultSelection& selection, const SeesCounts& sees_counts,
                const education::v1::Entity& entity, education::v1::Disclosure disclosure,
                education::v1::Color color);

// Computes the wanted results of one partition of measures. The block is empty if there are none,
// or if the partition's year has no rules for its indicator. `disclosures` has one entry per row of
// the measures, or none.
v1::ResultBlock ComputeBlock(const ingestion::v1::Partition& partition,
                             const RulebookLibrary& rulebooks, const ResultSelection& selection,
                             const Revision& revision,
                             absl::Span<const education::v1::Disclosure> disclosures = {},
                             const SeesCounts& sees_counts = {});

// Which results ComputeAll() computes, and how.
struct Computation {
  const RulebookLibrary& rulebooks;
  const ResultSelection& selection;
  Revision revision;
  // Says of each result what callers without the right to counts may see.
  bool with_disclosures = false;
  // Marks to give the results, where their measures are not those that are stored. Null: they are.
  const StoredMarks* stored_marks = nullptr;
  // See Marking.
  std::vector<Revision> public_before = {};
  SeesCounts sees_counts = {};
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
