// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/eligibility/convert/enums.h"
#include "services/eligibility/convert/finding.h"
#include "services/eligibility/convert/program_answers.h"

namespace sos::eligibility {
namespace {

void AddMultiplier(const MultiplierAnswer& answer, v1::Determination& proto) {
  v1::EquityMultiplierAnswer& added = *proto.mutable_equity_multiplier();
  added.set_nonstable_count(answer.counts.nonstable);
  added.set_enrollment(answer.counts.enrollment);
  added.set_disadvantaged_count(answer.counts.disadvantaged);
  added.set_nonstability_thousandths(answer.nonstability_thousandths);
  added.set_disadvantaged_thousandths(answer.disadvantaged_thousandths);
  added.set_nonstability(ToProto(answer.nonstability));
  added.set_disadvantaged(ToProto(answer.disadvantaged));
  added.set_classroom_based(ToProto(answer.counts.classroom_based));
  added.set_entitlement_dollars(answer.entitlement_dollars.value_or(-1));
  const bool withheld = HasSmallCounts(answer.counts);
  added.set_disclosure(withheld ? education::v1::DISCLOSURE_WITHHELD
                                : education::v1::DISCLOSURE_SHOWN);
  const auto add = [&](const char* rule, Outcome outcome, std::string description,
                       absl::string_view masked, const Citation& citation) {
    v1::Finding& finding = AddFinding(rule, outcome, std::move(description), citation, proto);
    if (withheld) finding.set_masked_description(std::string(masked));
  };
  const EquityMultiplierRules& rules = *answer.rules;
  add("nonstability", answer.nonstability,
      absl::StrCat(answer.counts.nonstable, " of ", answer.counts.enrollment,
                   " students were not enrolled without a break: ", answer.nonstability_thousandths,
                   " thousandths; the rule asks for more than ",
                   rules.nonstability_above_thousandths, "."),
      absl::StrCat("The numbers are withheld to protect small groups. The rule asks for more than ",
                   rules.nonstability_above_thousandths,
                   " thousandths who were not enrolled without a break."),
      rules.citation);
  add("disadvantaged", answer.disadvantaged,
      absl::StrCat(
          answer.counts.disadvantaged, " of ", answer.counts.enrollment,
          " students are socioeconomically disadvantaged: ", answer.disadvantaged_thousandths,
          " thousandths; the rule asks for more than ", rules.disadvantaged_above_thousandths, "."),
      absl::StrCat("The numbers are withheld to protect small groups. The rule asks for more than ",
                   rules.disadvantaged_above_thousandths,
                   " thousandths who are socioeconomically disadvantaged."),
      rules.citation);
  AddFinding("classroom-based", answer.counts.classroom_based,
             "The school is no charter school, or a classroom-based one.", rules.citation, proto);
  if (answer.entitlement_dollars && *answer.entitlement_dollars > 0) {
    add("entitlement", Outcome::kMet,
        absl::StrCat(answer.counts.enrollment, " students at ", rules.statewide_rate_text,
                     " dollars each, at least ", rules.floor_dollars, ": ",
                     *answer.entitlement_dollars, " dollars."),
        absl::StrCat("Students at ", rules.statewide_rate_text, " dollars each, at least ",
                     rules.floor_dollars, ": ", *answer.entitlement_dollars, " dollars."),
        rules.amount_citation);
  }
}

}  // namespace

void AddEquityMultiplierAnswer(const Determination& determination, const Evidence& /*evidence*/,
                               v1::Determination& proto) {
  const EquityMultiplierAnswer& answer = *determination.As<EquityMultiplierAnswer>();
  if (answer.multiplier) AddMultiplier(*answer.multiplier, proto);
}

}  // namespace sos::eligibility
