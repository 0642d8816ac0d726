// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/equity_multiplier/determine.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "services/eligibility/domain/reasons.h"

namespace sos::eligibility {
namespace {

constexpr int64_t kThousandths = 1000;
constexpr int64_t kRateUnits = 10'000'000'000;  // Units of the statewide rate in a dollar.

// The rate of `part` in `whole` is above the threshold, strictly. Where it is not known whether it
// is rounded first, it must be so, or not, both ways.
Outcome IsAbove(int64_t part, int64_t whole, int threshold, Reading rounded) {
  if (whole <= 0) return Outcome::kNotMet;
  const Outcome exactly = FromBool(part * kThousandths > threshold * whole);
  const Outcome rounding = FromBool(DivideHalfAwayFromZero(part * kThousandths, whole) > threshold);
  if (rounded == Reading::kYes) return rounding;
  if (rounded == Reading::kNo) return exactly;
  return exactly == rounding ? exactly : Outcome::kInsufficientData;
}

int64_t ThousandthsOf(int64_t part, int64_t whole) {
  return whole <= 0 ? 0 : DivideHalfAwayFromZero(part * kThousandths, whole);
}

// Students times the rate, to the nearest dollar, but not less than the floor.
int64_t Entitlement(const EquityMultiplierRules& rules, const MultiplierCounts& counts,
                    int64_t rate) {
  const absl::int128 units = absl::int128(counts.enrollment) * rate;
  const auto dollars = static_cast<int64_t>((2 * units + kRateUnits) / (2 * kRateUnits));
  return std::max(dollars, rules.floor_dollars) + counts.adjustment_dollars;
}

MultiplierAnswer Answer(const EquityMultiplierRules& rules, const MultiplierCounts& counts) {
  return {
      .rules = &rules,
      .counts = counts,
      .nonstability_thousandths = ThousandthsOf(counts.nonstable, counts.enrollment),
      .disadvantaged_thousandths = ThousandthsOf(counts.disadvantaged, counts.enrollment),
      .nonstability = IsAbove(counts.nonstable, counts.enrollment,
                              rules.nonstability_above_thousandths, rules.rounded_to_thousandths),
      .disadvantaged =
          IsAbove(counts.disadvantaged, counts.enrollment, rules.disadvantaged_above_thousandths,
                  rules.rounded_to_thousandths)};
}

// All that the rule asks for.
Finding Eligible(const MultiplierAnswer& answer, Detail detail) {
  const EquityMultiplierRules& rules = *answer.rules;
  Finding finding = Step("equity-multiplier", Combination::kAllOf);
  finding.citation = &rules.citation;
  Say(detail, finding, [] { return "All of these."; });
  const auto add_rate = [&](const char* rule, const char* what, int64_t part, int64_t thousandths,
                            int threshold, Outcome outcome) {
    Finding& rate = finding.parts.emplace_back(Stated(rule, outcome, reason::kRoundingUnknown));
    Say(detail, rate, [&] {
      return absl::StrCat(what, ": ", part, " of ", answer.counts.enrollment, ", ", thousandths,
                          " thousandths; more than ", threshold, " wanted.");
    });
    if (detail == Detail::kSentences && HasSmallCounts(answer.counts)) {
      rate.masked_statement = absl::StrCat(what, ": withheld to protect small groups; more than ",
                                           threshold, " thousandths wanted.");
    }
  };
  add_rate("nonstability", "Students not enrolled without a break", answer.counts.nonstable,
           answer.nonstability_thousandths, rules.nonstability_above_thousandths,
           answer.nonstability);
  add_rate("disadvantaged", "Socioeconomically disadvantaged students", answer.counts.disadvantaged,
           answer.disadvantaged_thousandths, rules.disadvantaged_above_thousandths,
           answer.disadvantaged);
  Finding& classroom = finding.parts.emplace_back(
      Stated("classroom-based", answer.counts.classroom_based, reason::kClassroomBasedMissing));
  Say(detail, classroom, [] { return "No charter school, or a classroom-based one."; });
  Conclude(finding);
  return finding;
}

// Nullopt where the amount is not known. The file of the year prints the rate in full.
std::optional<int64_t> EntitlementOf(const MultiplierAnswer& answer, Outcome eligibility) {
  if (eligibility == Outcome::kInsufficientData) return std::nullopt;
  if (eligibility == Outcome::kNotMet) return 0;
  const std::optional<int64_t>& rate =
      answer.counts.statewide_rate ? answer.counts.statewide_rate : answer.rules->statewide_rate;
  if (!rate) return std::nullopt;
  return Entitlement(*answer.rules, answer.counts, *rate);
}

}  // namespace

Determination DetermineEquityMultiplier(const Question& asked) {
  const auto& rules = asked.rules<EquityMultiplierRules>();
  Determination determination{.rests_on_inferred_rule = rules.citation.IsInferred() ||
                                                        rules.amount_citation.IsInferred()};
  const EntityYear& year = asked.history.YearOf(asked.dashboard_year());
  if (!year.multiplier) {
    determination.reason = reason::kMultiplierDataMissing;
    determination.root =
        Stated("equity-multiplier", Outcome::kInsufficientData, reason::kMultiplierDataMissing);
    Say(asked.detail, determination.root,
        [] { return "The school is in no Equity Multiplier file of the year."; });
    determination.answer = EquityMultiplierAnswer();
    return determination;
  }
  MultiplierAnswer answer = Answer(rules, *year.multiplier);
  determination.root = Eligible(answer, asked.detail);
  determination.eligibility = determination.root.outcome;
  if (determination.eligibility == Outcome::kInsufficientData) {
    const bool rates_open =
        And(answer.nonstability, answer.disadvantaged) == Outcome::kInsufficientData;
    determination.reason = rates_open ? reason::kRoundingUnknown : reason::kClassroomBasedMissing;
  } else {
    const bool met = determination.eligibility == Outcome::kMet;
    determination.status = met ? asked.rulebook.status.eligible : asked.rulebook.status.general;
  }
  answer.entitlement_dollars = EntitlementOf(answer, determination.eligibility);
  determination.answer = EquityMultiplierAnswer{std::move(answer)};
  return determination;
}

bool EquityMultiplierDecidesOn(const Rulebook& rulebook, const EntityHistory& history) {
  return history.YearOf(rulebook.dashboard_year).multiplier.has_value();
}

void AddEquityMultiplierYears(const Rulebook& /*rulebook*/, RequiredYears& /*years*/) {}

}  // namespace sos::eligibility
