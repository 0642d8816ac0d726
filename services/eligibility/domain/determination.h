#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_DETERMINATION_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_DETERMINATION_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

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

// Which rule of support applies; the values are those of SupporterRule.Case.
enum class SupportCase { kNone, kDistrict, kDistrictGeographicLead, kCountyOffice, kIntensive };

struct Determination {
  Outcome eligibility = Outcome::kInsufficientData;
  // Empty unless every method in force is decided.
  std::string status;
  std::vector<GroupAnswer> groups;
  std::vector<MethodAnswer> methods;
  std::vector<LocalAnswer> local_indicators;
  std::optional<RecurrenceAnswer> intensive;
  std::optional<RecurrenceAnswer> geographic_lead;
  SupportCase support_case = SupportCase::kNone;
  LetterBasis letter_basis = LetterBasis::kResults;

  // The number of letters; nullopt while one is undecided.
  std::optional<int> TotalGroups() const;
};

// The rulebooks of one programme, by year.
using Rulebooks = std::map<int, const Rulebook*>;

// Decides one LEA's year. `history` holds what is known of this and earlier years; a year that is
// missing there is unknown. `basis` says what this year's letters rest on; letters of earlier years
// rest on results where those decide them all, else on what was published.
//
// `rulebooks` must have one for `dashboard_year`.
Determination Determine(const Rulebooks& rulebooks, int dashboard_year, const LeaHistory& history,
                        LetterBasis basis);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_DETERMINATION_H_
