// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_ANALYSIS_HISTORY_ANSWERS_H_
#define SOS_SERVICES_ELIGIBILITY_ANALYSIS_HISTORY_ANSWERS_H_

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "services/eligibility/analysis/decisions.h"
#include "sos/eligibility/v1/outlook.pb.h"

namespace sos::eligibility {

// Puts the years of a program together: entity by entity, and as flows between states.
class HistoryBuilder {
 public:
  explicit HistoryBuilder(Program program) : program_(program) {}

  // Adds the next year. Where a status is undecided, `published` (the same year, on what the state
  // published) stands in.
  void AddYear(const Decisions& results, const Decisions& published);

  // By code of the entity.
  std::vector<v1::History> Histories() const;
  std::vector<v1::Flow> Flows() const;

 private:
  struct Entity {
    education::v1::Entity entity;
    std::map<int, v1::HistoryYear> years;
  };

  const Program program_;
  std::vector<int> years_;
  std::map<CdsCode, Entity> entities_;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_ANALYSIS_HISTORY_ANSWERS_H_
