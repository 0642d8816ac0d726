// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_RESULTS_CHANGED_MEASURES_H_
#define SOS_SERVICES_INDICATOR_RESULTS_CHANGED_MEASURES_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/revision/revision.h"
#include "services/indicator/convert/convert.h"
#include "services/indicator/sources/measure_source.h"
#include "sos/indicator/v1/measure_change.pb.h"

namespace sos::indicator {

// The most changes of one request.
inline constexpr int kMaxChanges = 10'000;

// Measures of another source, some of them as they might be. A change of a year of which the LEA
// has nothing stored is an estimate: the year before gives the kind of school and the prior
// numbers.
class ChangedMeasureSource : public MeasureSource {
 public:
  // Checks names and numbers. Returns FIELD_INVALID or FIELD_REQUIRED. `source` must outlive the
  // answer.
  static absl::StatusOr<ChangedMeasureSource> Create(
      MeasureSource* source, const google::protobuf::RepeatedPtrField<v1::MeasureChange>& changes);

  // Also returns FIELD_INVALID for a change whose row is not there.
  absl::Status Visit(
      const ingestion::v1::PartitionFilter& filter, const Revision& revision,
      const rpc::CallContext& context,
      absl::FunctionRef<absl::Status(ingestion::v1::StreamPartitionsResponse)> visit) override;

 private:
  // A year of an LEA's measures of one indicator.
  struct PartitionId {
    std::string lea;
    int collection = 0;
    int dashboard_year = 0;

    friend auto operator<=>(const PartitionId&, const PartitionId&) = default;
  };
  struct Change {
    ResultId key;
    v1::MeasureChange proto;
  };

  explicit ChangedMeasureSource(MeasureSource* source) : source_(source) {}

  absl::Status Apply(const std::vector<Change>& changes, ingestion::v1::MeasureBlock& block) const;
  absl::StatusOr<ingestion::v1::Partition> Estimated(const PartitionId& id,
                                                     const std::vector<Change>& changes,
                                                     const Revision& revision,
                                                     const rpc::CallContext& context) const;

  MeasureSource* const source_;
  std::map<PartitionId, std::vector<Change>> changes_;
};

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_RESULTS_CHANGED_MEASURES_H_
