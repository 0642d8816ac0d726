// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_ANALYSIS_SIMULATION_H_
#define SOS_SERVICES_ELIGIBILITY_ANALYSIS_SIMULATION_H_

#include <vector>

#include "common/revision/revision.h"
#include "services/eligibility/analysis/decisions.h"
#include "sos/eligibility/v1/outlook.pb.h"

namespace sos::eligibility {

// What other rules, or other measures, make of one year.
struct Simulation {
  // Only entities whose status or groups differ.
  std::vector<v1::Transition> transitions;
  v1::SimulationSummary summary;
};

// Compares the same entities before and after. An entity that only one side has is undecided on the
// other.
Simulation Compare(const Decisions& before, const Decisions& after, const Revision& revision);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_ANALYSIS_SIMULATION_H_
