// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_CITATION_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_CITATION_H_

#include <string>

namespace sos::eligibility {

// How sure we are of a rule; its twin in the contract is sos.eligibility.v1.Basis.
enum class Basis {
  kNone,
  kPublishedText,
  kOfficialFile,
  kStatute,
  kReproduced,
  kInferred,
  kUnverified
};

// Where a rule was read.
struct Citation {
  std::string source;
  Basis basis = Basis::kNone;
  std::string note;

  // The rule was concluded from rows, or could not be tested.
  bool IsInferred() const { return basis == Basis::kInferred || basis == Basis::kUnverified; }
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_CITATION_H_
