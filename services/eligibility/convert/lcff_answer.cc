// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "services/eligibility/convert/enums.h"
#include "services/eligibility/convert/finding.h"
#include "services/eligibility/convert/program_answers.h"
#include "services/eligibility/domain/lcff/criteria.h"

namespace sos::eligibility {
namespace {

void AddMethods(const std::vector<MethodAnswer>& methods, v1::Determination& proto) {
  for (const MethodAnswer& method : methods) {
    v1::MethodAnswer& added = *proto.add_methods();
    added.set_method(method.method->number);
    added.set_outcome(ToProto(method.outcome));
    added.set_reason(std::string(method.reason));
    added.set_basis(method.published ? v1::LETTER_BASIS_PUBLISHED : v1::LETTER_BASIS_RESULTS);
  }
  AddMethodFindings(methods, proto);
}

void AddLocals(const std::vector<LocalAnswer>& locals, v1::Determination& proto) {
  for (const LocalAnswer& local : locals) {
    v1::LocalAnswer& added = *proto.add_local_indicators();
    added.set_priority(local.priority);
    added.set_not_met_two_or_more_years(ToProto(local.outcome));
  }
}

}  // namespace

void AddLcffAnswer(const Determination& determination, const Evidence& /*evidence*/,
                   v1::Determination& proto) {
  const LcffAnswer& answer = *determination.As<LcffAnswer>();
  // The groups are what the first method combines.
  for (size_t i = 0; i < answer.methods.size(); ++i) {
    if (answer.methods[i].method->number != kMethodOfStateIndicators) continue;
    AddGroupFindings(determination.root.parts[i], determination, proto);
  }
  AddLocals(answer.local_indicators, proto);
  AddMethods(answer.methods, proto);
  auto further = determination.further.begin();
  if (answer.intensive) {
    AddRecurrence(*answer.intensive, *further++, *proto.mutable_intensive(), proto);
  }
  if (answer.geographic_lead) {
    AddRecurrence(*answer.geographic_lead, *further++, *proto.mutable_geographic_lead(), proto);
  }
}

void AddCharterAnswer(const Determination& determination, const Evidence& /*evidence*/,
                      v1::Determination& proto) {
  const CharterAnswer& answer = *determination.As<CharterAnswer>();
  AddLocals(answer.local_indicators, proto);
  AddMethods(answer.methods, proto);
  if (answer.intensive) {
    AddRecurrence(*answer.intensive, determination.further.front(), *proto.mutable_intensive(),
                  proto);
  }
}

}  // namespace sos::eligibility
