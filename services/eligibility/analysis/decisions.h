// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_ANALYSIS_DECISIONS_H_
#define SOS_SERVICES_ELIGIBILITY_ANALYSIS_DECISIONS_H_

#include <memory>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/revision/revision.h"
#include "services/eligibility/convert/rulebook_library.h"
#include "services/eligibility/domain/determination.h"
#include "services/eligibility/sources/evidence_source.h"
#include "sos/eligibility/v1/eligibility_service.pb.h"

namespace sos::eligibility {

// One entity's determination, with what it rests on.
struct Decision {
  const EntityHistory* history = nullptr;
  const education::v1::Entity* entity = nullptr;
  Determination determination;
};

// The determinations of one program and year, by code of the entity.
struct Decisions {
  const LoadedRulebook* rulebook = nullptr;
  // What the decisions point into.
  std::shared_ptr<const Evidence> evidence;
  std::vector<Decision> entities;
};

// A checked filter: which evidence to load, and what to decide from it.
struct DecisionQuery {
  EvidenceQuery evidence;
  LetterBasis basis = LetterBasis::kResults;
  // A year of a state has some ten thousand entities: whoever keeps all its decisions takes
  // answers.
  Detail detail = Detail::kFindings;
};

// Checks `filter`. Returns FIELD_INVALID, or RULEBOOK_NOT_FOUND if `library` has no rules of the
// program and year.
absl::StatusOr<DecisionQuery> ToQuery(const v1::DeterminationFilter& filter,
                                      const RulebookLibrary& library, const Revision& revision);

// The entities of the query's year on which its program decides, undecided as yet. `library` must
// have its rules and outlive the answer.
Decisions Undecided(const RulebookLibrary& library, const DecisionQuery& query,
                    std::shared_ptr<const Evidence> evidence);

// Decides on `some` of the entities of `decisions`, on all cores. Not OK if nobody waits for it any
// more.
absl::Status Decide(const RulebookLibrary& library, const DecisionQuery& query,
                    const rpc::CallContext& call, const Decisions& decisions,
                    absl::Span<Decision> some);

// Decides on all entities of the query's year.
absl::StatusOr<Decisions> DecideAll(const RulebookLibrary& library, const DecisionQuery& query,
                                    std::shared_ptr<const Evidence> evidence,
                                    const rpc::CallContext& call);

// Each decision as the contract writes it.
v1::Determination ToProto(const Decision& decision, const Decisions& decisions,
                          const Revision& revision);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_ANALYSIS_DECISIONS_H_
