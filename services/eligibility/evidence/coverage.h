// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_EVIDENCE_COVERAGE_H_
#define SOS_SERVICES_ELIGIBILITY_EVIDENCE_COVERAGE_H_

#include <map>
#include <set>
#include <string>
#include <utility>

#include "common/education/cds_code.h"
#include "sos/ingestion/v1/submission.pb.h"

namespace sos::eligibility {

// A file that covers this many of the 58 counties is a statewide one: a county that it lacks has no
// such rows.
inline constexpr size_t kStatewideCounties = 50;

// Tells "the file has no such row" from "nobody has submitted the file".
class Coverage {
 public:
  explicit Coverage(const ingestion::v1::Snapshot& snapshot) {
    for (const auto& coverage : snapshot.coverages()) {
      auto& counties = counties_[{coverage.collection(), coverage.dashboard_year()}];
      counties.insert(coverage.county_codes().begin(), coverage.county_codes().end());
    }
  }

  // True if `collection` of `year` covers the county of `lea`.
  bool Covers(ingestion::v1::Collection collection, int year, const CdsCode& lea) const {
    const auto found = counties_.find({collection, year});
    if (found == counties_.end()) return false;
    return found->second.size() >= kStatewideCounties ||
           found->second.contains(std::string(lea.county()));
  }
  // True if anything of `collection` and `year` was submitted.
  bool Has(ingestion::v1::Collection collection, int year) const {
    return counties_.contains({collection, year});
  }

 private:
  std::map<std::pair<int, int>, std::set<std::string>> counties_;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_EVIDENCE_COVERAGE_H_
