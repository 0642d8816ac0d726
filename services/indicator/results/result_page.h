// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_RESULTS_RESULT_PAGE_H_
#define SOS_SERVICES_INDICATOR_RESULTS_RESULT_PAGE_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "common/revision/revision.h"
#include "common/rpc/call.h"
#include "services/indicator/convert/rulebook_library.h"
#include "services/indicator/results/engine.h"
#include "services/indicator/results/marked_partitions.h"
#include "services/indicator/sources/measure_source.h"
#include "sos/indicator/v1/result.pb.h"

namespace sos::indicator {

// Some results of a list, and whether more follow.
struct ResultPage {
  std::vector<v1::Result> results;
  bool more = false;
};

// Whose results are listed: a caller who does not see all counts gets each with its mark.
struct ListCaller {
  Marking marking = {};
  SeesCounts sees_counts = {};
};

// The wanted results after the first `skip`, at most `size` of them, in the order in which
// ComputeAll() has them. Only these are computed, each once; where only some colors are wanted,
// those before them, too.
absl::StatusOr<ResultPage> ListResultPage(MeasureSource& source, const RulebookLibrary& rulebooks,
                                          const ResultSelection& selection,
                                          const Revision& revision, int64_t skip, int64_t size,
                                          const ListCaller& caller,
                                          const rpc::CallContext& context);

// Says in `result` what callers without the right to counts may see of it.
void SetDisclosure(education::v1::Disclosure disclosure, v1::Result& result);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_RESULTS_RESULT_PAGE_H_
