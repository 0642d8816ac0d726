// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_EVIDENCE_EVIDENCE_SET_H_
#define SOS_SERVICES_ELIGIBILITY_EVIDENCE_EVIDENCE_SET_H_

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "common/revision/revision.h"
#include "services/eligibility/domain/evidence.h"
#include "sos/indicator/v1/measure_change.pb.h"
#include "sos/indicator/v1/rulebook.pb.h"

namespace sos::eligibility {

// Which evidence is meant.
struct EvidenceQuery {
  // Decides which entities are meant: LEAs, charter schools, schools, or all of them.
  Program program = Program::kLcff;
  // Years of results, lists and publications.
  std::vector<int> years;
  // The year of the determination: what makes an entity one of that year.
  int dashboard_year = 0;
  // A county's two digits; empty for all.
  std::vector<std::string> counties;
  // Entities; empty for all.
  std::vector<CdsCode> entities;
  Revision revision;
  // Measures and rules to be taken instead of those that are stored and in force.
  std::vector<indicator::v1::MeasureChange> changes;
  std::vector<indicator::v1::Rulebook> dashboard_rulebooks;

  // The query in words, for keys of caches. Empty where the evidence is not worth keeping: it rests
  // on changes or rules of one request.
  std::string CacheKey() const;
};

// What is known of entities, with their descriptions.
struct Evidence {
  std::map<CdsCode, EntityHistory> histories;
  std::map<CdsCode, education::v1::Entity> entities;
  // The entities of which something is known in the year of the determination.
  std::set<CdsCode> entities_of_year;

  // The schools under the code of an LEA; none for a charter school.
  std::vector<const EntityHistory*> SchoolsOf(const CdsCode& lea) const;
};

// `evidence` with what `changed` says of `years` in the place of its own; other years stay.
std::shared_ptr<const Evidence> WithYears(const Evidence& evidence, const Evidence& changed,
                                          const std::vector<int>& years);

// `changed`, which is `stored` with some measures changed, disclosed as what is stored: a result
// that is not stored is withheld. Of an entity and year with stored results, what is missing is as
// it is stored, because numbers that are not real prove nothing about rows that are missing.
std::shared_ptr<const Evidence> DisclosedAsStored(const Evidence& stored, const Evidence& changed);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_EVIDENCE_EVIDENCE_SET_H_
