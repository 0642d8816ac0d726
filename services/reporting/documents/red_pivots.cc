// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/red_pivots.h"

#include <map>
#include <string>
#include <tuple>

#include "services/reporting/documents/red_results.h"

namespace sos::reporting {
namespace {

// Entities are in the order in which they come first.
class Places {
 public:
  int Of(const std::string& name) {
    return places_.emplace(name, static_cast<int>(places_.size())).first->second;
  }

 private:
  std::map<std::string, int> places_;
};

// A school without what the LEA beside it says: a state has tens of thousands of them, and a
// message a limit.
education::v1::Entity WithoutPlace(const education::v1::Entity& entity) {
  education::v1::Entity slim;
  slim.set_name(entity.name());
  slim.set_type(entity.type());
  slim.set_display_name(entity.display_name());
  return slim;
}

}  // namespace

void AddRedPivots(v1::RedList& list) {
  Places leas;
  Places entities;
  std::map<std::tuple<int, education::v1::StudentGroup, education::v1::Indicator>, v1::RedSchools>
      schools;
  std::map<std::tuple<int, education::v1::StudentGroup>, v1::RedIndicators> indicators;
  std::map<std::tuple<int, education::v1::Indicator>, v1::RedGroups> groups;
  for (const v1::RedResult& red : list.results()) {
    const education::v1::Entity lea = LeaOfRed(red.entity());
    v1::RedSchools& of_lea = schools[{leas.Of(lea.name()), red.student_group(), red.indicator()}];
    if (!of_lea.has_lea()) *of_lea.mutable_lea() = lea;
    of_lea.set_student_group(red.student_group());
    of_lea.set_indicator(red.indicator());
    if (red.level() == v1::RedResult::LEVEL_LEA_GROUP) {
      of_lea.set_lea_itself(true);
    } else {
      *of_lea.add_schools() = WithoutPlace(red.entity());
    }
    const int place = entities.Of(red.entity().name());
    v1::RedIndicators& of_group = indicators[{place, red.student_group()}];
    *of_group.mutable_entity() = red.entity();
    of_group.mutable_entity()->clear_county_name();
    of_group.set_student_group(red.student_group());
    of_group.add_indicators(red.indicator());
    v1::RedGroups& of_indicator = groups[{place, red.indicator()}];
    *of_indicator.mutable_entity() = red.entity();
    of_indicator.mutable_entity()->clear_county_name();
    of_indicator.set_indicator(red.indicator());
    of_indicator.add_student_groups(red.student_group());
  }
  for (auto& [key, row] : schools) *list.add_by_group_and_indicator() = std::move(row);
  for (auto& [key, row] : indicators) *list.add_by_school_and_group() = std::move(row);
  for (auto& [key, row] : groups) *list.add_by_school_and_indicator() = std::move(row);
}

}  // namespace sos::reporting
