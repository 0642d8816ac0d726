// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_COMMANDS_LONG_TABLE_H_
#define SOS_SERVICES_SUITE_COMMANDS_LONG_TABLE_H_

#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "absl/status/status.h"
#include "services/suite/print.h"
#include "services/suite/session.h"

namespace sos::suite {

// Results of all indicators in one table, as county offices keep it: the columns have the names of
// the published files, so that it is read as these are. What is not known, and what the state does
// not publish, is blank; 0 is the answer "none". Beside what was computed stand the facts of the
// published rows that the rules read.
class LongTable {
 public:
  explicit LongTable(Session& session);

  // Adds the results of one indicator and year.
  absl::Status Add(const indicator::v1::ResultBlock& block);

  const Listing& listing() const { return listing_; }

 private:
  // What the published row says beside counts and answers; absent for a row that is not published.
  struct Facts {
    std::string school_type;
    bool alternative = false;
    std::string prior_status;
    std::string test_count;
    std::string prior_test_count;
    int flags = 0;
  };
  // Code and group.
  using FactsByRow = std::map<std::pair<std::string, std::string>, Facts>;

  absl::Status ReadFacts(education::v1::Indicator indicator, int year);

  Session& session_;
  Listing listing_;
  // Of the indicator and year that were read last: blocks come in their order.
  std::pair<education::v1::Indicator, int> read_;
  FactsByRow facts_;
};

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_COMMANDS_LONG_TABLE_H_
