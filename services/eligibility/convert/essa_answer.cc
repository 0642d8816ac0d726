// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/eligibility/convert/enums.h"
#include "services/eligibility/convert/finding.h"
#include "services/eligibility/convert/program_answers.h"

namespace sos::eligibility {
namespace {

absl::string_view InWord(Outcome outcome) {
  if (outcome == Outcome::kInsufficientData) return "perhaps in";
  return outcome == Outcome::kMet ? "in" : "not in";
}

}  // namespace

void AddEssaAnswer(const Determination& determination, const Evidence& /*evidence*/,
                   v1::Determination& proto) {
  const EssaAnswer& answer = *determination.As<EssaAnswer>();
  for (const CategoryAnswer& category : answer.categories) {
    v1::CategoryAnswer& added = *proto.add_categories();
    added.set_category(category.category);
    added.set_outcome(ToProto(category.outcome));
    added.set_reason(std::string(category.reason));
    AddFinding(category.category, category.outcome,
               WithReason(absl::StrCat("The school is ", InWord(category.outcome), " the category ",
                                       category.category, "."),
                          category.reason),
               *category.citation, proto);
  }
  proto.set_exit(answer.exit);
}

}  // namespace sos::eligibility
