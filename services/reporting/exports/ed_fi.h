// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_EXPORTS_ED_FI_H_
#define SOS_SERVICES_REPORTING_EXPORTS_ED_FI_H_

#include <string>
#include <vector>

#include "sos/eligibility/v1/determination.pb.h"
#include "sos/reporting/v1/report.pb.h"

namespace sos::reporting {

// One result as everybody may see it.
struct RatedResult {
  education::v1::Entity entity;
  education::v1::Indicator indicator;
  education::v1::StudentGroup student_group;
  v1::Cell cell;
};

// Ratings for the Ed-Fi resource `accountabilityRatings`, a JSON array. A rating is told apart by
// its organization, title and school year alone, so group and indicator stand in the title. What is
// undecided, withheld or has no color has no rating. The day of the rating is not known and left
// out.
class EdFiRatings {
 public:
  explicit EdFiRatings(int dashboard_year) : dashboard_year_(dashboard_year) {}

  void Add(const eligibility::v1::Determination& determination);
  void Add(const RatedResult& result);

  // The array, one rating a line.
  std::string Json() const;

 private:
  void AddRating(const education::v1::Entity& entity, const std::string& title,
                 const std::string& rating, const std::string& program);

  const int dashboard_year_;
  std::vector<std::string> lines_;
};

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_EXPORTS_ED_FI_H_
