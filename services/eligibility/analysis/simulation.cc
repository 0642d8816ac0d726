// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/analysis/simulation.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/revision/revision.h"
#include "services/eligibility/convert/determination.h"
#include "services/eligibility/convert/enums.h"

namespace sos::eligibility {
namespace {

// Lower ends of the ranges of enrollment.
constexpr int64_t kSizes[] = {0, 100, 500, 1'000, 2'500, 5'000, 10'000, 25'000, 50'000, 100'000};

std::set<StudentGroup> GroupsOf(const Decision* decision) {
  std::set<StudentGroup> groups;
  if (decision == nullptr) return groups;
  for (const GroupAnswer& group : decision->determination.groups) {
    if (group.outcome == Outcome::kMet) groups.insert(group.group);
  }
  return groups;
}

Outcome EligibilityOf(const Decision* decision) {
  return decision == nullptr ? Outcome::kInsufficientData : decision->determination.eligibility;
}

v1::Transition::Kind KindOf(Outcome before, Outcome after) {
  if (before == Outcome::kInsufficientData || after == Outcome::kInsufficientData) {
    return v1::Transition::KIND_UNDECIDED;
  }
  if (before == Outcome::kMet) {
    return after == Outcome::kMet ? v1::Transition::KIND_STAYS : v1::Transition::KIND_LEAVES;
  }
  return after == Outcome::kMet ? v1::Transition::KIND_ENTERS : v1::Transition::KIND_OUT;
}

void Count(v1::Transition::Kind kind, int64_t enrollment, v1::TransitionCounts& counts) {
  const int64_t students = std::max<int64_t>(enrollment, 0);
  switch (kind) {
    case v1::Transition::KIND_ENTERS:
      counts.set_entering(counts.entering() + 1);
      counts.set_entering_enrollment(counts.entering_enrollment() + students);
      break;
    case v1::Transition::KIND_STAYS:
      counts.set_staying(counts.staying() + 1);
      counts.set_staying_enrollment(counts.staying_enrollment() + students);
      break;
    case v1::Transition::KIND_LEAVES:
      counts.set_leaving(counts.leaving() + 1);
      counts.set_leaving_enrollment(counts.leaving_enrollment() + students);
      break;
    case v1::Transition::KIND_OUT:
      counts.set_out(counts.out() + 1);
      break;
    default:
      counts.set_undecided(counts.undecided() + 1);
      break;
  }
}

class Comparison {
 public:
  Comparison(const Rulebook& rules, const Revision& revision) : rules_(rules) {
    simulation_.summary.set_program(ToProto(rules.program));
    simulation_.summary.set_dashboard_year(rules.dashboard_year);
    SetRevision(revision, simulation_.summary);
  }

  // Either side may be null, not both.
  void Add(const Decision* before, const Decision* after) {
    const Decision& any = before != nullptr ? *before : *after;
    const int64_t enrollment = any.history->YearOf(rules_.dashboard_year).enrollment;
    const v1::Transition::Kind kind = KindOf(EligibilityOf(before), EligibilityOf(after));
    Count(kind, enrollment, *simulation_.summary.mutable_total());
    CountyCounts& county = counties_[std::string(any.history->cds.county())];
    county.name = any.entity->county_name();
    Count(kind, enrollment, county.counts);
    if (enrollment >= 0) {
      const auto* const size =
          std::prev(std::upper_bound(std::begin(kSizes), std::end(kSizes), enrollment));
      Count(kind, enrollment, sizes_[*size]);
    }
    const std::set<StudentGroup> groups_before = GroupsOf(before);
    const std::set<StudentGroup> groups_after = GroupsOf(after);
    CountGroups(groups_before, groups_after);
    const std::string status_before = before == nullptr ? "" : before->determination.status;
    const std::string status_after = after == nullptr ? "" : after->determination.status;
    if (status_before == status_after && groups_before == groups_after) return;
    v1::Transition& transition = simulation_.transitions.emplace_back();
    *transition.mutable_entity() = *any.entity;
    transition.set_dashboard_year(rules_.dashboard_year);
    transition.set_kind(kind);
    transition.set_status_before(status_before);
    transition.set_status_after(status_after);
    for (const StudentGroup group : groups_before) transition.add_groups_before(ToProto(group));
    for (const StudentGroup group : groups_after) transition.add_groups_after(ToProto(group));
    transition.set_enrollment(enrollment);
  }

  Simulation Finish() {
    for (auto& [code, county] : counties_) {
      v1::CountyTransitions& added = *simulation_.summary.add_counties();
      added.set_county_code(code);
      added.set_county_name(county.name);
      *added.mutable_counts() = std::move(county.counts);
    }
    for (auto& [group, counts] : groups_) {
      *simulation_.summary.add_groups() = std::move(counts);
    }
    for (auto& [size, counts] : sizes_) {
      v1::EnrollmentTransitions& added = *simulation_.summary.add_sizes();
      added.set_minimum_enrollment(size);
      *added.mutable_counts() = std::move(counts);
    }
    return std::move(simulation_);
  }

 private:
  struct CountyCounts {
    std::string name;
    v1::TransitionCounts counts;
  };

  void CountGroups(const std::set<StudentGroup>& before, const std::set<StudentGroup>& after) {
    std::set<StudentGroup> either = before;
    either.insert(after.begin(), after.end());
    for (const StudentGroup group : either) {
      v1::GroupTransitions& counts = groups_[group];
      counts.set_student_group(ToProto(group));
      if (!before.contains(group)) {
        counts.set_entering(counts.entering() + 1);
      } else if (after.contains(group)) {
        counts.set_staying(counts.staying() + 1);
      } else {
        counts.set_leaving(counts.leaving() + 1);
      }
    }
  }

  const Rulebook& rules_;
  Simulation simulation_;
  std::map<std::string, CountyCounts> counties_;
  std::map<StudentGroup, v1::GroupTransitions> groups_;
  std::map<int64_t, v1::TransitionCounts> sizes_;
};

}  // namespace

Simulation Compare(const Decisions& before, const Decisions& after, const Revision& revision) {
  Comparison comparison(before.rulebook->rules, revision);
  auto old_one = before.entities.begin();
  auto new_one = after.entities.begin();
  while (old_one != before.entities.end() || new_one != after.entities.end()) {
    const bool no_old =
        old_one == before.entities.end() ||
        (new_one != after.entities.end() && new_one->history->cds < old_one->history->cds);
    const bool no_new = !no_old && (new_one == after.entities.end() ||
                                    old_one->history->cds < new_one->history->cds);
    comparison.Add(no_old ? nullptr : &*old_one, no_new ? nullptr : &*new_one);
    if (!no_old) ++old_one;
    if (!no_new) ++new_one;
  }
  return comparison.Finish();
}

}  // namespace sos::eligibility
