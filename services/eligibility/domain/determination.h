// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_DETERMINATION_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_DETERMINATION_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "services/eligibility/domain/evidence.h"
#include "services/eligibility/domain/letters.h"
#include "services/eligibility/domain/outcome.h"
#include "services/eligibility/domain/rulebook.h"

namespace sos::eligibility {

// What a year's letters rest on; the values are those of sos.eligibility.v1.LetterBasis.
enum class LetterBasis { kUnknown, kResults, kPublished };

struct MethodAnswer {
  int method = 0;
  Outcome outcome = Outcome::kInsufficientData;
  std::string reason;
  // The state's answer stands in for inputs that are missing.
  bool published = false;
};

struct LocalAnswer {
  int priority = 0;
  // Not Met for Two or More Years.
  Outcome outcome = Outcome::kInsufficientData;
};

// The groups of one year, as far as they are known.
struct YearGroups {
  int dashboard_year = 0;
  LetterBasis basis = LetterBasis::kUnknown;
  std::map<StudentGroup, Outcome> outcomes;
};

struct RecurrenceAnswer {
  Outcome outcome = Outcome::kInsufficientData;
  std::string reason;
  std::vector<YearGroups> years;
  // Groups that recur often enough for certain.
  int recurring_group_count = 0;
};

// A category of ESSA support.
struct CategoryAnswer {
  std::string category;
  Outcome outcome = Outcome::kInsufficientData;
  std::string reason;
};

struct MultiplierAnswer {
  MultiplierCounts counts;
  int64_t nonstability_thousandths = 0;
  int64_t disadvantaged_thousandths = 0;
  Outcome nonstability = Outcome::kInsufficientData;
  Outcome disadvantaged = Outcome::kInsufficientData;
  // Nullopt where the amount is not known.
  std::optional<int64_t> entitlement_dollars;
  std::string reason;
};

// Whom a duty is about.
struct DutySubject {
  CdsCode cds;
  StudentGroup group = StudentGroup::kAll;
  std::vector<Indicator> indicators;
};

struct DutyAnswer {
  Outcome outcome = Outcome::kInsufficientData;
  std::string reason;
  std::vector<StudentGroup> groups;
  std::vector<DutySubject> subjects;
};

// Which rule of support applies; the values are those of SupporterRule.Case.
enum class SupportCase {
  kNone,
  kDistrict,
  kDistrictGeographicLead,
  kCountyOffice,
  kIntensive,
  kSingleDistrictCounty,
  kCharter,
  kCharterOfCountyOffice,
  kSchool
};

// What one program decides about one entity. What a program does not ask stays empty.
struct Determination {
  Outcome eligibility = Outcome::kInsufficientData;
  // Empty unless it is decided.
  std::string status;
  std::vector<GroupAnswer> groups;
  std::vector<MethodAnswer> methods;
  std::vector<LocalAnswer> local_indicators;
  std::optional<RecurrenceAnswer> intensive;
  std::optional<RecurrenceAnswer> geographic_lead;
  // ESSA, in the order in which they are tried.
  std::vector<CategoryAnswer> categories;
  std::string exit;
  std::optional<MultiplierAnswer> multiplier;
  // LCAP: one a duty of the rulebook.
  std::vector<DutyAnswer> duties;
  // Why the status is undecided, where neither methods nor categories say it.
  std::string reason;
  SupportCase support_case = SupportCase::kNone;
  LetterBasis letter_basis = LetterBasis::kResults;

  // The number of groups that are met; nullopt while one is undecided.
  std::optional<int> TotalGroups() const;
};

// Decides one entity's year. `history` holds what is known of this and earlier years; a year that
// is missing there is unknown. `basis` says what this year's groups rest on; groups of earlier
// years rest on results where those decide them all, else on what was published. `schools` are
// those of the LEA; only LCAP looks at them.
//
// `rulebooks` must have one for the program and year.
Determination Determine(const Rulebooks& rulebooks, Program program, int dashboard_year,
                        const EntityHistory& history, LetterBasis basis,
                        absl::Span<const EntityHistory* const> schools = {});

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_DETERMINATION_H_
