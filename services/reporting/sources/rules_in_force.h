// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_SOURCES_RULES_IN_FORCE_H_
#define SOS_SERVICES_REPORTING_SOURCES_RULES_IN_FORCE_H_

#include <string>

namespace sos::reporting {

// Tells which rulebooks the services below apply: reports rest on them, so they are a part of every
// cache key. Implementations are thread-safe.
class RulesInForce {
 public:
  virtual ~RulesInForce() = default;

  // One digest of all rulebooks in force. Empty while it is not known: then nothing is cached.
  // Never blocks.
  virtual std::string digest() const = 0;
};

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_SOURCES_RULES_IN_FORCE_H_
