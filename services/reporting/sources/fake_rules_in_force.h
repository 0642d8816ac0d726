// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_SOURCES_FAKE_RULES_IN_FORCE_H_
#define SOS_SERVICES_REPORTING_SOURCES_FAKE_RULES_IN_FORCE_H_

#include <string>

#include "services/reporting/sources/rules_in_force.h"

namespace sos::reporting {

// Rules whose digest a test says.
class FakeRulesInForce : public RulesInForce {
 public:
  std::string said = "rules";

  std::string digest() const override { return said; }
};

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_SOURCES_FAKE_RULES_IN_FORCE_H_
