// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_DETERMINATION_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_DETERMINATION_H_

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/eligibility/domain/charter/answer.h"
#include "services/eligibility/domain/equity_multiplier/answer.h"
#include "services/eligibility/domain/essa/answer.h"
#include "services/eligibility/domain/evidence.h"
#include "services/eligibility/domain/finding.h"
#include "services/eligibility/domain/group_answer.h"
#include "services/eligibility/domain/lcap/answer.h"
#include "services/eligibility/domain/lcff/answer.h"
#include "services/eligibility/domain/outcome.h"
#include "services/eligibility/domain/rulebook.h"

namespace sos::eligibility {

// What only one program answers.
using ProgramAnswer =
    std::variant<LcffAnswer, CharterAnswer, EssaAnswer, EquityMultiplierAnswer, LcapAnswer>;

// What one program decides about one entity in one year, and why.
struct Determination {
  Outcome eligibility = Outcome::kInsufficientData;
  // Empty unless it is decided.
  std::string status;
  // Why it is undecided, where no part of the answer says it.
  absl::string_view reason;
  // LCFF, charter schools and ESSA: one answer a group that counts, in rulebook order.
  std::vector<GroupAnswer> groups;
  LetterBasis letter_basis = LetterBasis::kResults;
  // Which rule says who supports the entity.
  SupportCase support_case = SupportCase::kNone;
  // A rule on which the answer rests was inferred, or could not be verified.
  bool rests_on_inferred_rule = false;
  ProgramAnswer answer;
  // Why: the eligibility at the top, the performances at the bottom. Empty, like `further`, unless
  // findings were asked for.
  Finding root;
  // What else was decided and does not make the entity eligible.
  std::vector<Finding> further;

  // The number of groups that are met; nullopt while one is undecided.
  std::optional<int> TotalGroups() const;

  // The answer of that program; null if the determination is another's.
  template <typename Answer>
  const Answer* As() const {
    return std::get_if<Answer>(&answer);
  }
};

// One entity's year, as a program is asked to decide it.
struct Question {
  // The rules in force. The one that is applied, and those of other programs and years.
  const Rulebooks& rulebooks;
  const Rulebook& rulebook;
  // What is known of this and earlier years; a year that is missing there is unknown.
  const EntityHistory& history;
  // What this year's groups rest on; groups of earlier years rest on results where those decide
  // them all, else on what was published.
  LetterBasis basis = LetterBasis::kResults;
  // Those of the LEA; only LCAP looks at them.
  absl::Span<const EntityHistory* const> schools = {};
  Detail detail = Detail::kFindings;

  template <typename Rules>
  const Rules& rules() const {
    return rulebook.Of<Rules>();
  }
  int dashboard_year() const { return rulebook.dashboard_year; }
};

// Decides one entity's year by the program of its rulebook.
Determination Determine(const Question& asked);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_DETERMINATION_H_
