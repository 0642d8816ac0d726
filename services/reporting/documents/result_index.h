// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOCUMENTS_RESULT_INDEX_H_
#define SOS_SERVICES_REPORTING_DOCUMENTS_RESULT_INDEX_H_

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "services/reporting/documents/cells.h"
#include "services/reporting/sentences/whole_group.h"
#include "sos/indicator/v1/result.pb.h"

namespace sos::reporting {

// Results of blocks by whose they are. The blocks must outlive the index.
class ResultIndex {
 public:
  // The place of a result.
  struct Place {
    const indicator::v1::ResultBlock* block = nullptr;
    int row = 0;
  };

  explicit ResultIndex(const std::vector<indicator::v1::ResultBlock>& blocks) {
    for (const auto& block : blocks) {
      for (int i = 0; i < block.student_groups_size(); ++i) {
        places_[{block.entities(block.entity_indexes(i)).name(), block.student_groups(i),
                 block.indicator(), block.dashboard_year()}] = {&block, i};
      }
    }
  }

  // Null as `block` where there is none. Of all students, English learner progress stands with
  // English learners.
  Place Find(const std::string& entity_name, education::v1::StudentGroup group,
             education::v1::Indicator indicator, int dashboard_year) const {
    const auto whole = group == education::v1::STUDENT_GROUP_ALL ? WholeGroup(indicator) : group;
    const auto found = places_.find({entity_name, whole, indicator, dashboard_year});
    return found == places_.end() ? Place() : found->second;
  }

  // What everybody may see of it; a cell of STATE_ABSENT where there is none.
  ResultFacts FactsAt(const std::string& entity_name, education::v1::StudentGroup group,
                      education::v1::Indicator indicator, int dashboard_year) const {
    const Place place = Find(entity_name, group, indicator, dashboard_year);
    if (place.block != nullptr) return FactsOf(*place.block, place.row);
    ResultFacts facts;
    facts.indicator = indicator;
    facts.student_group = group;
    facts.dashboard_year = dashboard_year;
    facts.cell.set_state(v1::Cell::STATE_ABSENT);
    facts.cell.set_student_count(-1);
    return facts;
  }

 private:
  std::map<std::tuple<std::string, int, int, int>, Place> places_;
};

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_DOCUMENTS_RESULT_INDEX_H_
