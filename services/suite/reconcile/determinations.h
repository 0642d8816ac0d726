// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_RECONCILE_DETERMINATIONS_H_
#define SOS_SERVICES_SUITE_RECONCILE_DETERMINATIONS_H_

#include <map>
#include <set>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/revision/revision.h"
#include "services/reporting/domain/reconcile/entity_cells.h"
#include "services/suite/stubs.h"

namespace sos::suite {

// The reasons for cells of which no rules of the year are known, or that no determination covers.
inline constexpr char kNoRulebook[] = "NO_RULEBOOK_FOR_YEAR";
inline constexpr char kNotJudged[] = "ENTITY_NOT_JUDGED";

// What reconciliation asks of the eligibility service.
struct DeterminationsQuery {
  eligibility::v1::Program program = eligibility::v1::PROGRAM_LCFF;
  int year = 0;
  Revision revision;
  bool published_letters = false;
};

struct Determinations {
  // False where there are no rules of the year.
  bool rulebook_known = true;
  // By code of the entity.
  std::map<std::string, eligibility::v1::Determination> by_cds;

  // Null where there is none.
  const eligibility::v1::Determination* Find(absl::string_view cds) const;
  // Why there is none.
  const char* Absence() const { return rulebook_known ? kNotJudged : kNoRulebook; }
};
absl::StatusOr<Determinations> ReadDeterminations(const Stubs& stubs,
                                                  const DeterminationsQuery& query);

// The number of groups, or the reason of the first that is undecided.
reporting::reconcile::Answer TotalOf(const eligibility::v1::Determination& computed);

// A group's code; empty for a statement about the whole entity.
std::string GroupCode(int group);

// A rulebook by its resource name; one without a name where there is none.
absl::StatusOr<eligibility::v1::Rulebook> ReadRulebook(const Stubs& stubs, const std::string& name);

// What was submitted up to now.
absl::StatusOr<ingestion::v1::Snapshot> ReadSnapshot(const Stubs& stubs);

// True if anything of `collections` was submitted for the year.
bool Holds(const ingestion::v1::Snapshot& snapshot, int year, const std::set<int>& collections);
// The collections of results on which determinations rest.
const std::set<int>& ResultCollections();

// Calls `visit` with the partitions that `submission` committed of `collection`.
absl::Status VisitSubmitted(const Stubs& stubs, const ingestion::v1::Submission& submission,
                            ingestion::v1::Collection collection,
                            absl::FunctionRef<void(const ingestion::v1::Partition&)> visit);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_RECONCILE_DETERMINATIONS_H_
