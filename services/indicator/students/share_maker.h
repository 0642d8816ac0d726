// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_STUDENTS_SHARE_MAKER_H_
#define SOS_SERVICES_INDICATOR_STUDENTS_SHARE_MAKER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/education/indicator.h"
#include "common/revision/revision.h"
#include "common/rpc/call.h"
#include "services/indicator/domain/rulebook.h"
#include "services/indicator/domain/students/tally.h"
#include "services/indicator/sources/measure_source.h"
#include "services/indicator/students/record_reader.h"

namespace sos::indicator {

// Which shares are wanted: by the rules of one Dashboard year, of one school year's records.
struct ShareTask {
  const Rulebook* rules = nullptr;
  int school_year = 0;
  // Each has a calculation in the rules.
  std::vector<Indicator> indicators;
  const records::Schools* schools = nullptr;
  Revision revision;
};

// Which records the shares of a task are made of.
RecordScope ScopeOf(const ShareTask& task);

// Makes the shares of LEAs. Implementations are thread-safe.
class ShareMaker {
 public:
  virtual ~ShareMaker() = default;

  // One entry an indicator of the task, each with an entry for each of `leas`.
  virtual absl::StatusOr<std::vector<records::SharesByLea>> Make(
      const ShareTask& task, absl::Span<const std::string> leas,
      const rpc::CallContext& context) = 0;
};

// Makes them here, from the records themselves.
class LocalShareMaker : public ShareMaker {
 public:
  // `stored` must outlive it.
  explicit LocalShareMaker(MeasureSource* stored) : stored_(stored) {}

  absl::StatusOr<std::vector<records::SharesByLea>> Make(const ShareTask& task,
                                                         absl::Span<const std::string> leas,
                                                         const rpc::CallContext& context) override;

 private:
  MeasureSource* const stored_;
};

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_STUDENTS_SHARE_MAKER_H_
