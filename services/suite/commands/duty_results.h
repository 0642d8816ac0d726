// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_COMMANDS_DUTY_RESULTS_H_
#define SOS_SERVICES_SUITE_COMMANDS_DUTY_RESULTS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/suite/session.h"
#include "sos/eligibility/v1/determination.pb.h"

namespace sos::suite {

// A result that a duty of a plan is about, as it is shown; empty for what is not known.
struct DutyResult {
  education::v1::Entity entity;
  // Codes. Empty where the duty is about none.
  std::string group;
  std::string indicator;
  std::string color;
  std::string status;
  std::string status_level;
};

// The results behind the duties of plans, with their status.
class DutyResults {
 public:
  // Reads the results of the years that the duties are about.
  static absl::StatusOr<DutyResults> Read(
      Session& session, const std::vector<eligibility::v1::Determination>& determinations);

  // Whom the duty is about, one by one. Empty where it is about nobody in particular.
  std::vector<DutyResult> Of(const eligibility::v1::Determination& determination,
                             const eligibility::v1::DutyAnswer& duty) const;

 private:
  struct Shown {
    std::string color;
    std::string status;
    std::string status_level;
  };

  // The year of a duty, by rulebook and duty.
  std::map<std::pair<std::string, std::string>, int> years_;
  // By the name of the result.
  std::map<std::string, Shown> results_;
};

// `Alder School (99600026000001), HOM: ELA Red, status -98.7`.
std::string DutyResultText(const DutyResult& result);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_COMMANDS_DUTY_RESULTS_H_
