// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_ESSA_ANSWER_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_ESSA_ANSWER_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/eligibility/domain/citation.h"
#include "services/eligibility/domain/outcome.h"

namespace sos::eligibility {

// A category of ESSA support.
struct CategoryAnswer {
  std::string category;
  Outcome outcome = Outcome::kInsufficientData;
  absl::string_view reason;
  // Where its rule was read.
  const Citation* citation = nullptr;
};

// What is answered about a school under ESSA.
struct EssaAnswer {
  // In the order in which they are tried.
  std::vector<CategoryAnswer> categories;
  // Empty where it is undecided, or in a first year.
  std::string exit;
  // The status of the year before; nullopt where it is not known. Empty in a first year.
  std::optional<std::string> prior_status;
  // The statuses that are still possible; one where it is decided.
  std::set<std::string> possible_statuses;
  // Title I funds in the year that counts.
  Outcome title_i = Outcome::kInsufficientData;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_ESSA_ANSWER_H_
