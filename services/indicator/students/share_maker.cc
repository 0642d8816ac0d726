// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/students/share_maker.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "common/status/macros.h"
#include "services/indicator/domain/students/share.h"

namespace sos::indicator {
namespace {

using records::Calculation;
using records::CohortRules;
using records::CollegeCareerRules;
using records::LanguageProgressRules;
using records::LeaRecords;
using records::Share;
using records::SuspensionRules;
using records::TestScoreRules;

// Enrolled shares, kept for the next indicator that counts the same students in the same groups.
struct EnrolledOnce {
  const Calculation* calculation = nullptr;
  std::vector<Share> shares;

  bool Serves(const Calculation& other) const {
    return calculation != nullptr && calculation->enrollment == other.enrollment &&
           calculation->groups == other.groups;
  }
};

std::vector<Share> SharesOf(const LeaRecords& lea, const Calculation& calculation,
                            const records::Membership& membership, const records::Schools& schools,
                            EnrolledOnce& enrolled) {
  const records::ShareContext context{schools, calculation.enrollment, membership};
  if (const auto* cohort = std::get_if<CohortRules>(&calculation.method)) {
    return GraduationShares(lea, context, *cohort);
  }
  if (const auto* college_career = std::get_if<CollegeCareerRules>(&calculation.method)) {
    return CollegeCareerShares(lea, context, *college_career);
  }
  if (const auto* progress = std::get_if<LanguageProgressRules>(&calculation.method)) {
    return LanguageShares(lea, context, *progress);
  }
  if (const TestScoreRules* scores = calculation.points(); scores != nullptr) {
    return PointShares(lea, context, *scores);
  }
  if (!enrolled.Serves(calculation)) enrolled = {&calculation, EnrolledShares(lea, context)};
  if (const auto* suspension = std::get_if<SuspensionRules>(&calculation.method)) {
    return WithSuspensions(lea, schools, *suspension, enrolled.shares);
  }
  return WithAbsences(lea, schools, enrolled.shares);
}

}  // namespace

RecordScope ScopeOf(const ShareTask& task) {
  RecordScope scope{.school_year = task.school_year, .first_year = task.school_year};
  for (const Indicator indicator : task.indicators) {
    const Calculation& calculation = *task.rules->Find(indicator)->calculation;
    // From when to when students were enrolled.
    scope.with_exits = scope.with_exits || calculation.points() != nullptr;
    const CohortRules* const cohort = calculation.cohort();
    if (cohort == nullptr) continue;
    // Those of the class before look back from their own last year.
    scope.first_year = std::min(
        scope.first_year, task.school_year - records::Membership(calculation.groups).SchoolYears());
    scope.with_exits = scope.with_exits || cohort->one_year.has_value();
    if (const auto* const rules = std::get_if<CollegeCareerRules>(&calculation.method)) {
      // Of the class before, too.
      scope.first_test_year = task.school_year - 1 - rules->tested_years_before;
    }
  }
  return scope;
}

absl::StatusOr<std::vector<records::SharesByLea>> LocalShareMaker::Make(
    const ShareTask& task, absl::Span<const std::string> leas, const rpc::CallContext& context) {
  SOS_ASSIGN_OR_RETURN(const auto records_by_lea,
                       ReadLeas(*stored_, leas, ScopeOf(task), task.revision, context));
  std::vector<records::SharesByLea> shares(task.indicators.size());
  std::vector<records::Membership> memberships;
  for (const Indicator indicator : task.indicators) {
    memberships.emplace_back(task.rules->Find(indicator)->calculation->groups);
  }
  for (const auto& [code, lea] : records_by_lea) {
    EnrolledOnce enrolled;
    for (size_t i = 0; i < task.indicators.size(); ++i) {
      shares[i][lea.lea] = SharesOf(lea, *task.rules->Find(task.indicators[i])->calculation,
                                    memberships[i], *task.schools, enrolled);
    }
  }
  return shares;
}

}  // namespace sos::indicator
